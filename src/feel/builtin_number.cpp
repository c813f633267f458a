#include "feel/builtin.hpp"
#include "feel/temporal.hpp"

namespace jizhi::feel {
namespace {

using Kind = Value::Type;

constexpr int scale_min = -6111, scale_max = 6176;  // of decimal128

std::optional<int> scale_of(Value const& value) {
    auto const whole = value.number().rounded(0, Rounding::down).to_integer();
    if (!whole || *whole < scale_min || *whole > scale_max) return std::nullopt;
    return static_cast<int>(*whole);
}

Value rounded(Call const& call, Arguments a, Rounding mode) {
    if (a.size() < 2) return Value(a[0].number().rounded(0, mode));
    if (a[1].is_null()) return call.bad_argument("scale");
    auto const scale = scale_of(a[1]);
    if (!scale) return call.bad_argument("scale");
    return Value(a[0].number().rounded(*scale, mode));
}

template <Rounding Mode>
Value round(Call const& call, Arguments a) {
    return rounded(call, a, Mode);
}

Value absolute(Call const& call, Arguments a) {
    if (a[0].is(Kind::number)) return Value(a[0].number().absolute());
    if (a[0].is(Kind::months_duration)) {
        auto const months = a[0].months_duration().months;
        if (months == INT64_MIN) return call.bad_argument("n");
        return MonthsDuration{months < 0 ? -months : months};
    }
    if (!a[0].is(Kind::days_duration)) return call.bad_argument("n");
    if (a[0].days_duration().seconds >= 0) return a[0];
    auto const turned = negated(a[0].days_duration());
    return turned ? Value(*turned) : call.bad_argument("n");
}

Value or_fail(std::optional<Decimal> const& number, Call const& call) {
    return number ? Value(*number)
                  : call.fail("feel.out_of_range", "对此数没有定义", "not defined for this number");
}

Value modulo(Call const& call, Arguments a) {
    if (a[1].number().is_zero())
        return call.fail("feel.division_by_zero", "除数为零", "division by zero");
    return or_fail(a[0].number().modulo(a[1].number()), call);
}

Value square_root(Call const& call, Arguments a) {
    return or_fail(a[0].number().square_root(), call);
}
Value logarithm(Call const& call, Arguments a) { return or_fail(a[0].number().logarithm(), call); }
Value exponential(Call const& call, Arguments a) {
    return or_fail(a[0].number().exponential(), call);
}

bool divisible_by_two(Value const& value) {
    auto const rest = value.number().modulo(2);
    return rest && rest->is_zero();
}

Value odd(Call const&, Arguments a) {
    return Value(a[0].number().is_integer() && !divisible_by_two(a[0]));
}
Value even(Call const&, Arguments a) {
    return Value(a[0].number().is_integer() && divisible_by_two(a[0]));
}

constexpr Declaration declarations[] = {
    {"decimal", "n:n, scale:n", round<Rounding::half_even>},
    {"floor", "n:n, scale?:n", round<Rounding::floor>},
    {"ceiling", "n:n, scale?:n", round<Rounding::ceiling>},
    {"round up", "n:n, scale?:n", round<Rounding::up>},
    {"round down", "n:n, scale?:n", round<Rounding::down>},
    {"round half up", "n:n, scale?:n", round<Rounding::half_up>},
    {"round half down", "n:n, scale?:n", round<Rounding::half_down>},
    {"round half even", "n:n, scale?:n", round<Rounding::half_even>},
    {"abs", "n:u", absolute},
    {"modulo", "dividend:n, divisor:n", modulo},
    {"sqrt", "number:n", square_root},
    {"log", "number:n", logarithm},
    {"exp", "number:n", exponential},
    {"odd", "number:n", odd},
    {"even", "number:n", even},
};

}  // namespace

std::span<Declaration const> number_builtins() { return declarations; }

}  // namespace jizhi::feel
