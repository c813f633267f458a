#include "dmn/static_type.hpp"

namespace jizhi::dmn {

using feel::TypePtr;

TypePtr StaticTypes::at(Type const* type, int depth) {
    constexpr int depth_max = 4;
    if (type == nullptr || depth > depth_max) return nullptr;
    if (auto const known = made_.find({type, depth}); known != made_.end()) return known->second;
    return made_[{type, depth}] = make(*type, depth);
}

TypePtr StaticTypes::make(Type const& type, int depth) {
    using enum Type::Kind;
    auto made = std::make_shared<feel::Type>();
    switch (type.kind) {
        case boolean: return feel::scalar(Value::Type::boolean);
        case number: return feel::scalar(Value::Type::number);
        case string: return feel::scalar(Value::Type::string);
        case date: return feel::scalar(Value::Type::date);
        case time: return feel::scalar(Value::Type::time);
        case date_time: return feel::scalar(Value::Type::date_time);
        case days_duration: return feel::scalar(Value::Type::days_duration);
        case months_duration: return feel::scalar(Value::Type::months_duration);
        case list: return feel::list_of(at(type.element, depth + 1));
        case range:
            made->kind = feel::Type::Kind::range;
            made->element = at(type.element, depth + 1);
            return made;
        case context:
            made->kind = feel::Type::Kind::context;
            for (auto const& [name, field] : type.fields)
                made->fields.emplace_back(name, at(field, depth + 1));
            return made;
        case function:
            if (type.parameters.empty()) return nullptr;
            made->kind = feel::Type::Kind::function;
            for (auto const* each : type.parameters)
                made->parameters.push_back(at(each, depth + 1));
            made->element = at(type.element, depth + 1);
            return made;
        default: return nullptr;
    }
}

}  // namespace jizhi::dmn
