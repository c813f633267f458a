#include "value/temporal.hpp"

#include <gtest/gtest.h>

namespace jizhi {
namespace {

TEST(Civil, counts_days_over_all_years) {
    EXPECT_EQ(day_of({1970, 1, 1}), 0);
    EXPECT_EQ(day_of({2024, 4, 1}), 19814);
    EXPECT_EQ(day_of({2000, 3, 1}), 11017);
    for (std::int64_t const year : {-999'999'999L, -1L, 0L, 1L, 1900L, 2000L, 2024L, 999'999'999L})
        for (int month = 1; month <= 12; ++month) {
            Civil const last{year, month, days_in_month(year, month)};
            EXPECT_EQ(civil_of(day_of(last)), last);
            Civil const next = civil_of(day_of({year, month, 1}) + 27);
            EXPECT_EQ(next.day, 28);
        }
    EXPECT_FALSE(is_valid({2023, 2, 29}));
    EXPECT_TRUE(is_valid({2024, 2, 29}));
    EXPECT_EQ(weekday_of(day_of({2024, 4, 7})), 7);
    EXPECT_EQ(weekday_of(day_of({1969, 12, 29})), 1);
}

TEST(Civil, adds_months_and_stays_in_the_month) {
    EXPECT_EQ(add_months(day_of({2024, 1, 31}), 1), day_of({2024, 2, 29}));
    EXPECT_EQ(add_months(day_of({2024, 3, 31}), -13), day_of({2023, 2, 28}));
    EXPECT_EQ(add_months(day_of({2024, 12, 1}), 1), day_of({2025, 1, 1}));
    EXPECT_FALSE(add_months(day_of({999'999'999, 12, 1}), 1));
    EXPECT_FALSE(add_months(0, INT64_MAX));
}

TEST(Temporal, prints_what_it_reads) {
    for (auto const* text : {"2024-04-07", "-0044-03-15", "999999999-12-31", "-999999999-01-01"})
        EXPECT_EQ(to_text(parse_date(text).value()), text);
    for (auto const* text : {"09:30:00", "23:59:59.5", "00:00:00.000000001Z", "09:30:00+08:00",
                             "09:30:00-02:30:15", "09:30:00@Asia/Shanghai"})
        EXPECT_EQ(to_text(parse_time(text).value()), text);
    EXPECT_EQ(to_text(parse_date_time("2024-04-07T09:30:00Z").value()), "2024-04-07T09:30:00Z");
    EXPECT_EQ(to_text(parse_time("09:30:00+00:00").value()), "09:30:00Z");
}

TEST(Temporal, refuses_what_is_no_date_or_time) {
    for (auto const* text :
         {"", "2024-4-7", "2024-13-01", "2023-02-29", "02024-01-01", "24-01-01", "2024-01-01T",
          " 2024-01-01", "+2024-01-01", "-0000-01-01", "1000000000-01-01"})
        EXPECT_FALSE(parse_date(text)) << text;
    for (auto const* text :
         {"", "9:30:00", "24:00:00", "09:60:00", "09:30:60", "09:30", "09:30:00+19:00", "09:30:00@",
          "09:30:00.", "09:30:00+08", "09:30:00Z@Asia/Shanghai"})
        EXPECT_FALSE(parse_time(text)) << text;
    EXPECT_FALSE(parse_date_time("2024-04-07 09:30:00"));
    EXPECT_FALSE(parse_date_time("2024-04-07T24:00:01"));
    EXPECT_EQ(to_text(parse_date_time("2024-04-07T24:00:00").value()), "2024-04-08T00:00:00");
    EXPECT_FALSE(parse_date_time("2024-04-07"));
}

std::string duration(char const* text) {
    auto const value = parse_duration(text);
    if (!value) return "none";
    return value->is(Value::Type::months_duration) ? to_text(value->months_duration())
                                                   : to_text(value->days_duration());
}

TEST(Temporal, normalises_durations) {
    char const* const cases[][2] = {
        {"P1Y2M", "P1Y2M"},
        {"P26M", "P2Y2M"},
        {"-P1Y", "-P1Y"},
        {"P0Y", "P0M"},
        {"P1D", "P1D"},
        {"PT36H", "P1DT12H"},
        {"-PT0.5S", "-PT0.5S"},
        {"P1DT2H3M4.5S", "P1DT2H3M4.5S"},
        {"PT0S", "PT0S"},
        {"P1Y1D", "none"},
        {"P", "none"},
        {"PT", "none"},
        {"P1DT", "none"},
        {"1D", "none"},
        {"P1H", "none"},
        {"PT1D", "none"},
        {"P1.5Y", "none"},
        {"PT1.5M", "none"},
        {"P1M1Y", "none"},
        {"P1S", "none"},
        {"PT99999999999999999999S", "none"},
        {"-P1DT0.25S", "-P1DT0.25S"},
        {"P1.Y", "none"},
        {"P1.0Y", "none"},
        {"PT1.S", "PT1S"},
    };
    for (auto const& [text, printed] : cases) EXPECT_EQ(duration(text), printed) << text;
    EXPECT_EQ(parse_duration("-PT0.5S")->days_duration(), (DaysDuration{-1, 500'000'000}));
}

}  // namespace
}  // namespace jizhi
