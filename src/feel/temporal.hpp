#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "value/temporal.hpp"
#include "value/value.hpp"

namespace jizhi::feel {

/// A point on the time line: UTC, or local where no zone is known.
struct Instant {
    std::int64_t seconds = 0;
    std::int64_t nanos = 0;  ///< 0..999,999,999
    auto operator<=>(Instant const&) const = default;
};

/// A day as XML Schema writes it, maybe with an offset behind it (2012-03-07Z): its midnight.
[[nodiscard]] std::optional<DateTime> parse_day(std::string_view text);
/// What `@"…"` means: a date, time, date and time or duration; null where it is none of them.
[[nodiscard]] Value parse_temporal(std::string_view text);
[[nodiscard]] bool zone_exists(Zone const& zone);  ///< of an id: known to the tz database
/// Seconds east of UTC at that local second; nothing where there is no zone.
[[nodiscard]] std::optional<std::int64_t> offset_at(Zone const& zone, std::int64_t local_seconds);

[[nodiscard]] Instant instant_of(DateTime const& date_time);  ///< local if there is no zone
[[nodiscard]] Instant instant_of(Date date);                  ///< its midnight in UTC
/// A time is seen on 1970-01-01 for its zone's sake.
[[nodiscard]] Instant instant_of(Time const& time);
[[nodiscard]] DateTime midnight_of(Date date);  ///< in UTC

/// Moves by a duration and keeps the zone; nothing where years end.
[[nodiscard]] std::optional<DateTime> plus(DateTime const& date_time, DaysDuration const& duration);
[[nodiscard]] std::optional<DateTime> plus(DateTime const& date_time, MonthsDuration duration);
[[nodiscard]] Time plus(Time const& time, DaysDuration const& duration);
[[nodiscard]] std::optional<Date> plus(Date date, MonthsDuration duration);
[[nodiscard]] std::optional<DaysDuration> between(Instant const& later, Instant const& earlier);
[[nodiscard]] std::optional<DaysDuration> plus(DaysDuration const& a, DaysDuration const& b);
[[nodiscard]] std::optional<DaysDuration> negated(DaysDuration const& duration);
/// Seconds with their fraction, exact.
[[nodiscard]] Decimal seconds_of(DaysDuration const& duration);
/// Rounded to nanoseconds; nothing out of range.
[[nodiscard]] std::optional<DaysDuration> days_duration_of(Decimal const& seconds);

}  // namespace jizhi::feel
