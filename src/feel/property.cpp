#include "feel/evaluate.hpp"
#include "feel/temporal.hpp"
#include "feel/type.hpp"
#include "kit/limits_feel.hpp"

namespace jizhi::feel {
namespace {

using Kind = Value::Type;

std::optional<Value> date_property(Date date, std::string_view name) {
    auto const civil = civil_of(date.day);
    if (name == "year") return Value(civil.year);
    if (name == "month") return Value(civil.month);
    if (name == "day") return Value(civil.day);
    if (name == "weekday") return Value(weekday_of(date.day));
    return std::nullopt;
}

std::optional<Value> time_property(Time const& time, std::string_view name, std::int64_t local) {
    auto const seconds = time.nanos / nanos_per_second;
    if (name == "hour") return Value(seconds / 3600);
    if (name == "minute") return Value(seconds / 60 % 60);
    if (name == "second") return Value(seconds % 60);
    if (name == "time offset") {
        auto const offset = offset_at(time.zone, local);
        return offset ? Value(DaysDuration{*offset, 0}) : Value();
    }
    if (name == "timezone") return time.zone.kind == Zone::Kind::id ? Value(time.zone.id) : Value();
    return std::nullopt;
}

/// The seconds without their sign and fraction: -PT1.5S has -1 second.
std::optional<Value> duration_property(DaysDuration const& duration, std::string_view name) {
    bool const negative = duration.seconds < 0;
    auto const whole = negative && duration.nanos > 0 ? duration.seconds + 1 : duration.seconds;
    if (name == "days") return Value(whole / seconds_per_day);
    if (name == "hours") return Value(whole / 3600 % 24);
    if (name == "minutes") return Value(whole / 60 % 60);
    if (name == "seconds") return Value(whole % 60);
    return std::nullopt;
}

std::optional<Value> months_property(MonthsDuration duration, std::string_view name) {
    if (name == "years") return Value(duration.months / 12);
    if (name == "months") return Value(duration.months % 12);
    return std::nullopt;
}

std::optional<Value> range_property(Range const& range, std::string_view name) {
    bool const unequal = range.form == Range::Form::unequal;
    if (name == "start") return unequal ? Value() : range.low;
    if (name == "end") return unequal ? Value() : range.high;
    if (name == "start included") return Value(range.low_closed);
    if (name == "end included") return Value(range.high_closed);
    return std::nullopt;
}

std::optional<Value> find(Value const& value, std::string const& name) {
    switch (value.type()) {
        case Kind::context: {
            auto const* found = value.context().find(name);
            return found != nullptr ? std::optional(*found) : std::nullopt;
        }
        case Kind::date:
            return date_property(value.date(), name);
        case Kind::time:
            return time_property(value.time(), name, 0);
        case Kind::date_time: {
            auto const& at = value.date_time();
            if (auto found = date_property(at.date, name)) return found;
            auto const local = at.date.day * seconds_per_day + at.time.nanos / nanos_per_second;
            return time_property(at.time, name, local);
        }
        case Kind::days_duration:
            return duration_property(value.days_duration(), name);
        case Kind::months_duration:
            return months_property(value.months_duration(), name);
        case Kind::range:
            return range_property(value.range(), name);
        default:
            return std::nullopt;
    }
}

}  // namespace

Value property(Value const& value, std::string const& name, Call const& call) {
    if (value.is(Kind::list)) {
        if (!call.work(value.list().size())) return {};
        List found;
        found.reserve(value.list().size());
        for (auto const& item : value.list())
            found.push_back(item.is(Kind::list) ? Value() : find(item, name).value_or(Value()));
        return Value(std::move(found));
    }
    auto found = find(value, name);
    if (found) return std::move(*found);
    return call.with({&value, 1})
        .fail("feel.member", std::string(type_name(value)) + " 没有属性 " + name,
              std::string(type_name(value)) + " has no member " + name);
}

}  // namespace jizhi::feel
