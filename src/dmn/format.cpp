#include "dmn/format.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdlib>

#include "dmn/table_reader.hpp"
#include "value/json.hpp"
#include "value/temporal.hpp"

namespace jizhi::dmn {
namespace {

constexpr std::array months{"January", "February", "March",     "April",   "May",      "June",
                            "July",    "August",   "September", "October", "November", "December"};

std::string grouped(std::string digits) {
    auto const point = std::min(digits.find('.'), digits.size());
    auto const first = digits.starts_with('-') ? 1U : 0U;
    for (auto at = point; at > first + 3;) {
        at -= 3;
        digits.insert(at, ",");
    }
    return digits;
}

/// With exactly `digits` behind the point: "3.5" -> "3.50".
std::string fixed(Decimal const& n, int digits) {
    auto text = n.rounded(digits, Rounding::half_up).to_string();
    if (text.find('E') != std::string::npos || digits <= 0) return text;
    auto point = text.find('.');
    if (point == std::string::npos) {
        point = text.size();
        text += '.';
    }
    auto const have = text.size() - point - 1;
    if (have < static_cast<std::size_t>(digits))
        text.append(static_cast<std::size_t>(digits) - have, '0');
    return text;
}

std::string plain(Decimal const& n) {
    auto text = n.to_string();
    if (text.find('.') == std::string::npos || text.find('E') != std::string::npos) return text;
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    return text;
}

std::string number(Decimal const& n, Format const& how) {
    auto const text = [&] {
        switch (how.kind) {
            case Format::Kind::money: return grouped(fixed(n, 2));
            case Format::Kind::fixed: return fixed(n, how.digits);
            case Format::Kind::percent: {
                auto const hundredfold = n.times(Decimal(100));
                return (hundredfold ? plain(*hundredfold) : plain(n)) + "%";
            }
            default: return plain(n);
        }
    }();
    if (!how.sign || n.sign() < 0) return text;
    return n.is_zero() ? text : "+" + text;
}

std::string day(Date date, Format const& how, Language language) {
    auto const [year, month, day_of_month] = civil_of(date.day);
    auto const monthly = how.kind == Format::Kind::month;
    if (language == Language::zh)
        return monthly ? fmt::format("{}年{}月", year, month) : chinese_text(date);
    auto const* name = months[static_cast<std::size_t>(month) - 1];
    return monthly ? fmt::format("{} {}", name, year)
                   : fmt::format("{} {} {}", day_of_month, name, year);
}

/// "2年3个月", "1天": only what is not nothing; below a day as it is written.
std::string span(Value const& value, Language language) {
    auto const zh = language == Language::zh;
    auto const part = [&](std::int64_t count, char const* zh_unit, char const* en_unit) {
        if (count == 0) return std::string();
        if (zh) return fmt::format("{}{}", count, zh_unit);
        return fmt::format("{} {}{} ", count, en_unit, std::abs(count) == 1 ? "" : "s");
    };
    std::string text;
    if (value.is(Value::Type::months_duration)) {
        auto const count = value.months_duration().months;
        text = part(count / 12, "年", "year") + part(count % 12, "个月", "month");
        if (text.empty()) text = zh ? "0个月" : "0 months";
        return std::string(trimmed(text));
    }
    constexpr std::int64_t day = 86'400;
    auto const [seconds, nanos] = value.days_duration();
    if (nanos != 0 || seconds % day != 0) return {};
    text = part(seconds / day, "天", "day");
    if (text.empty()) text = zh ? "0天" : "0 days";
    return std::string(trimmed(text));
}

std::string joined(List const& items, Format const& how, Language language,
                   CodeTitle const& code_title) {
    std::string text;
    for (auto const& item : items) {
        if (!text.empty()) text += language == Language::zh ? "、" : ", ";
        text += format(item, how, language, code_title);
    }
    if (text.empty()) return language == Language::zh ? "无" : "none";
    return text;
}

std::string entries(Context const& context, Language language, CodeTitle const& code_title) {
    std::string text;
    for (auto const& [key, value] : context.entries()) {
        if (!text.empty()) text += language == Language::zh ? "，" : ", ";
        text += key + (language == Language::zh ? "：" : ": ") +
                format(value, {}, language, code_title);
    }
    return text;
}

std::string word(std::string const& text, Format const& how, Language language,
                 CodeTitle const& code_title) {
    if (how.kind != Format::Kind::code || !code_title) return text;
    auto const title = code_title(how.dictionary, text);
    if (!title) return text;
    return language == Language::zh ? title->zh : title->en;
}

}  // namespace

Result<Format> parse_format(std::string_view text) {
    Format made;
    auto rest = trimmed(text);
    if (rest.starts_with("signed")) {
        made.sign = true;
        rest = trimmed(std::string_view(rest).substr(6));
    }
    if (rest.empty()) return made;
    if (rest == "money") made.kind = Format::Kind::money;
    else if (rest == "percent") made.kind = Format::Kind::percent;
    else if (rest == "month") made.kind = Format::Kind::month;
    else if (rest.starts_with("fixed ") && rest.size() == 7 && rest[6] >= '0' && rest[6] <= '9') {
        made.kind = Format::Kind::fixed;
        made.digits = rest[6] - '0';
    } else if (rest.starts_with("code ")) {
        made.kind = Format::Kind::code;
        made.dictionary = trimmed(std::string_view(rest).substr(5));
    } else {
        return fail(
            "dmn.format", {},
            fmt::format("不认识的格式“{}”：可用 money、fixed N、signed、percent、month、code 字典",
                        rest),
            fmt::format("unknown format '{}': use money, fixed N, signed, percent, month or code "
                        "DICTIONARY",
                        rest));
    }
    return made;
}

std::string format(Value const& value, Format const& how, Language language,
                   CodeTitle const& code_title) {
    auto const zh = language == Language::zh;
    switch (value.type()) {
        case Value::Type::null: return zh ? "无" : "none";
        case Value::Type::boolean:
            if (zh) return value.boolean() ? "是" : "否";
            return value.boolean() ? "yes" : "no";
        case Value::Type::number: return number(value.number(), how);
        case Value::Type::string: return word(value.string(), how, language, code_title);
        case Value::Type::date: return day(value.date(), how, language);
        case Value::Type::date_time: return day(value.date_time().date, how, language);
        case Value::Type::list: return joined(value.list(), how, language, code_title);
        case Value::Type::context: return entries(value.context(), language, code_title);
        case Value::Type::months_duration:
        case Value::Type::days_duration:
            if (auto text = span(value, language); !text.empty()) return text;
            [[fallthrough]];
        default: {
            auto text = to_json(value);
            if (text.size() > 1 && text.front() == '"') text = text.substr(1, text.size() - 2);
            return text;
        }
    }
}

}  // namespace jizhi::dmn
