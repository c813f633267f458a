// Against howardhinnant-date, in the years that it has.
#include <date/date.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "value/temporal.hpp"

namespace jizhi {
namespace {

constexpr Day first = -12'687'428;  // -32767-01-01
constexpr Day last = 11'248'737;    // 32767-12-31

rc::Gen<Day> days() {
    return rc::gen::exec([] {
        return *rc::gen::element(*rc::gen::inRange<Day>(first, last + 1),
                                 *rc::gen::inRange<Day>(-800'000, 800'000),
                                 *rc::gen::inRange<Day>(18'000, 24'000));
    });
}

date::sys_days theirs(Day day) { return date::sys_days(date::days(static_cast<int>(day))); }

Day ours(date::year_month_day const& date) {
    return date::sys_days(date).time_since_epoch().count();
}

TEST(CalendarProperty, the_range_is_that_of_the_library) {
    EXPECT_EQ(ours(date::year::min() / 1 / 1), first);
    EXPECT_EQ(ours(date::year::max() / 12 / 31), last);
}

TEST(CalendarProperty, days_and_civil_dates_and_weekdays) {
    EXPECT_TRUE(rc::check("as date.h has them", [] {
        auto const day = *days();
        date::year_month_day const expected(theirs(day));
        auto const civil = civil_of(day);
        RC_ASSERT(civil.year == static_cast<int>(expected.year()));
        RC_ASSERT(civil.month == static_cast<int>(static_cast<unsigned>(expected.month())));
        RC_ASSERT(civil.day == static_cast<int>(static_cast<unsigned>(expected.day())));
        RC_ASSERT(day_of(civil) == day);
        RC_ASSERT(weekday_of(day) == static_cast<int>(date::weekday(theirs(day)).iso_encoding()));
    }));
}

TEST(CalendarProperty, validity_and_lengths_of_months) {
    EXPECT_TRUE(rc::check("as date.h has them", [] {
        auto const year = *rc::gen::inRange(-32'767, 32'768);
        auto const month = *rc::gen::inRange(1, 13), day = *rc::gen::inRange(1, 32);
        date::year_month_day const expected(date::year(year),
                                            date::month(static_cast<unsigned>(month)),
                                            date::day(static_cast<unsigned>(day)));
        RC_ASSERT(is_valid({year, month, day}) == expected.ok());
        auto const end = date::year(year) / date::month(static_cast<unsigned>(month)) / date::last;
        RC_ASSERT(days_in_month(year, month) == static_cast<int>(unsigned{end.day()}));
    }));
}

TEST(CalendarProperty, adding_months_stays_in_the_month) {
    EXPECT_TRUE(rc::check("as date.h adds, cut to the month's last day", [] {
        auto const day = *days();
        auto const months = *rc::gen::inRange(-5'000, 5'000);
        date::year_month_day const from(theirs(day));
        auto const year = static_cast<int>(from.year()) + months / 12;
        RC_PRE(year > -32'766 && year < 32'766);
        auto to = from + date::months(months);
        if (!to.ok()) to = to.year() / to.month() / date::last;
        RC_ASSERT(add_months(day, months) == ours(to));
    }));
}

}  // namespace
}  // namespace jizhi
