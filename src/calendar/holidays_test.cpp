#include "calendar/holidays.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "value/json.hpp"
#include "value/temporal.hpp"

namespace jizhi::calendar {
namespace {

// April 2024: the 4th to 6th were off (清明), Sunday the 7th was worked.
constexpr Day apr_1 = 19814;
Holidays const spring{{apr_1 + 3, apr_1 + 4, apr_1 + 5}, {apr_1 + 6}, {2024}};

struct Case {
    char const* says;
    int start, count, expected;  // days of April
};

class After : public testing::TestWithParam<Case> {};

TEST_P(After, counts_make_up_days) {
    auto const [says, start, count, expected] = GetParam();
    EXPECT_EQ(spring.after(apr_1 + start - 1, count), apr_1 + expected - 1) << says;
}

INSTANTIATE_TEST_SUITE_P(Holidays, After,
                         testing::Values(Case{"the start does not count", 1, 1, 2},
                                         Case{"the holiday is skipped, the Sunday is worked", 3, 1,
                                              7},
                                         Case{"then the week goes on", 3, 2, 8},
                                         Case{"backwards over the holiday", 8, -2, 3},
                                         Case{"zero is the day itself, even a holiday", 4, 0, 4}));

TEST(Holidays, counts_what_lies_between) {
    EXPECT_EQ(spring.between(apr_1, apr_1 + 7), 4);  // 2, 3, 7, 8
    EXPECT_EQ(spring.between(apr_1 + 7, apr_1), -4);
    EXPECT_EQ(spring.between(apr_1, apr_1), 0);
    EXPECT_EQ(spring.before(apr_1 + 6, 1), apr_1 + 2);
}

TEST(Holidays, refuses_a_count_that_cannot_be_meant) {
    EXPECT_EQ(spring.after(apr_1, 10'001).error().code, "calendar.count_out_of_range");
    EXPECT_EQ(spring.before(apr_1, INT64_MIN).error().code, "calendar.count_out_of_range");
    EXPECT_EQ(spring.between(0, 20'000).error().code, "calendar.span_out_of_range");
}

TEST(Holidays, is_provisional_where_a_year_is_not_announced) {
    EXPECT_FALSE(spring.provisional(apr_1, apr_1 + 200));
    EXPECT_TRUE(spring.provisional(apr_1, apr_1 + 300));
    EXPECT_TRUE(spring.provisional(apr_1 - 300, apr_1));
    EXPECT_TRUE(Holidays{}.works(apr_1));
    EXPECT_FALSE(Holidays{}.works(apr_1 + 6));
}

TEST(Holidays, reads_the_shipped_years) {
    std::ifstream file(JIZHI_SOURCE_DIR "/packs/base/holidays.json");
    std::stringstream text;
    text << file.rdbuf();
    auto const json = parse_json(text.str());
    ASSERT_TRUE(json) << json.error().en;
    auto const holidays = read_holidays(*json);
    ASSERT_TRUE(holidays) << holidays.error().en;
    for (int year = 2004; year <= 2026; ++year) {
        EXPECT_TRUE(holidays->announced(year)) << year;
        EXPECT_FALSE(holidays->works(day_of({year, 10, 1}))) << year;
    }
    EXPECT_FALSE(holidays->announced(2027));
    EXPECT_TRUE(holidays->works(day_of({2024, 4, 7})));
    EXPECT_FALSE(holidays->works(day_of({2026, 2, 23})));
    EXPECT_TRUE(holidays->works(day_of({2026, 2, 28})));
}

TEST(CurrentHolidays, leave_to_whoever_computes_what_was_in_force_when_she_began) {
    CurrentHolidays current;
    auto const before = current.now();
    auto const new_year = day_of({2030, 1, 1});  // a Tuesday
    current.swap(Holidays({new_year}, {}, {2030}));
    EXPECT_TRUE(before->works(new_year));
    EXPECT_FALSE(current.now()->works(new_year));
}

TEST(Holidays, says_what_is_wrong_with_the_data) {
    EXPECT_EQ(read_holidays(parse_json("{}").value()).error().code, "calendar.format");
    auto const bad =
        read_holidays(parse_json(R"({"holidays":{"2024-4-4":"清明"},"workdays":{}})").value());
    EXPECT_EQ(bad.error().where, "holidays.2024-4-4");
    auto const plain =
        read_holidays(parse_json(R"({"holidays":{"2024-04-04":"清明"},"workdays":{}})").value());
    EXPECT_TRUE(plain->announced(2024));
}

}  // namespace
}  // namespace jizhi::calendar
