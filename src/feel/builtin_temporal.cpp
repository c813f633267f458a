#include "feel/builtin.hpp"
#include "feel/temporal.hpp"

namespace jizhi::feel {
namespace {

using Kind = Value::Type;

Value no_date(Call const& call, std::string_view zh, std::string_view en) {
    return call.fail("feel.temporal", zh, en);
}
Value bad_text(Call const& call, Value const& text) {
    return no_date(call, "格式不对: " + text.string(), "not in the right format: " + text.string());
}

Value date_from(Call const& call, Arguments a) {
    if (a[0].is(Kind::date)) return a[0];
    if (a[0].is(Kind::date_time)) return a[0].date_time().date;
    if (!a[0].is(Kind::string)) return call.bad_argument("from");
    auto const day = parse_day(a[0].string());
    return day ? Value(day->date) : bad_text(call, a[0]);
}

Value date_of_parts(Call const& call, Arguments a) {
    auto const year = a[0].number().to_integer();
    auto const month = a[1].number().to_integer();
    auto const day = a[2].number().to_integer();
    bool const small = year && month && day && *month > 0 && *month < 13 && *day > 0 && *day < 32;
    if (!small) return no_date(call, "没有这一天", "there is no such day");
    Civil const civil{*year, static_cast<int>(*month), static_cast<int>(*day)};
    if (!is_valid(civil)) return no_date(call, "没有这一天", "there is no such day");
    return Date{day_of(civil)};
}

Value date_time_from(Call const& call, Arguments a) {
    if (a[0].is(Kind::date_time)) return a[0];
    if (a[0].is(Kind::date)) return midnight_of(a[0].date());
    if (!a[0].is(Kind::string)) return call.bad_argument("from");
    if (auto const day = parse_day(a[0].string())) return *day;
    auto const at = parse_date_time(a[0].string());
    return at && zone_exists(at->time.zone) ? Value(*at) : bad_text(call, a[0]);
}

Value date_time_of(Call const& call, Arguments a) {
    DateTime at;
    if (a[0].is(Kind::date))
        at.date = a[0].date();
    else if (a[0].is(Kind::date_time))
        at.date = a[0].date_time().date;
    else
        return call.bad_argument("date");
    at.time = a[1].time();
    return at;
}

Value date_time_in_zone(Call const& call, Arguments a) {
    auto at = a[0].is(Kind::date)        ? midnight_of(a[0].date())
              : a[0].is(Kind::date_time) ? a[0].date_time()
                                         : DateTime();
    if (!a[0].is(Kind::date) && !a[0].is(Kind::date_time)) return call.bad_argument("date");
    auto const zone = parse_time("00:00:00@" + a[1].string());
    if (!zone || !zone_exists(zone->zone)) return call.bad_argument("timezone");
    at.time.zone = zone->zone;
    return at;
}

Value time_from(Call const& call, Arguments a) {
    if (a[0].is(Kind::time)) return a[0];
    if (a[0].is(Kind::date_time)) return a[0].date_time().time;
    if (a[0].is(Kind::date)) return midnight_of(a[0].date()).time;
    if (!a[0].is(Kind::string)) return call.bad_argument("from");
    auto const time = parse_time(a[0].string());
    return time && zone_exists(time->zone) ? Value(*time) : bad_text(call, a[0]);
}

Value time_of_parts(Call const& call, Arguments a) {
    auto const hour = a[0].number().to_integer();
    auto const minute = a[1].number().to_integer();
    auto const nanos = a[2].number().rounded(9, Rounding::down).to_scaled(9);
    if (!hour || !minute || !nanos || *hour < 0 || *hour > 23 || *minute < 0 || *minute > 59 ||
        *nanos < 0 || *nanos >= 60 * nanos_per_second)
        return no_date(call, "没有这个时间", "there is no such time");
    Time time;
    time.nanos = (*hour * 3600 + *minute * 60) * nanos_per_second + *nanos;
    if (a.size() < 4 || a[3].is_null()) return time;
    auto const offset = a[3].days_duration();
    constexpr std::int64_t offset_max = 18 * 3600;
    if (offset.nanos != 0 || offset.seconds > offset_max || offset.seconds < -offset_max)
        return call.bad_argument("offset");
    time.zone.kind = Zone::Kind::offset;
    time.zone.offset_seconds = static_cast<std::int32_t>(offset.seconds);
    return time;
}

Value duration_from(Call const& call, Arguments a) {
    if (a[0].is(Kind::days_duration) || a[0].is(Kind::months_duration)) return a[0];
    if (!a[0].is(Kind::string)) return call.bad_argument("from");
    auto const duration = parse_duration(a[0].string());
    return duration ? *duration : bad_text(call, a[0]);
}

std::optional<DateTime> point(Value const& value) {
    if (value.is(Kind::date)) return midnight_of(value.date());
    if (value.is(Kind::date_time)) return value.date_time();
    return std::nullopt;
}

/// Whole months from one day to the other, towards zero; the time of day does not count.
Value months_between(Call const& call, Arguments a) {
    auto const from = point(a[0]), to = point(a[1]);
    if (!from) return call.bad_argument("from");
    if (!to) return call.bad_argument("to");
    auto const first = civil_of(from->date.day), last = civil_of(to->date.day);
    auto months = (last.year - first.year) * 12 + last.month - first.month;
    if (months > 0 && last.day < first.day) --months;
    if (months < 0 && last.day > first.day) ++months;
    return MonthsDuration{months};
}

Value now(Call const& call, Arguments) {
    auto const micros = call.environment.now;
    auto const at = plus(midnight_of(Date{0}), DaysDuration{micros / 1'000'000, 0});
    if (!at) return {};
    auto result = *at;
    result.time.nanos += micros % 1'000'000 * 1000;
    return result;
}

Value today(Call const& call, Arguments) { return call.environment.today; }

constexpr Declaration declarations[] = {
    {"date", "from:u", date_from},
    {"date", "year:n, month:n, day:n", date_of_parts},
    {"date and time", "from:u", date_time_from},
    {"date and time", "date:u, time:t", date_time_of},
    {"date and time", "date:u, timezone:s", date_time_in_zone},
    {"time", "from:u", time_from},
    {"time", "hour:n, minute:n, second:n, offset?:y", time_of_parts},
    {"duration", "from:u", duration_from},
    {"years and months duration", "from:u, to:u", months_between},
    {"now", "", now},
    {"today", "", today},
};

}  // namespace

std::span<Declaration const> temporal_builtins() { return declarations; }

}  // namespace jizhi::feel
