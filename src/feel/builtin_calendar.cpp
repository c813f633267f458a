#include "feel/builtin.hpp"
#include "feel/temporal.hpp"

namespace jizhi::feel {
namespace {

using Kind = Value::Type;

std::optional<Date> day(Call const& call, Value const& value) {
    if (value.is(Kind::date)) return value.date();
    if (value.is(Kind::date_time)) return value.date_time().date;
    call.bad_argument("date");
    return std::nullopt;
}

std::int64_t day_number(Date date) {
    return date.day - day_of({civil_of(date.day).year, 1, 1}) + 1;
}

Value day_of_year(Call const& call, Arguments a) {
    auto const date = day(call, a[0]);
    return date ? Value(day_number(*date)) : Value();
}

Value day_of_week(Call const& call, Arguments a) {
    static constexpr char const* names[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                            "Friday", "Saturday", "Sunday"};
    auto const date = day(call, a[0]);
    return date ? Value(names[weekday_of(date->day) - 1]) : Value();
}

Value month_of_year(Call const& call, Arguments a) {
    static constexpr char const* names[] = {"January",   "February", "March",    "April",
                                            "May",       "June",     "July",     "August",
                                            "September", "October",  "November", "December"};
    auto const date = day(call, a[0]);
    return date ? Value(names[civil_of(date->day).month - 1]) : Value();
}

/// ISO 8601: the week belongs to the year that has its Thursday.
Value week_of_year(Call const& call, Arguments a) {
    auto const date = day(call, a[0]);
    if (!date) return {};
    Date const thursday{date->day + 4 - weekday_of(date->day)};
    return Value((day_number(thursday) - 1) / 7 + 1);
}

Value last_day_of_month(Call const& call, Arguments a) {
    auto const date = day(call, a[0]);
    if (!date) return {};
    auto const civil = civil_of(date->day);
    return Date{day_of({civil.year, civil.month, days_in_month(civil.year, civil.month)})};
}

Value failed(Call const& call, Error const& error) {
    return call.fail(error.code, error.zh, error.en);
}

Value add_working_days(Call const& call, Arguments a) {
    auto const count = a[1].number().to_integer();
    auto const& add = call.environment.add_working_days;
    auto const date = day(call, a[0]);
    if (!date) return {};
    if (!count) return call.bad_argument("n");
    if (!add) return call.fail("feel.no_calendar", "此处没有节假日历", "there is no calendar here");
    auto const result = add(*date, *count);
    return result ? Value(*result) : failed(call, result.error());
}

Value working_days_between(Call const& call, Arguments a) {
    auto const& count = call.environment.working_days_between;
    auto const from = day(call, a[0]);
    if (!from) return {};
    auto const to = day(call, a[1]);
    if (!to) return {};
    if (!count)
        return call.fail("feel.no_calendar", "此处没有节假日历", "there is no calendar here");
    auto const result = count(*from, *to);
    return result ? Value(*result) : failed(call, result.error());
}

constexpr Declaration declarations[] = {
    {"day of year", "date:u", day_of_year},
    {"day of week", "date:u", day_of_week},
    {"month of year", "date:u", month_of_year},
    {"week of year", "date:u", week_of_year},
    {"last day of month", "date:u", last_day_of_month},
    {"add working days", "date:u, n:n", add_working_days},
    {"working days between", "from:u, to:u", working_days_between},
};

}  // namespace

std::span<Declaration const> calendar_builtins() { return declarations; }

}  // namespace jizhi::feel
