#include "feel/type.hpp"

#include <algorithm>
#include <array>

#include "feel/function.hpp"

namespace jizhi::feel {
namespace {

struct Named {
    std::string_view name;
    Value::Type type;
};

constexpr std::array names{
    Named{"number", Value::Type::number},
    Named{"string", Value::Type::string},
    Named{"boolean", Value::Type::boolean},
    Named{"date", Value::Type::date},
    Named{"time", Value::Type::time},
    Named{"date and time", Value::Type::date_time},
    Named{"days and time duration", Value::Type::days_duration},
    Named{"years and months duration", Value::Type::months_duration},
};

bool fields_conform(Context const& context, Type const& type) {
    return std::all_of(type.fields.begin(), type.fields.end(), [&](auto const& field) {
        auto const* found = context.find(field.first);
        return found != nullptr && (found->is_null() || conforms(*found, *field.second));
    });
}

/// Whether every value of `a` is one of `b`. What is not said of either is not held against it.
bool narrower(Type const* a, Type const* b) {
    using enum Type::Kind;
    if (a == nullptr || b == nullptr || a->kind == null || b->kind == any) return true;
    if (a->kind == declared || b->kind == declared) return true;  // only values can be tested
    if (a->kind != b->kind) return false;
    switch (a->kind) {
        case scalar:
            return a->scalar == b->scalar;
        case list:
        case range:
            return narrower(a->element.get(), b->element.get());
        case context:
            return std::ranges::all_of(b->fields, [&](auto const& wanted) {
                auto const same = [&](auto const& field) { return field.first == wanted.first; };
                auto const found = std::ranges::find_if(a->fields, same);
                return found != a->fields.end() &&
                       narrower(found->second.get(), wanted.second.get());
            });
        case function:
            return a->parameters.size() == b->parameters.size() &&
                   narrower(a->element.get(), b->element.get()) &&
                   std::ranges::equal(
                       b->parameters, a->parameters,
                       [](auto const& x, auto const& y) { return narrower(x.get(), y.get()); });
        default:
            return a == b;
    }
}

/// `function<T, …> -> R`: takes so many arguments, each at least a T, and gives an R. `function`
/// alone is any function.
bool function_conforms(Value const& value, Type const& type) {
    if (type.parameters.empty() && !type.element) return true;
    auto const held = value.function();
    auto const* function = dynamic_cast<Function const*>(held.get());
    if (function == nullptr || function->parameters().size() != type.parameters.size())
        return false;
    auto const types = function->types();
    auto const declared = std::min(types.parameters.size(), type.parameters.size());
    for (std::size_t i = 0; i < declared; ++i)
        if (!narrower(type.parameters[i].get(), types.parameters[i].get())) return false;
    return narrower(types.result.get(), type.element.get());
}

bool range_conforms(Range const& range, Type const* element) {
    if (element == nullptr || element->kind == Type::Kind::any) return true;
    auto const end = [&](Value const& v) { return v.is_null() || conforms(v, *element); };
    return end(range.low) && end(range.high) && !(range.low.is_null() && range.high.is_null());
}

}  // namespace

std::shared_ptr<Type const> scalar_type(std::string_view name) {
    auto const found = std::ranges::find(names, name, &Named::name);
    if (found == names.end()) return nullptr;
    auto type = std::make_shared<Type>();
    type->kind = Type::Kind::scalar;
    type->scalar = found->type;
    return type;
}

bool is_complete(Type const& type) {
    auto const complete = [](auto const& each) { return is_complete(*each); };
    switch (type.kind) {
        case Type::Kind::list:
        case Type::Kind::range:
            return type.element && is_complete(*type.element);
        case Type::Kind::context:
            return !type.fields.empty() &&
                   std::ranges::all_of(type.fields,
                                       [&](auto const& field) { return complete(field.second); });
        case Type::Kind::function:
            return type.element && is_complete(*type.element) &&
                   std::ranges::all_of(type.parameters, complete);
        default:
            return true;
    }
}

bool conforms(Value const& value, Type const& type) {
    if (type.kind == Type::Kind::null) return value.is_null();
    if (value.is_null()) return false;
    if (type.kind == Type::Kind::any) return true;
    switch (type.kind) {
        case Type::Kind::scalar:
            return value.is(type.scalar);
        case Type::Kind::list:
            return value.is(Value::Type::list) &&
                   (!type.element ||
                    std::all_of(value.list().begin(), value.list().end(), [&](Value const& item) {
                        return item.is_null() || conforms(item, *type.element);
                    }));
        case Type::Kind::context:
            return value.is(Value::Type::context) && fields_conform(value.context(), type);
        case Type::Kind::range:
            return value.is(Value::Type::range) &&
                   range_conforms(value.range(), type.element.get());
        case Type::Kind::function:
            return value.is(Value::Type::function) && function_conforms(value, type);
        case Type::Kind::declared:
            return type.declared(value);
        default:
            return false;
    }
}

bool coerce(Value& value, Type const& type) {
    if (value.is_null() || conforms(value, type)) return true;
    if (type.kind == Type::Kind::list && !value.is(Value::Type::list)) {
        value = Value(List{value});
        return conforms(value, type);
    }
    if (value.is(Value::Type::list) && value.list().size() == 1) {
        value = Value(value.list().front());
        return value.is_null() || conforms(value, type);
    }
    if (type.kind == Type::Kind::scalar && type.scalar == Value::Type::date_time &&
        value.is(Value::Type::date)) {
        DateTime midnight;
        midnight.date = value.date();
        midnight.time.zone.kind = Zone::Kind::offset;
        value = midnight;
        return true;
    }
    return false;
}

char const* type_name(Value const& value) {
    switch (value.type()) {
        case Value::Type::null:
            return "null";
        case Value::Type::list:
            return "list";
        case Value::Type::context:
            return "context";
        case Value::Type::range:
            return "range";
        case Value::Type::function:
            return "function";
        default:
            break;
    }
    return std::ranges::find(names, value.type(), &Named::type)->name.data();
}

}  // namespace jizhi::feel
