#include "record/field.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "value/temporal.hpp"

namespace jizhi::record {
namespace {

constexpr std::array<std::pair<std::string_view, FieldType>, 21> names{{
    {"text", FieldType::text},
    {"long_text", FieldType::long_text},
    {"integer", FieldType::integer},
    {"decimal", FieldType::decimal},
    {"money", FieldType::money},
    {"boolean", FieldType::boolean},
    {"date", FieldType::date},
    {"datetime", FieldType::datetime},
    {"code", FieldType::code},
    {"codes", FieldType::codes},
    {"reference", FieldType::reference},
    {"region", FieldType::region},
    {"account", FieldType::account},
    {"resident_id", FieldType::resident_id},
    {"phone", FieldType::phone},
    {"uscc", FieldType::uscc},
    {"file", FieldType::file},
    {"files", FieldType::files},
    {"point", FieldType::point},
    {"line", FieldType::line},
    {"polygon", FieldType::polygon},
}};

}  // namespace

Value Title::to_value() const {
    if (empty()) return nullptr;
    return Context{{"zh", zh}, {"en", en}};
}

std::optional<FieldType> field_type(std::string_view name) {
    for (auto const& [text, type] : names)
        if (text == name) return type;
    return {};
}

std::string_view name_of(FieldType type) {
    return names[static_cast<std::size_t>(type)].first;
}

std::optional<DateBound> DateBound::parse(std::string_view text) {
    DateBound bound;
    if (!text.starts_with("today")) {
        auto const date = parse_date(text);
        if (!date) return {};
        bound.date = *date;
        return bound;
    }
    bound.relative = true;
    text.remove_prefix(5);
    if (text.empty()) return bound;
    auto const unit = text.back();
    auto const sign = text.front() == '-' ? -1 : 1;
    if ((text.front() != '-' && text.front() != '+') || text.size() < 3) return {};
    text = text.substr(1, text.size() - 2);
    std::int64_t count = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (error != std::errc() || end != text.data() + text.size() || count > 100'000) return {};
    count *= sign;
    if (unit == 'd') bound.days = count;
    else if (unit == 'm') bound.months = count;
    else if (unit == 'y') bound.months = 12 * count;
    else return {};
    return bound;
}

Date DateBound::on(Date today) const {
    if (!relative) return date;
    return Date{add_months(today.day, months).value_or(today.day) + days};
}

}  // namespace jizhi::record
