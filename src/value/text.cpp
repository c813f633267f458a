#include "value/text.hpp"

#include "value/json.hpp"
#include "value/temporal.hpp"

namespace jizhi {
namespace {

enum class Style { plain, literal };

void append(std::string& out, Value const& value, Style style, bool inside);

std::string quoted(std::string_view text) {
    std::string out;
    append_json_string(out, text);
    return out;
}

std::string temporal(std::string text, Style style) {
    return style == Style::literal ? "@\"" + text + "\"" : text;
}

void append_range(std::string& out, Range const& range, Style style) {
    using Form = Range::Form;
    auto const end = [&](char const* operator_text, Value const& value) {
        out += std::string("(") + operator_text + " ";
        append(out, value, style, true);
        out += ")";
    };
    switch (range.form) {
        case Form::less:
            return end("<", range.high);
        case Form::less_equal:
            return end("<=", range.high);
        case Form::greater:
            return end(">", range.low);
        case Form::greater_equal:
            return end(">=", range.low);
        case Form::equal:
            return end("=", range.low);
        case Form::unequal:
            return end("!=", range.low);
        case Form::interval:
            break;
    }
    out += range.low_closed ? "[" : "(";
    append(out, range.low, style, true);
    out += "..";
    append(out, range.high, style, true);
    out += range.high_closed ? "]" : ")";
}

void append_list(std::string& out, List const& list, Style style) {
    out += "[";
    bool first = true;
    for (auto const& item : list) {
        if (!first) out += ", ";
        first = false;
        append(out, item, style, true);
    }
    out += "]";
}

bool plain_key(std::string_view key) {
    auto const letter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
               static_cast<unsigned char>(c) >= 0x80;
    };
    if (key.empty() || !letter(key[0])) return false;
    for (char const c : key)
        if (!letter(c) && c != ' ' && !(c >= '0' && c <= '9')) return false;
    return true;
}

void append_context(std::string& out, Context const& context, Style style) {
    out += "{";
    bool first = true;
    for (auto const& [key, value] : context.entries()) {
        if (!first) out += ", ";
        first = false;
        out += plain_key(key) ? key : quoted(key);
        out += ": ";
        append(out, value, style, true);
    }
    out += "}";
}

void append(std::string& out, Value const& value, Style style, bool inside) {
    switch (value.type()) {
        case Value::Type::null:
            out += "null";
            break;
        case Value::Type::boolean:
            out += value.boolean() ? "true" : "false";
            break;
        case Value::Type::number:
            out += value.number().to_string();
            break;
        case Value::Type::string:
            out += inside || style == Style::literal ? quoted(value.string()) : value.string();
            break;
        case Value::Type::date:
            out += temporal(to_text(value.date()), style);
            break;
        case Value::Type::time:
            out += temporal(to_text(value.time()), style);
            break;
        case Value::Type::date_time:
            out += temporal(to_text(value.date_time()), style);
            break;
        case Value::Type::days_duration:
            out += temporal(to_text(value.days_duration()), style);
            break;
        case Value::Type::months_duration:
            out += temporal(to_text(value.months_duration()), style);
            break;
        case Value::Type::list:
            append_list(out, value.list(), style);
            break;
        case Value::Type::context:
            append_context(out, value.context(), style);
            break;
        case Value::Type::range:
            append_range(out, value.range(), style);
            break;
        case Value::Type::function:
            out += "function";
            break;
    }
}

}  // namespace

std::string to_text(Value const& value) {
    std::string out;
    append(out, value, Style::plain, false);
    return out;
}

std::string to_literal(Value const& value) {
    std::string out;
    append(out, value, Style::literal, false);
    return out;
}

}  // namespace jizhi
