#include "feel/builtin.hpp"
#include "feel/compare.hpp"
#include "feel/temporal.hpp"
#include "value/text.hpp"

namespace jizhi::feel {
namespace {

using Kind = Value::Type;

Value string_of(Call const&, Arguments a) {
    if (a[0].is_null()) return {};
    return Value(to_text(a[0]));
}

Value number_of(Call const& call, Arguments a) {
    auto text = a[0].string();
    auto const separator = [&](std::size_t index) {
        return a.size() > index && !a[index].is_null() ? a[index].string() : std::string();
    };
    auto const grouping = separator(1), point = separator(2);
    bool const known =
        (grouping.empty() || grouping == " " || grouping == "," || grouping == ".") &&
        (point.empty() || point == "," || point == ".");
    if (!known || (!grouping.empty() && grouping == point)) return call.bad_argument("separator");
    if (!grouping.empty()) std::erase(text, grouping[0]);
    if (!point.empty() && point != ".") {
        if (text.find('.') != std::string::npos) return call.bad_argument("from");
        for (char& c : text)
            if (c == point[0]) c = '.';
    }
    if (text.starts_with('+')) return call.bad_argument("from");
    auto const number = Decimal::parse(text.starts_with('.') ? "0" + text : text);
    return number ? Value(*number)
                  : call.fail("feel.number", "不是数字: " + text, "not a number: " + text);
}

Value number_itself(Call const&, Arguments a) { return a[0]; }

/// The same in every respect: a time in a zone is not the same as one with that zone's offset.
Value is(Call const&, Arguments a) {
    if (a[0].type() != a[1].type()) return Value(false);
    if (a[0].is(Kind::time) || a[0].is(Kind::date_time)) return Value(a[0] == a[1]);
    return Value(equal(a[0], a[1]) == true);
}

Value negation(Call const& call, Arguments a) {
    if (a[0].is(Kind::boolean)) return Value(!a[0].boolean());
    return a[0].is_null() ? Value() : call.bad_argument("negand");
}

Value get_or_else(Call const&, Arguments a) { return a[0].is_null() ? a[1] : a[0]; }
Value is_defined(Call const&, Arguments a) { return Value(!a[0].is_null()); }

Value assert_that(Call const& call, Arguments a) {
    if (a[1].is(Kind::boolean) && a[1].boolean()) return a[0];
    auto const cause = a.size() > 2 && a[2].is(Kind::string) ? a[2].string() : std::string();
    return call.fail("feel.assert", cause.empty() ? "断言不成立" : cause,
                     cause.empty() ? "the assertion does not hold" : cause);
}

constexpr Declaration declarations[] = {
    {"string", "from:a", string_of},
    {"number", "from:s", number_of},
    {"number", "from:n", number_itself},
    {"number", "from:s, grouping separator:S, decimal separator?:S", number_of},
    {"is", "value1:a, value2:a", is},
    {"not", "negand:u", negation},
    {"get or else", "value:a, default:a", get_or_else},
    {"is defined", "value:a", is_defined},
    {"assert", "value:a, condition:a, cause?:s", assert_that},
};

}  // namespace

std::span<Declaration const> conversion_builtins() { return declarations; }

}  // namespace jizhi::feel
