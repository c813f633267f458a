#include "record/cell.hpp"

#include "record/reading.hpp"
#include "value/json.hpp"
#include "value/temporal.hpp"

namespace jizhi::record {
namespace {

constexpr std::int64_t micros_per_second = 1'000'000;

std::int64_t micros_of(DateTime const& time) {
    auto const seconds = time.date.day * seconds_per_day + time.time.nanos / nanos_per_second;
    return seconds * micros_per_second + time.time.nanos % nanos_per_second / 1000;
}

DateTime date_time_of(std::int64_t micros) {
    constexpr auto per_day = seconds_per_day * micros_per_second;
    auto day = micros / per_day;
    auto rest = micros % per_day;
    if (rest < 0) rest += per_day, --day;
    return DateTime{Date{day}, Time{rest * 1000, Zone{Zone::Kind::offset, 0, {}}}};
}

bool is_json_text(FieldType type) {
    return type == FieldType::codes || type == FieldType::files || type == FieldType::point ||
           type == FieldType::line || type == FieldType::polygon;
}

}  // namespace

store::Bind Cell::bind() const {
    switch (kind) {
        case Kind::null: return nullptr;
        case Kind::integer: return number;
        case Kind::text: return std::string_view(bytes);
        case Kind::blob: return store::BlobView{bytes};
    }
    return nullptr;
}

std::string_view column_type(Field const& field) {
    if (field.sensitive) return "BLOB";
    switch (field.type) {
        case FieldType::integer:
        case FieldType::decimal:
        case FieldType::money:
        case FieldType::boolean:
        case FieldType::datetime: return "BIGINT";
        default: return "TEXT";
    }
}

Cell to_cell(Field const& field, Value const& typed) {
    if (typed.is_null()) return {};
    if (field.is_number()) return Cell::of(typed.number().to_scaled(field.scale).value_or(0));
    if (field.type == FieldType::boolean) return Cell::of(typed.boolean() ? 1 : 0);
    if (field.type == FieldType::datetime) return Cell::of(micros_of(typed.date_time()));
    if (field.type == FieldType::date) return Cell::of(to_text(typed.date()));
    if (is_json_text(field.type)) return Cell::of(to_json(typed));
    return Cell::of(typed.string());
}

Value from_column(Field const& field, store::Row const& row, int column) {
    if (row.null(column)) return nullptr;
    if (field.is_number()) {
        auto const n = row.integer(column);
        return field.scale == 0 ? Decimal(n) : Decimal::scaled(n, field.scale);
    }
    if (field.type == FieldType::boolean) return row.integer(column) != 0;
    if (field.type == FieldType::datetime) return date_time_of(row.integer(column));
    if (field.type == FieldType::date) {
        auto const date = parse_date(row.text(column));
        return date ? Value(*date) : Value();
    }
    if (is_json_text(field.type)) return parse_json(row.text(column)).value_or(Value());
    return row.text(column);
}

Value json_form(Field const& field, Value const& typed) {
    if (typed.is_null()) return nullptr;
    switch (field.type) {
        case FieldType::decimal:
        case FieldType::money:
            return Decimal::scaled(typed.number().to_scaled(field.scale).value_or(0), field.scale)
                .to_string();
        case FieldType::date: return to_text(typed.date());
        case FieldType::datetime: return to_text(typed.date_time());
        default: return typed;
    }
}

std::string canonical(Field const& field, Value const& typed) {
    auto const cell = to_cell(field, typed);
    return cell.kind == Cell::Kind::integer ? std::to_string(cell.number) : cell.bytes;
}

}  // namespace jizhi::record
