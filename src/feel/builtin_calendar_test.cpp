// Against howardhinnant-date, in the years that it has.
#include <date/date.h>
#include <date/iso_week.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "feel/expression.hpp"

namespace jizhi::feel {
namespace {

/// FEEL over a date `d` and a number of days `n`.
Value evaluated(std::string_view text, Day day, std::int64_t number = 0) {
    Scope scope;
    scope.names = {"d", "n"};
    Environment environment;
    std::vector<Value> const values{Date{day}, number};
    return compile(text, scope)->evaluate(values, environment);
}

date::sys_days theirs(Day day) { return date::sys_days(date::days(static_cast<int>(day))); }

rc::Gen<Day> days() {
    return rc::gen::element(*rc::gen::inRange<Day>(-12'000'000, 11'000'000),
                            *rc::gen::inRange<Day>(-30'000, 30'000));
}

TEST(CalendarBuiltin, weeks_and_days_of_a_year) {
    EXPECT_TRUE(rc::check("as iso_week.h has them", [] {
        auto const day = *days();
        iso_week::year_weeknum_weekday const week{theirs(day)};
        auto const number = static_cast<unsigned>(week.weeknum());
        RC_ASSERT(evaluated("week of year(d)", day) == Value(static_cast<int>(number)));
        date::year_month_day const civil(theirs(day));
        auto const first = date::sys_days(civil.year() / 1 / 1).time_since_epoch().count();
        RC_ASSERT(evaluated("day of year(d)", day) == Value(day - first + 1));
        RC_ASSERT(evaluated("d.weekday", day) ==
                  Value(static_cast<int>(static_cast<unsigned>(week.weekday()))));
    }));
}

TEST(CalendarBuiltin, adding_days_and_counting_them_back) {
    EXPECT_TRUE(rc::check("durations of days", [] {
        auto const day = *days();
        auto const count = *rc::gen::inRange<std::int64_t>(-100'000, 100'000);
        auto const later = evaluated("d + @\"P1D\" * n", day, count);
        RC_ASSERT(later == Value(Date{day + count}));
        RC_ASSERT(evaluated("((d + @\"P1D\" * n) - d) / @\"P1D\"", day, count) == Value(count));
    }));
}

TEST(CalendarBuiltin, adding_months_and_the_last_day) {
    EXPECT_TRUE(rc::check("durations of months", [] {
        auto const day = *days();
        auto const count = *rc::gen::inRange<std::int64_t>(-600, 600);
        auto to = date::year_month_day(theirs(day)) + date::months(static_cast<int>(count));
        date::year_month_day const last(to.year() / to.month() / date::last);
        if (!to.ok()) to = last;
        auto const expected = [](auto const& date) {
            return Value(Date{date::sys_days(date).time_since_epoch().count()});
        };
        RC_ASSERT(evaluated("d + @\"P1M\" * n", day, count) == expected(to));
        RC_ASSERT(evaluated("last day of month(d + @\"P1M\" * n)", day, count) == expected(last));
    }));
}

}  // namespace
}  // namespace jizhi::feel
