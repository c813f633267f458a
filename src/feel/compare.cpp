#include "feel/compare.hpp"

#include <algorithm>

#include "feel/temporal.hpp"

namespace jizhi::feel {
namespace {

using Kind = Value::Type;

bool has_zone(Zone const& zone) { return zone.kind != Zone::Kind::none; }

// The standard compares times by the number of their seconds: fractions do not count.
std::optional<std::strong_ordering> order_times(Time const& a, Time const& b) {
    if (has_zone(a.zone) != has_zone(b.zone)) return std::nullopt;
    return instant_of(a).seconds <=> instant_of(b).seconds;
}

std::optional<std::strong_ordering> order_date_times(DateTime const& a, DateTime const& b) {
    if (has_zone(a.time.zone) != has_zone(b.time.zone)) return std::nullopt;
    return instant_of(a).seconds <=> instant_of(b).seconds;
}

Truth equal_lists(List const& a, List const& b) {
    if (a.size() != b.size()) return false;
    Truth result = true;
    for (std::size_t i = 0; i < a.size(); ++i) {
        auto const same = equal(a[i], b[i]);
        if (same == false) return false;
        if (!same) result = false;
    }
    return result;
}

Truth equal_contexts(Context const& a, Context const& b) {
    if (a.size() != b.size()) return false;
    for (auto const& [key, value] : a.entries()) {
        auto const* other = b.find(key);
        if (other == nullptr || equal(value, *other) != true) return false;
    }
    return true;
}

Truth equal_ranges(Range const& a, Range const& b) {
    if (a.form != b.form) {
        using Form = Range::Form;
        auto const open_end = [](Range const& r, Range const& interval) {
            if (interval.form != Form::interval) return false;
            if (r.form == Form::less || r.form == Form::less_equal)
                return interval.low.is_null() && !interval.low_closed &&
                       interval.high_closed == (r.form == Form::less_equal) &&
                       equal(r.high, interval.high) == true;
            if (r.form == Form::greater || r.form == Form::greater_equal)
                return interval.high.is_null() && !interval.high_closed &&
                       interval.low_closed == (r.form == Form::greater_equal) &&
                       equal(r.low, interval.low) == true;
            return false;
        };
        return open_end(a, b) || open_end(b, a);
    }
    auto const low = equal(a.low, b.low);
    auto const high = equal(a.high, b.high);
    return a.low_closed == b.low_closed && a.high_closed == b.high_closed && low == true &&
           high == true;
}

Truth both(Truth a, Truth b) {
    if (a == false || b == false) return false;
    if (!a || !b) return std::nullopt;
    return true;
}

}  // namespace

Truth equal(Value const& a, Value const& b) {
    if (a.is_null() || b.is_null()) return a.is_null() && b.is_null();
    if (a.type() != b.type()) return std::nullopt;
    switch (a.type()) {
        case Kind::boolean:
            return a.boolean() == b.boolean();
        case Kind::number:
            return a.number() == b.number();
        case Kind::string:
            return a.string() == b.string();
        case Kind::date:
            return a.date() == b.date();
        case Kind::days_duration:
            return a.days_duration() == b.days_duration();
        case Kind::months_duration:
            return a.months_duration() == b.months_duration();
        case Kind::list:
            return equal_lists(a.list(), b.list());
        case Kind::context:
            return equal_contexts(a.context(), b.context());
        case Kind::range:
            return equal_ranges(a.range(), b.range());
        case Kind::function:
            return a.function() == b.function();
        default:
            break;
    }
    auto const ordered = order(a, b);
    return ordered ? Truth(*ordered == std::strong_ordering::equal) : Truth(false);
}

std::optional<std::strong_ordering> order(Value const& a, Value const& b) {
    if (a.type() != b.type()) return std::nullopt;
    switch (a.type()) {
        case Kind::number:
            return a.number() <=> b.number();
        case Kind::string: {
            auto const compared = a.string().compare(b.string());
            return compared <=> 0;
        }
        case Kind::date:
            return a.date() <=> b.date();
        case Kind::time:
            return order_times(a.time(), b.time());
        case Kind::date_time:
            return order_date_times(a.date_time(), b.date_time());
        case Kind::days_duration:
            return a.days_duration() <=> b.days_duration();
        case Kind::months_duration:
            return a.months_duration() <=> b.months_duration();
        default:
            return std::nullopt;
    }
}

std::optional<std::partial_ordering> compared(Value const& a, Value const& b) {
    if (auto const ordered = order(a, b)) return *ordered;
    auto const second = [](Time const& time) { return time.nanos / nanos_per_second; };
    std::strong_ordering local = std::strong_ordering::equal;
    if (a.is(Kind::time) && b.is(Kind::time)) {
        local = second(a.time()) <=> second(b.time());
    } else if (a.is(Kind::date_time) && b.is(Kind::date_time)) {
        local = a.date_time().date <=> b.date_time().date;
        if (local == 0) local = second(a.date_time().time) <=> second(b.date_time().time);
    } else {
        return std::nullopt;
    }
    if (local == 0) return std::partial_ordering::unordered;
    return local;
}

Truth includes(Range const& range, Value const& value) {
    using Form = Range::Form;
    if (range.form == Form::equal) return equal(value, range.low);
    if (range.form == Form::unequal) {
        auto const same = equal(value, range.low);
        return same ? Truth(!*same) : std::nullopt;
    }
    auto const above = [&]() -> Truth {
        auto const ordered = compared(value, range.low);
        if (!ordered) return std::nullopt;
        return range.low_closed ? *ordered >= 0 : *ordered > 0;
    };
    auto const below = [&]() -> Truth {
        auto const ordered = compared(value, range.high);
        if (!ordered) return std::nullopt;
        return range.high_closed ? *ordered <= 0 : *ordered < 0;
    };
    switch (range.form) {
        case Form::less:
        case Form::less_equal:
            return below();
        case Form::greater:
        case Form::greater_equal:
            return above();
        default:
            break;
    }
    if (range.low.is_null() && !range.high.is_null() && !range.low_closed) return below();
    if (range.high.is_null() && !range.low.is_null() && !range.high_closed) return above();
    return both(above(), below());
}

Truth passes(Value const& input, Value const& test) {
    if (test.is(Kind::range)) {
        if (input.is(Kind::range)) return equal(input, test);
        return includes(test.range(), input);
    }
    if (!test.is(Kind::list)) return equal(input, test);
    if (input.is(Kind::list) && equal(input, test) == true) return true;
    return std::any_of(test.list().begin(), test.list().end(), [&](Value const& item) {
        if (item.is(Kind::range) && !input.is(Kind::range))
            return includes(item.range(), input) == true;
        return equal(input, item) == true;
    });
}

}  // namespace jizhi::feel
