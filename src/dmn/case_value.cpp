#include "dmn/case_value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>

#include "dmn/program.hpp"
#include "kit/text.hpp"
#include "value/temporal.hpp"

namespace jizhi::dmn {
namespace {

using Kind = Type::Kind;

std::optional<Value> boolean_of(std::string_view text) {
    auto const word = text::lower(text);
    if (word == "true") return Value(true);
    if (word == "false") return Value(false);
    return std::nullopt;
}

template <class Read>
std::optional<Value> as_value(std::optional<Read> read) {
    return read ? std::optional(Value(std::move(*read))) : std::nullopt;
}

std::optional<Value> duration_of(std::string_view text, Value::Type wanted) {
    auto made = parse_duration(text);
    return made && made->is(wanted) ? made : std::nullopt;
}

/// Nothing where the text does not read as that kind.
std::optional<Value> scalar_of(Kind kind, std::string_view text) {
    auto const bare = text::trim(text);
    switch (kind) {
        case Kind::number:
            return as_value(Decimal::parse(bare));
        case Kind::boolean:
            return boolean_of(bare);
        case Kind::date:
            return as_value(parse_date(bare));
        case Kind::time:
            return as_value(parse_time(bare));
        case Kind::date_time:
            if (auto const at = parse_date_time(bare)) return Value(*at);
            return as_value(parse_date(bare));
        case Kind::days_duration:
            return duration_of(bare, Value::Type::days_duration);
        case Kind::months_duration:
            return duration_of(bare, Value::Type::months_duration);
        default:
            return Value(text);
    }
}

bool has_parts(Kind kind) {
    return kind == Kind::list || kind == Kind::context || kind == Kind::range ||
           kind == Kind::function;
}

}  // namespace

Result<Value> value_of_text(Type const* type, std::string_view text) {
    constexpr std::size_t shown_max = 60;
    auto const kind = type == nullptr ? Kind::any : type->kind;
    if (has_parts(kind))
        return fail("cases.not_in_a_cell", {},
                    fmt::format("表格的一格写不下类型 {}，请改用 JSON Lines", type->name),
                    fmt::format("a cell cannot say a {}; use JSON Lines", type->name));
    if (auto made = scalar_of(kind, text)) return std::move(*made);
    auto const shown = std::string(text.substr(0, shown_max));
    return fail("cases.type", {}, fmt::format("“{}”读不成类型 {}", shown, type->name),
                fmt::format("'{}' does not read as {}", shown, type->name));
}

Value value_of_json(Type const* type, Value value) {
    if (type == nullptr) return value;
    if (type->kind == Kind::list) {
        if (!value.is(Value::Type::list)) return value_of_json(type->element, std::move(value));
        List made;
        made.reserve(value.list().size());
        for (auto const& item : value.list()) made.push_back(value_of_json(type->element, item));
        return made;
    }
    if (type->kind == Kind::context && value.is(Value::Type::context) && !type->fields.empty()) {
        auto made = value.context();
        for (auto const& [name, field] : type->fields)
            if (auto const* found = made.find(name)) made.put(name, value_of_json(field, *found));
        return made;
    }
    if (!value.is(Value::Type::string) || has_parts(type->kind)) return value;
    auto made = scalar_of(type->kind, value.string());
    return made ? std::move(*made) : value;
}

std::vector<Value> values_of_json(Decision const& decision, Context const& inputs) {
    auto values = decision.ordered(inputs);
    auto const& plan = decision.plan();
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = value_of_json(plan.program->units[plan.inputs[i]].type, std::move(values[i]));
    return values;
}

std::vector<std::string> unknown_inputs(Decision const& decision, Context const& inputs) {
    std::vector<std::string> known, unknown;
    for (auto const& input : decision.inputs()) known.push_back(input.name);
    for (auto const& unit : decision.plan().program->units)
        if (unit.element->kind == Element::Kind::input) known.push_back(unit.name);
    for (auto const& [name, value] : inputs.entries()) {
        auto const names_it = [&](std::string const& input) {
            return input == name || input.starts_with(name + ".") || input.ends_with("." + name);
        };
        if (std::ranges::none_of(known, names_it)) unknown.push_back(name);
    }
    return unknown;
}

}  // namespace jizhi::dmn
