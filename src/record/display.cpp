#include "record/display.hpp"

#include <fmt/format.h>

#include "record/cell.hpp"
#include "record/file_value.hpp"
#include "record/table.hpp"
#include "value/temporal.hpp"
#include "value/text.hpp"

namespace jizhi::record {
namespace {

Value both(std::string zh, std::string en) {
    return Title{std::move(zh), std::move(en)}.to_value();
}

/// "1234567.50" -> "1,234,567.50".
std::string grouped(std::string digits) {
    auto const point = digits.find('.');
    auto const first = digits.starts_with('-') ? 1 : 0;
    auto at = static_cast<std::ptrdiff_t>(point == std::string::npos ? digits.size() : point) - 3;
    for (; at > first; at -= 3) digits.insert(static_cast<std::size_t>(at), ",");
    return digits;
}

}  // namespace

std::vector<std::string> const& Display::path(std::string const& region) {
    auto const [found, is_new] = paths_.try_emplace(region);
    if (is_new)
        for (auto const* above : tree_.path(region))
            found->second.insert(found->second.begin(), above->code);
    return found->second;
}

Title Display::title_of_code(Field const& field, std::string const& code,
                             std::string const& region) {
    auto const* dictionary = catalog_.dictionary(field.dictionary, path(region));
    auto const* found = dictionary == nullptr ? nullptr : dictionary->find(code);
    return found == nullptr ? Title{code, code} : found->title;
}

Value Display::of(Field const& field, Value const& value, std::string const& region) {
    if (value.is_null()) return nullptr;
    switch (field.type) {
        case FieldType::boolean:
            return value.boolean() ? both("是", "Yes") : both("否", "No");
        case FieldType::code:
            return title_of_code(field, value.string(), region).to_value();
        case FieldType::codes: {
            Title joined;
            for (auto const& each : value.list()) {
                auto const title = title_of_code(field, each.string_or(""), region);
                joined.zh += (joined.zh.empty() ? "" : "、") + title.zh;
                joined.en += (joined.en.empty() ? "" : ", ") + title.en;
            }
            return joined.to_value();
        }
        case FieldType::region:
            return std::string(tree_.name(value.string()));
        case FieldType::file:
            if (auto const file = FileValue::parse(value.string_or(""))) return file->name;
            return nullptr;
        case FieldType::reference:
            return label_of(field.reference, value.string());
        default:
            return nullptr;
    }
}

std::string Display::text(Field const& field, Value const& value, std::string const& region,
                          std::string_view language) {
    if (value.is_null()) return {};
    auto const shown = of(field, value, region);
    if (shown.is(Value::Type::string)) return shown.string();
    if (shown.is(Value::Type::context)) return shown[language == "en" ? "en" : "zh"].string_or("");
    if (field.type == FieldType::money) return grouped(json_form(field, value).string_or(""));
    if (field.type == FieldType::date && language != "en") return chinese_text(value.date());
    return to_text(json_form(field, value));
}

std::string Display::label(RecordType const& type, Context const& values, std::string const& region,
                           std::string_view language) {
    auto const* field = type.field(type.label);
    auto const* value = field == nullptr ? nullptr : values.find(field->id);
    return value == nullptr ? std::string() : text(*field, *value, region, language);
}

std::string Display::label_of(std::string const& type_id, std::string const& id) {
    auto const [found, is_new] = labels_.try_emplace(type_id + " " + id);
    auto const* type = catalog_.type(type_id);
    auto const* field = type == nullptr ? nullptr : type->field(type->label);
    if (!is_new || field == nullptr || field->sensitive) return found->second;
    sql_.query(fmt::format("SELECT {}, region_code FROM {} WHERE id = ?", sql_name(field->id),
                           type->table()),
               {id}, [&, at = found](store::Row const& row) {
                   at->second =
                       text(*field, from_column(*field, row, 0), std::string(row.text(1)), "zh");
               });
    return found->second;
}

Value Display::row(RecordType const& type, Row const& row) {
    Context values, shown;
    for (auto const& [id, value] : row.values.entries()) {
        auto const* field = type.field(id);
        if (field == nullptr) continue;
        values.put(id, json_form(*field, value));
        if (auto display = of(*field, value, row.region); !display.is_null())
            shown.put(id, std::move(display));
    }
    for (auto const& extra : row.extra) {
        values.put(extra.id, json_form(*extra.field, extra.value));
        if (auto display = of(*extra.field, extra.value, row.region); !display.is_null())
            shown.put(extra.id, std::move(display));
    }
    List differs;
    for (auto const& mark : row.differs) differs.emplace_back(mark);
    Context out{
        {"id", row.id},
        {"version", row.version},
        {"region", Context{{"code", row.region}, {"name", std::string(tree_.name(row.region))}}},
        {"parent_id", row.parent_id.empty() ? Value() : Value(row.parent_id)},
        {"started_on", row.started_on},
        {"ended_on", row.ended_on.empty() ? Value() : Value(row.ended_on)},
        {"label", label(type, row.values, row.region, "zh")},
        {"values", Value(std::move(values))},
        {"display", Value(std::move(shown))},
        {"differs", Value(std::move(differs))}};
    if (auto const* status = type.status.empty() ? nullptr : row.values.find(type.status))
        out.put("status", *status);
    return Value(std::move(out));
}

}  // namespace jizhi::record
