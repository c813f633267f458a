#include "kit/text.hpp"
#include "record/cell.hpp"
#include "record/dictionary.hpp"
#include "record/file_value.hpp"
#include "record/identifiers.hpp"
#include "record/reading.hpp"
#include "value/json.hpp"
#include "value/temporal.hpp"
#include "value/text.hpp"

namespace jizhi::record {
namespace {

bool blank(Value const& raw) {
    return raw.is_null() || (raw.is(Value::Type::string) && text::trim(raw.string()).empty());
}

std::string said(Value const& raw) { return to_text(raw); }

Result<Value> wrong(char const* code, std::string zh, std::string en, std::string suggestion = {}) {
    return fail(code, std::move(suggestion), std::move(zh), std::move(en));
}

Result<Value> read_text(Value const& raw) {
    if (raw.is(Value::Type::list) || raw.is(Value::Type::context))
        return wrong("value.text", "应为文字", "must be text");
    auto text = said(raw);
    if (!text::valid_utf8(text) || text.find('\0') != std::string::npos)
        return wrong("value.text", "文字编码有误", "the text is not valid UTF-8");
    return Value(std::string(text::trim(text)));
}

Result<Value> read_number_of(Field const& field, Value const& raw, Reading reading) {
    auto number = raw.is(Value::Type::number) ? std::optional(raw.number()) : std::nullopt;
    if (raw.is(Value::Type::string))
        number = reading == Reading::lenient ? read_number(raw.string())
                                             : Decimal::parse(text::trim(raw.string()));
    if (!number) return wrong("value.number", "应为数字", "must be a number");
    if (!number->to_scaled(field.scale)) {
        auto const digits = std::to_string(field.scale);
        if (field.scale == 0) return wrong("value.integer", "应为整数", "must be a whole number");
        return wrong("value.scale", "最多 " + digits + " 位小数",
                     "has at most " + digits + " decimals",
                     number->rounded(field.scale, Rounding::half_up).to_string());
    }
    return Value(*number);
}

Result<Value> read_boolean(Value const& raw, Reading reading) {
    if (raw.is(Value::Type::boolean)) return raw;
    if (reading == Reading::lenient)
        if (auto const yes = read_yes_no(said(raw))) return Value(*yes);
    return wrong("value.boolean", "应为“是”或“否”", "must be yes or no");
}

Result<Value> read_date_of(Value const& raw, Reading reading) {
    if (raw.is(Value::Type::date)) return raw;
    if (raw.is(Value::Type::date_time)) return Value(raw.date_time().date);
    if (raw.is(Value::Type::number) && reading == Reading::lenient)
        if (auto const date = date_of_serial(raw.number())) return Value(*date);
    if (raw.is(Value::Type::string)) {
        auto const text = text::trim(raw.string());
        auto const date = reading == Reading::lenient ? read_date(text) : parse_date(text);
        auto const year = date ? civil_of(date->day).year : 0;
        // Dates are compared as text in SQL, so the year must have four digits.
        if (date && year >= 1000 && year <= 9999) return Value(*date);
    }
    return wrong("value.date", "应为日期，如 2026-01-05", "must be a date such as 2026-01-05");
}

Result<Value> read_datetime(Value const& raw) {
    auto time = raw.is(Value::Type::date_time) ? std::optional(raw.date_time()) : std::nullopt;
    if (raw.is(Value::Type::string)) time = parse_date_time(text::trim(raw.string()));
    if (!time || time->time.zone.kind == Zone::Kind::id)
        return wrong("value.datetime", "应为日期和时间，如 2026-01-05T09:30:00Z",
                     "must be a date and time such as 2026-01-05T09:30:00Z");
    auto nanos = time->time.nanos - time->time.zone.offset_seconds * nanos_per_second;
    auto day = time->date.day;
    if (nanos < 0) nanos += nanos_per_day, --day;
    if (nanos >= nanos_per_day) nanos -= nanos_per_day, ++day;
    return Value(DateTime{Date{day}, Time{nanos / 1000 * 1000, Zone{Zone::Kind::offset, 0, {}}}});
}

Result<Value> read_code(Value const& raw, Reading reading, Dictionary const* dictionary) {
    if (!raw.is(Value::Type::string) && !raw.is(Value::Type::number))
        return wrong("value.code", "应为代码", "must be a code");
    auto const text = std::string(text::trim(said(raw)));
    if (reading == Reading::exact || dictionary == nullptr) return Value(text);
    if (auto const* code = dictionary->recognise(text)) return Value(code->code);
    std::string offered;
    for (auto const& code : dictionary->codes)
        if (!code.retired && offered.size() < 60)
            offered += (offered.empty() ? "" : "、") + code.title.zh;
    return wrong("value.unknown_code", "“" + text + "”不在“" + dictionary->title.zh + "”中",
                 "\"" + text + "\" is not in \"" + dictionary->title.en + "\"", offered);
}

Result<Value> read_file(Value const& raw) {
    auto const file = FileValue::parse(said(raw));
    if (!file)
        return wrong("value.file", "附件要先上传，再保存记录",
                     "a file is uploaded first, then the record is saved");
    return Value(file->to_text());
}

Result<Value> read_list(Field const& field, Value const& raw, Reading reading,
                        Dictionary const* dictionary) {
    List parts;
    if (raw.is(Value::Type::list)) {
        parts = raw.list();
    } else if (raw.is(Value::Type::string) && reading == Reading::lenient) {
        auto text = text::half_width(raw.string());
        for (auto const* mark : {"、", ";", "，", "；"}) text = text::replace_all(text, mark, ",");
        for (auto const part : text::split(text, ','))
            if (!text::trim(part).empty()) parts.emplace_back(text::trim(part));
    } else {
        return wrong("value.list", "应为列表", "must be a list");
    }
    List read;
    for (auto const& part : parts) {
        auto one =
            field.type == FieldType::codes ? read_code(part, reading, dictionary) : read_file(part);
        if (!one) return one;
        read.push_back(std::move(*one));
    }
    if (read.empty()) return Value();
    return Value(std::move(read));
}

Result<Value> read_geometry(Value const& raw) {
    auto value = raw;
    if (raw.is(Value::Type::string)) value = parse_json(raw.string()).value_or(Value());
    if (!value.is(Value::Type::list) || value.list().empty())
        return wrong("value.geometry", "应为坐标(WGS 84 经度、纬度)",
                     "must be coordinates (WGS 84 longitude, latitude)");
    return value;
}

template <class Read>
Result<Value> read_identifier(Value const& raw, Read const& read) {
    TRY(text, read(said(raw)));
    return Value(std::move(text));
}

}  // namespace

Result<Value> read_value(Field const& field, Value const& raw, Reading reading,
                         Dictionary const* dictionary) {
    if (blank(raw)) return Value();
    switch (field.type) {
        case FieldType::integer:
        case FieldType::decimal:
        case FieldType::money:
            return read_number_of(field, raw, reading);
        case FieldType::boolean:
            return read_boolean(raw, reading);
        case FieldType::date:
            return read_date_of(raw, reading);
        case FieldType::datetime:
            return read_datetime(raw);
        case FieldType::code:
            return read_code(raw, reading, dictionary);
        case FieldType::codes:
        case FieldType::files:
            return read_list(field, raw, reading, dictionary);
        case FieldType::resident_id:
            return read_identifier(raw, read_resident_id);
        case FieldType::phone:
            return read_identifier(raw, read_phone);
        case FieldType::uscc:
            return read_identifier(raw, read_uscc);
        case FieldType::file:
            return read_file(raw);
        case FieldType::point:
        case FieldType::line:
        case FieldType::polygon:
            return read_geometry(raw);
        default:
            return read_text(raw);
    }
}

}  // namespace jizhi::record
