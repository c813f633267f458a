#include "dmn/type.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "dmn/static_type.hpp"
#include "kit/limits_dmn.hpp"

namespace jizhi::dmn {
namespace {

constexpr int depth_max = 64;

bool kind_fits(Type::Kind kind, Value const& value) {
    using enum Type::Kind;
    switch (kind) {
        case any: return true;
        case boolean: return value.is(Value::Type::boolean);
        case number: return value.is(Value::Type::number);
        case string: return value.is(Value::Type::string);
        case date: return value.is(Value::Type::date);
        case time: return value.is(Value::Type::time);
        case date_time: return value.is(Value::Type::date_time);
        case days_duration: return value.is(Value::Type::days_duration);
        case months_duration: return value.is(Value::Type::months_duration);
        case list: return value.is(Value::Type::list);
        case context: return value.is(Value::Type::context);
        case range: return value.is(Value::Type::range);
        case function: return value.is(Value::Type::function);
    }
    return false;
}

bool satisfies(std::optional<feel::Expression> const& test, Value const& value,
               feel::Environment& environment) {
    if (!test) return true;
    return test->evaluate(std::span(&value, 1), environment).boolean_or(false);
}

std::optional<Value> coerce_at(Type const* type, Value const& value,
                               feel::Environment& environment, int depth);

std::optional<Value> coerce_list(Type const& type, List const& items,
                                 feel::Environment& environment, int depth) {
    List made;
    made.reserve(items.size());
    for (auto const& item : items) {
        auto fitted = coerce_at(type.element, item, environment, depth);
        if (!fitted || (!item.is_null() && !satisfies(type.allowed, *fitted, environment)))
            return std::nullopt;
        made.push_back(std::move(*fitted));
    }
    Value whole(std::move(made));
    if (!satisfies(type.constraint, whole, environment)) return std::nullopt;
    return whole;
}

std::optional<Value> coerce_context(Type const& type, Value const& value,
                                    feel::Environment& environment, int depth) {
    auto made = value.context();
    for (auto const& [name, field] : type.fields) {
        auto const* entry = made.find(name);
        if (entry == nullptr) {
            return std::nullopt;
        }
        auto fitted = coerce_at(field, *entry, environment, depth);
        if (!fitted) return std::nullopt;
        made.put(name, std::move(*fitted));
    }
    return Value(std::move(made));
}

/// What a range's ends are of, and what a function takes and gives.
bool shape_fits(Type const& type, Value const& value) {
    using enum Type::Kind;
    if (type.kind != range && type.kind != function) return true;
    auto const shape = StaticTypes().of(&type);
    return !shape || feel::conforms(value, *shape);
}

/// A date where a date and time is wanted is its midnight in UTC.
Value midnight(Date date) {
    DateTime at;
    at.date = date;
    at.time.zone.kind = Zone::Kind::offset;
    return at;
}

std::optional<Value> coerce_at(Type const* type, Value const& value,
                               feel::Environment& environment, int depth) {
    if (type == nullptr || value.is_null()) return value;
    if (depth > depth_max) return std::nullopt;
    if (type->kind == Type::Kind::list)
        return value.is(Value::Type::list)
                   ? coerce_list(*type, value.list(), environment, depth + 1)
                   : coerce_list(*type, List{value}, environment, depth + 1);
    auto fitted = value;
    if (!kind_fits(type->kind, value)) {
        // A list of one is its item, but a list of a list of one is not.
        if (value.is(Value::Type::list) && value.list().size() == 1 &&
            !value.list().front().is(Value::Type::list))
            return coerce_at(type, value.list().front(), environment, depth + 1);
        if (type->kind != Type::Kind::date_time || !value.is(Value::Type::date))
            return std::nullopt;
        fitted = midnight(value.date());
    }
    if (type->kind == Type::Kind::context && !type->fields.empty()) {
        auto made = coerce_context(*type, value, environment, depth + 1);
        if (!made) return std::nullopt;
        fitted = std::move(*made);
    }
    if (!shape_fits(*type, fitted)) return std::nullopt;
    if (!satisfies(type->allowed, fitted, environment)) return std::nullopt;
    if (!satisfies(type->constraint, fitted, environment)) return std::nullopt;
    return fitted;
}

struct BuiltIn {
    std::string_view name;
    Type::Kind kind;
};
constexpr std::array built_ins{
    BuiltIn{"boolean", Type::Kind::boolean},
    BuiltIn{"number", Type::Kind::number},
    BuiltIn{"string", Type::Kind::string},
    BuiltIn{"date", Type::Kind::date},
    BuiltIn{"time", Type::Kind::time},
    BuiltIn{"date and time", Type::Kind::date_time},
    BuiltIn{"dateTime", Type::Kind::date_time},
    BuiltIn{"days and time duration", Type::Kind::days_duration},
    BuiltIn{"dayTimeDuration", Type::Kind::days_duration},
    BuiltIn{"years and months duration", Type::Kind::months_duration},
    BuiltIn{"yearMonthDuration", Type::Kind::months_duration},
    BuiltIn{"context", Type::Kind::context},
    BuiltIn{"range", Type::Kind::range},
    BuiltIn{"function", Type::Kind::function},
};

}  // namespace

std::optional<Value> coerce(Type const* type, Value const& value, feel::Environment& environment) {
    return coerce_at(type, value, environment, 0);
}

bool conforms(Type const& type, Value const& value) {
    feel::Environment environment;
    auto const made = coerce(&type, value, environment);
    return made && !value.is_null() && *made == value;
}

void Types::add(Definitions const& definitions, std::string const& prefix) {
    for (auto const& item : definitions.items)
        pending_.emplace(prefix + item.name, Pending{&item, prefix, definitions.source});
}

Type const* Types::built_in(std::string_view name) {
    // Old models write "feel:number" or "xsd:string".
    if (auto const colon = name.find(':'); colon != std::string_view::npos && colon < 6)
        name.remove_prefix(colon + 1);
    if (auto const known = known_.find(name); known != known_.end()) return known->second;
    auto const found = std::ranges::find(built_ins, name, &BuiltIn::name);
    auto const generic = name.substr(0, name.find('<'));
    auto const head = std::ranges::find(built_ins, generic, &BuiltIn::name);
    if (found == built_ins.end() && (head == built_ins.end() || generic == name)) return nullptr;
    auto& type = all_.emplace_back();
    type.kind = found != built_ins.end() ? found->kind : head->kind;
    type.name = name;
    return known_.emplace(std::string(name), &type).first->second;
}

Type const* Types::list_of(Type const* element) {
    auto& type = all_.emplace_back();
    type.kind = Type::Kind::list;
    type.element = element;
    type.name = "list";
    return &type;
}

Type const* Types::range_of(Type const* element) {
    auto& type = all_.emplace_back();
    type.kind = Type::Kind::range;
    type.element = element;
    type.name = "range";
    return &type;
}

Type const* Types::named(std::string const& name, std::string const& prefix) {
    for (auto const& full : {prefix + name, name}) {
        if (auto const known = known_.find(full); known != known_.end()) return known->second;
        auto const found = pending_.find(full);
        if (found == pending_.end()) continue;
        auto const pending = found->second;
        auto& type = all_.emplace_back();  // known before it is built: it may contain itself
        known_.emplace(full, &type);
        if (depth_ >= limit::types_max) {
            too_deep(pending);
            return &type;
        }
        ++depth_;
        build(*pending.item, pending.prefix, &type);
        --depth_;
        return &type;
    }
    return nullptr;
}

void Types::too_deep(Pending const& pending) {
    if (problems_ != nullptr)
        problems_->push_back({"dmn.types_too_deep", pending.where,
                              fmt::format("类型“{}”经过太多层定义，请简化", pending.item->name),
                              fmt::format("the type '{}' is defined through too many others; "
                                          "simplify it", pending.item->name)});
}

Type const* Types::find(std::string_view type_ref, std::string const& prefix,
                        std::string const& where) {
    if (type_ref.empty() || type_ref == "Any" || type_ref == "feel:Any" || type_ref == "Null")
        return nullptr;
    if (auto const* type = named(std::string(type_ref), prefix)) return type;
    if (type_ref == "list") return list_of(nullptr);
    if (type_ref.starts_with("list<") && type_ref.ends_with('>'))
        return list_of(find(type_ref.substr(5, type_ref.size() - 6), prefix, where));
    if (type_ref.starts_with("range<") && type_ref.ends_with('>'))
        return range_of(find(type_ref.substr(6, type_ref.size() - 7), prefix, where));
    if (auto const* type = built_in(type_ref)) return type;
    if (problems_ != nullptr)
        problems_->push_back({"dmn.unknown_type", where,
                              fmt::format("没有名为“{}”的类型", type_ref),
                              fmt::format("there is no type named '{}'", type_ref)});
    return nullptr;
}

Type const* Types::build(ItemDefinition const& item, std::string const& prefix, Type* into) {
    auto* base = into;
    if (item.collection) {
        into->kind = Type::Kind::list;
        base = &all_.emplace_back();
        into->element = base;
    }
    into->name = base->name = item.name;
    if (item.function) {
        base->kind = Type::Kind::function;
        base->element = find(item.type_ref, prefix, item.name);
        for (auto const& each : item.parameters)
            base->parameters.push_back(find(each.type_ref, prefix, item.name));
    } else if (!item.components.empty()) {
        base->kind = Type::Kind::context;
        for (auto const& component : item.components) {
            auto& field = all_.emplace_back();
            base->fields.emplace_back(component.name, build(component, prefix, &field));
        }
    } else if (auto const* found = find(item.type_ref, prefix, item.name)) {
        auto const name = base->name;
        *base = *found;
        base->name = name;
    }
    constrain(item, prefix + item.name, *into);
    return into;
}

void Types::constrain(ItemDefinition const& item, std::string const& where, Type& type) {
    auto const compile = [&](Text const& text, std::optional<feel::Expression>& into) {
        if (text.text.empty()) return;
        auto made = feel::compile_unary_tests(text.text, {});
        if (made) into = std::move(*made);
        else if (problems_ != nullptr) {
            auto error = made.error();
            error.where = fmt::format("{} ({}:{})", where, text.place.line, text.place.column);
            problems_->push_back(std::move(error));
        }
    };
    compile(item.allowed, type.allowed);
    compile(item.constraint, type.constraint);
}

}  // namespace jizhi::dmn
