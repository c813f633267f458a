#include "feel/builtin.hpp"
#include "feel/regex.hpp"

namespace jizhi::feel {
namespace {

Value bad_pattern(Call const& call, Value const& pattern) {
    return call.fail("feel.pattern", "正则表达式不合规或耗时过长: " + pattern.string(),
                     "the pattern is not allowed or takes too long: " + pattern.string());
}

std::string flags_of(Arguments a, std::size_t index) {
    return a.size() > index && !a[index].is_null() ? a[index].string() : std::string();
}

Value matches(Call const& call, Arguments a) {
    auto const found = regex_matches(a[0].string(), a[1].string(), flags_of(a, 2));
    return found ? Value(*found) : bad_pattern(call, a[1]);
}

Value replace(Call const& call, Arguments a) {
    auto text = regex_replace(a[0].string(), a[1].string(), a[2].string(), flags_of(a, 3));
    return text ? Value(std::move(*text)) : bad_pattern(call, a[1]);
}

Value split(Call const& call, Arguments a) {
    auto const parts = regex_split(a[0].string(), a[1].string());
    if (!parts) return bad_pattern(call, a[1]);
    return Value(List(parts->begin(), parts->end()));
}

constexpr Declaration declarations[] = {
    {"matches", "input:s, pattern:s, flags?:s", matches},
    {"replace", "input:s, pattern:s, replacement:s, flags?:s", replace},
    {"split", "string:s, delimiter:s", split},
};

}  // namespace

std::span<Declaration const> regex_builtins() { return declarations; }

}  // namespace jizhi::feel
