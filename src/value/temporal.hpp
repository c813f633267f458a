#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "value/value.hpp"

namespace jizhi {

/// A date of the proleptic Gregorian calendar taken apart; any year to ±999,999,999.
struct Civil {
    std::int64_t year = 1970;
    int month = 1;  ///< 1..12
    int day = 1;    ///< 1..31
    auto operator<=>(Civil const&) const = default;
};

inline constexpr std::int64_t year_max = 999'999'999;
inline constexpr std::int64_t nanos_per_second = 1'000'000'000;
inline constexpr std::int64_t seconds_per_day = 86'400;
inline constexpr std::int64_t nanos_per_day = seconds_per_day * nanos_per_second;

[[nodiscard]] Day day_of(Civil const& civil);  ///< the civil date must be valid
[[nodiscard]] Civil civil_of(Day day);
[[nodiscard]] bool is_valid(Civil const& civil);
[[nodiscard]] int days_in_month(std::int64_t year, int month);
[[nodiscard]] int weekday_of(Day day);  ///< 1 = Monday … 7 = Sunday
/// The same day of another month, or that month's last; nothing beyond `year_max`.
[[nodiscard]] std::optional<Day> add_months(Day day, std::int64_t months);

// ISO 8601 as in DMN 1.5: "2024-04-07", "09:30:00.5+08:00", "09:30:00@Asia/Shanghai",
// "2024-04-07T09:30:00Z", "P1Y2M", "-P1DT2H3M4.5S". Nothing for any other text.
[[nodiscard]] std::optional<Date> parse_date(std::string_view text);
[[nodiscard]] std::optional<Time> parse_time(std::string_view text);
[[nodiscard]] std::optional<DateTime> parse_date_time(std::string_view text);
[[nodiscard]] std::optional<Value> parse_duration(std::string_view text);  ///< one of the two kinds

[[nodiscard]] std::string to_text(Date date);
[[nodiscard]] std::string chinese_text(Date date);  ///< "2026年1月31日"
[[nodiscard]] std::string to_text(Time const& time);
[[nodiscard]] std::string to_text(DateTime const& date_time);
[[nodiscard]] std::string to_text(DaysDuration duration);
[[nodiscard]] std::string to_text(MonthsDuration duration);

}  // namespace jizhi
