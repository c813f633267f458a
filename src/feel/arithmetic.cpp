#include "feel/arithmetic.hpp"

#include "feel/temporal.hpp"
#include "feel/type.hpp"
#include "feel/holding.hpp"
#include "kit/limits_feel.hpp"

namespace jizhi::feel {
namespace {

using Kind = Value::Type;

template <class T>
Value value_or_null(std::optional<T> const& result, Call const& call) {
    if (result) return Value(*result);
    return call.fail("feel.out_of_range", "结果超出范围", "the result is out of range");
}

Value wrong_types(Op op, Value const& a, Value const& b, Call const& call) {
    char const* sign = op == Op::add        ? " + "
                       : op == Op::subtract ? " - "
                       : op == Op::multiply ? " * "
                       : op == Op::divide   ? " / "
                                            : " ** ";
    auto const text = std::string(type_name(a)) + sign + type_name(b);
    return call.fail("feel.type", "不能计算 " + text, "cannot compute " + text);
}

/// Nothing beyond the exponents that the standard allows.
std::optional<Decimal> powered(Decimal const& base, Decimal const& exponent) {
    constexpr std::int64_t exponent_max = 999'999'999;
    if (exponent.absolute() > Decimal(exponent_max)) return std::nullopt;
    return base.power(exponent);
}

Value numbers(Op op, Decimal const& a, Decimal const& b, Call const& call) {
    switch (op) {
        case Op::add:
            return value_or_null(a.plus(b), call);
        case Op::subtract:
            return value_or_null(a.minus(b), call);
        case Op::multiply:
            return value_or_null(a.times(b), call);
        case Op::power:
            return value_or_null(powered(a, b), call);
        default:
            break;
    }
    if (b.is_zero()) return call.fail("feel.division_by_zero", "除数为零", "division by zero");
    return value_or_null(a.over(b), call);
}

Value joined(std::string const& a, std::string const& b, Call const& call) {
    if (a.size() + b.size() > limit::string_bytes_max)
        return call.fail("feel.too_large", "字符串过长", "the string is too long");
    if (holds_too_much(call, a.size() + b.size())) return {};
    return Value(a + b);
}

Value months_of(Decimal const& months, Call const& call) {
    auto const whole = months.rounded(0, Rounding::down).to_integer();
    if (!whole) return value_or_null(std::optional<MonthsDuration>(), call);
    return MonthsDuration{*whole};
}

/// A date as the date and time that it is for subtraction and for adding days.
std::optional<DateTime> as_date_time(Value const& value) {
    if (value.is(Kind::date)) return midnight_of(value.date());
    if (value.is(Kind::date_time)) return value.date_time();
    return std::nullopt;
}

/// point + duration; with `back` point - duration.
std::optional<Value> shifted(Value const& point, Value const& duration, bool back,
                             Call const& call) {
    if (duration.is(Kind::months_duration)) {
        auto const by = duration.months_duration().months;
        if (by == INT64_MIN) return value_or_null(std::optional<Date>(), call);
        MonthsDuration const months{back ? -by : by};
        if (point.is(Kind::date)) return value_or_null(plus(point.date(), months), call);
        if (point.is(Kind::date_time)) return value_or_null(plus(point.date_time(), months), call);
        return std::nullopt;
    }
    auto days = duration.days_duration();
    if (back) {
        auto const turned = negated(days);
        if (!turned) return value_or_null(std::optional<Date>(), call);
        days = *turned;
    }
    if (point.is(Kind::time)) return Value(plus(point.time(), days));
    auto const from = as_date_time(point);
    if (!from) return std::nullopt;
    auto const to = plus(*from, days);
    if (to && point.is(Kind::date)) return Value(to->date);
    return value_or_null(to, call);
}

std::optional<Value> added_durations(Value const& a, Value const& b, bool back, Call const& call) {
    if (a.is(Kind::months_duration)) {
        std::int64_t total = 0;
        auto const x = a.months_duration().months, y = b.months_duration().months;
        bool const over =
            back ? __builtin_sub_overflow(x, y, &total) : __builtin_add_overflow(x, y, &total);
        return value_or_null(over ? std::nullopt : std::optional(MonthsDuration{total}), call);
    }
    auto const second = back ? negated(b.days_duration()) : std::optional(b.days_duration());
    return value_or_null(second ? plus(a.days_duration(), *second) : std::nullopt, call);
}

bool is_duration(Value const& value) {
    return value.is(Kind::days_duration) || value.is(Kind::months_duration);
}

std::optional<Value> sum(Value const& a, Value const& b, Call const& call) {
    if (a.is(Kind::string) && b.is(Kind::string)) return joined(a.string(), b.string(), call);
    if (is_duration(a) && a.type() == b.type()) return added_durations(a, b, false, call);
    if (is_duration(b)) return shifted(a, b, false, call);
    if (is_duration(a)) return shifted(b, a, false, call);
    return std::nullopt;
}

bool has_zone(Zone const& zone) { return zone.kind != Zone::Kind::none; }

std::optional<Value> difference(Value const& a, Value const& b, Call const& call) {
    if (is_duration(a) && a.type() == b.type()) return added_durations(a, b, true, call);
    if (is_duration(b)) return shifted(a, b, true, call);
    if (a.is(Kind::time) && b.is(Kind::time)) {
        if (has_zone(a.time().zone) != has_zone(b.time().zone)) return std::nullopt;
        return value_or_null(between(instant_of(a.time()), instant_of(b.time())), call);
    }
    auto const later = as_date_time(a), earlier = as_date_time(b);
    if (!later || !earlier) return std::nullopt;
    if (has_zone(later->time.zone) != has_zone(earlier->time.zone)) return std::nullopt;
    return value_or_null(between(instant_of(*later), instant_of(*earlier)), call);
}

std::optional<Value> product(Value const& a, Value const& b, Call const& call) {
    if (a.is(Kind::number)) return is_duration(b) ? product(b, a, call) : std::nullopt;
    if (!b.is(Kind::number)) return std::nullopt;
    if (a.is(Kind::months_duration)) {
        auto const months = Decimal(a.months_duration().months).times(b.number());
        return months ? months_of(*months, call) : value_or_null(months, call);
    }
    if (!a.is(Kind::days_duration)) return std::nullopt;
    auto const seconds = seconds_of(a.days_duration()).times(b.number());
    return value_or_null(seconds ? days_duration_of(*seconds) : std::nullopt, call);
}

std::optional<Value> quotient(Value const& a, Value const& b, Call const& call) {
    if (!is_duration(a) || (!b.is(Kind::number) && a.type() != b.type())) return std::nullopt;
    bool const months = a.is(Kind::months_duration);
    auto const amount = [&](Value const& value) {
        if (value.is(Kind::number)) return value.number();
        return months ? Decimal(value.months_duration().months) : seconds_of(value.days_duration());
    };
    auto const divisor = amount(b);
    if (divisor.is_zero())
        return call.fail("feel.division_by_zero", "除数为零", "division by zero");
    auto const result = amount(a).over(divisor);
    if (!result || !b.is(Kind::number)) return value_or_null(result, call);
    if (months) return months_of(*result, call);
    return value_or_null(days_duration_of(*result), call);
}

}  // namespace

Value calculate(Op op, Value const& a, Value const& b, Call const& at) {
    auto const call = at.with(a, b);
    if (a.is(Kind::number) && b.is(Kind::number)) return numbers(op, a.number(), b.number(), call);
    std::optional<Value> result;
    if (op == Op::add) result = sum(a, b, call);
    if (op == Op::subtract) result = difference(a, b, call);
    if (op == Op::multiply) result = product(a, b, call);
    if (op == Op::divide) result = quotient(a, b, call);
    return result ? *result : wrong_types(op, a, b, call);
}

Value negate(Value const& value, Call const& at) {
    auto const call = at.with({&value, 1});
    if (value.is(Kind::number)) return Value(value.number().negated());
    if (value.is(Kind::days_duration)) return value_or_null(negated(value.days_duration()), call);
    if (value.is(Kind::months_duration) && value.months_duration().months != INT64_MIN)
        return MonthsDuration{-value.months_duration().months};
    return call.fail("feel.type", std::string("不能取负: ") + type_name(value),
                     std::string("cannot negate a ") + type_name(value));
}

}  // namespace jizhi::feel
