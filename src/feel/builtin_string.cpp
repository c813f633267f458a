#include <unicode/locid.h>
#include <unicode/unistr.h>

#include "feel/builtin.hpp"
#include "feel/scanner.hpp"
#include "kit/limits_feel.hpp"

namespace jizhi::feel {
namespace {

using Kind = Value::Type;

/// Bytes at which code points begin, and the end.
std::vector<std::size_t> starts_of(std::string_view text) {
    std::vector<std::size_t> starts;
    for (std::size_t at = 0; at < text.size(); at += code_point(text, at).bytes)
        starts.push_back(at);
    starts.push_back(text.size());
    return starts;
}

Value substring(Call const& call, Arguments a) {
    auto const& text = a[0].string();
    auto const starts = starts_of(text);
    auto const count = static_cast<std::int64_t>(starts.size()) - 1;
    auto const position = a[1].number().rounded(0, Rounding::down).to_integer();
    if (!position || *position == 0 || *position > count || *position < -count)
        return call.fail("feel.index", "起始位置超出字符串", "the start is outside of the string");
    auto const first = *position > 0 ? *position - 1 : count + *position;
    auto length = count - first;
    if (a.size() > 2 && !a[2].is_null()) {
        auto const wanted = a[2].number().rounded(0, Rounding::down).to_integer();
        if (!wanted || *wanted < 1 || *wanted > length)
            return call.fail("feel.index", "长度超出字符串", "the length is outside of the string");
        length = *wanted;
    }
    auto const from = starts[static_cast<std::size_t>(first)];
    return Value(text.substr(from, starts[static_cast<std::size_t>(first + length)] - from));
}

Value string_length(Call const&, Arguments a) {
    return Value(static_cast<std::int64_t>(starts_of(a[0].string()).size()) - 1);
}

Value upper_case(Call const&, Arguments a) {
    std::string out;
    icu::UnicodeString::fromUTF8(a[0].string()).toUpper(icu::Locale::getRoot()).toUTF8String(out);
    return Value(std::move(out));
}

Value lower_case(Call const&, Arguments a) {
    std::string out;
    icu::UnicodeString::fromUTF8(a[0].string()).toLower(icu::Locale::getRoot()).toUTF8String(out);
    return Value(std::move(out));
}

Value substring_before(Call const&, Arguments a) {
    auto const at = a[0].string().find(a[1].string());
    return Value(at == std::string::npos ? std::string() : a[0].string().substr(0, at));
}

Value substring_after(Call const&, Arguments a) {
    auto const at = a[0].string().find(a[1].string());
    return Value(at == std::string::npos ? std::string()
                                         : a[0].string().substr(at + a[1].string().size()));
}

Value contains(Call const&, Arguments a) {
    return Value(a[0].string().find(a[1].string()) != std::string::npos);
}

Value starts_with(Call const&, Arguments a) {
    return Value(a[0].string().starts_with(a[1].string()));
}
Value ends_with(Call const&, Arguments a) { return Value(a[0].string().ends_with(a[1].string())); }

Value string_join(Call const& call, Arguments a) {
    auto const delimiter = a.size() > 1 && !a[1].is_null() ? a[1].string() : std::string();
    std::string out;
    bool first = true;
    for (auto const& item : a[0].list()) {
        if (item.is_null()) continue;
        if (!item.is(Kind::string)) return call.bad_argument("list");
        if (!first) out += delimiter;
        first = false;
        out += item.string();
        if (out.size() > limit::string_bytes_max)
            return call.fail("feel.too_large", "字符串过长", "the string is too long");
    }
    return Value(std::move(out));
}

/// Spaces at both ends go, and runs of them become one.
Value normalize_space(Call const&, Arguments a) {
    std::string out;
    for (char const c : a[0].string()) {
        bool const space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (!space)
            out += c;
        else if (!out.empty() && out.back() != ' ')
            out += ' ';
    }
    if (!out.empty() && out.back() == ' ') out.pop_back();
    return Value(std::move(out));
}

Value trim(Call const&, Arguments a) {
    auto const& text = a[0].string();
    auto const first = text.find_first_not_of(" \t\r\n");
    if (first == std::string::npos) return Value("");
    return Value(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

constexpr Declaration declarations[] = {
    {"substring", "string:s, start position:n, length?:n", substring},
    {"string length", "string:s", string_length},
    {"upper case", "string:s", upper_case},
    {"lower case", "string:s", lower_case},
    {"substring before", "string:s, match:s", substring_before},
    {"substring after", "string:s, match:s", substring_after},
    {"contains", "string:s, match:s", contains},
    {"starts with", "string:s, match:s", starts_with},
    {"ends with", "string:s, match:s", ends_with},
    {"string join", "list:l, delimiter?:s", string_join},
    {"normalize space", "string:s", normalize_space},
    {"trim", "string:s", trim},
};

}  // namespace

std::span<Declaration const> string_builtins() { return declarations; }

}  // namespace jizhi::feel
