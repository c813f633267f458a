#include "feel/temporal.hpp"

#include <date/tz.h>

#include <chrono>
#include <stdexcept>
#include <string>

namespace jizhi::feel {
namespace {

constexpr std::int64_t era_seconds = 146'097 * seconds_per_day;  // 400 years: the calendar repeats

date::time_zone const* find_zone(std::string const& id) {
    try {
        return date::locate_zone(id);
    } catch (std::runtime_error const&) {
        return nullptr;
    }
}

std::int64_t floor_div(std::int64_t a, std::int64_t b) {
    auto const quotient = a / b;
    return a % b != 0 && (a % b < 0) != (b < 0) ? quotient - 1 : quotient;
}

std::int64_t local_seconds(DateTime const& date_time) {
    return date_time.date.day * seconds_per_day + date_time.time.nanos / nanos_per_second;
}

/// Splits seconds into a date and the time of its day; nothing beyond the years that FEEL knows.
std::optional<DateTime> date_time_of(std::int64_t seconds, std::int64_t nanos, Zone zone) {
    auto const day = floor_div(seconds, seconds_per_day);
    DateTime result;
    result.date.day = day;
    result.time.nanos = (seconds - day * seconds_per_day) * nanos_per_second + nanos;
    result.time.zone = std::move(zone);
    auto const year = civil_of(day).year;
    if (year > year_max || year < -year_max) return std::nullopt;
    return result;
}

}  // namespace

bool zone_exists(Zone const& zone) {
    return zone.kind != Zone::Kind::id || find_zone(zone.id) != nullptr;
}

std::optional<DateTime> parse_day(std::string_view text) {
    constexpr std::size_t zone_sizes[] = {0, 1, 6};  // "", "Z", "+08:00"
    for (auto const size : zone_sizes) {
        if (text.size() < size) continue;
        auto const date = parse_date(text.substr(0, text.size() - size));
        auto const midnight = parse_time("00:00:00" + std::string(text.substr(text.size() - size)));
        if (date && midnight && midnight->zone.kind != Zone::Kind::id)
            return DateTime{*date, *midnight};
    }
    return std::nullopt;
}

Value parse_temporal(std::string_view text) {
    if (auto const day = parse_day(text)) return day->date;
    if (auto time = parse_time(text)) return zone_exists(time->zone) ? Value(*time) : Value();
    if (auto at = parse_date_time(text)) return zone_exists(at->time.zone) ? Value(*at) : Value();
    if (auto duration = parse_duration(text)) return *duration;
    return {};
}

std::optional<std::int64_t> offset_at(Zone const& zone, std::int64_t local) {
    if (zone.kind == Zone::Kind::none) return std::nullopt;
    if (zone.kind == Zone::Kind::offset) return zone.offset_seconds;
    auto const* found = find_zone(zone.id);
    if (found == nullptr) return std::nullopt;
    // The library's years are short: look at the same day of the calendar's cycle near 2000.
    constexpr std::int64_t near_from = -2'208'988'800, near_to = 10'413'792'000;  // 1900..2300
    if (local < near_from || local >= near_to)
        local = 946'684'800 + (local - 946'684'800) -
                floor_div(local - 946'684'800, era_seconds) * era_seconds;
    auto const info = found->get_info(date::local_seconds(std::chrono::seconds(local)));
    return info.first.offset.count();
}

Instant instant_of(DateTime const& date_time) {
    auto const local = local_seconds(date_time);
    return {local - offset_at(date_time.time.zone, local).value_or(0),
            date_time.time.nanos % nanos_per_second};
}

Instant instant_of(Date date) { return {date.day * seconds_per_day, 0}; }

Instant instant_of(Time const& time) {
    DateTime at;
    at.time = time;
    return instant_of(at);
}

DateTime midnight_of(Date date) {
    DateTime at;
    at.date = date;
    at.time.zone.kind = Zone::Kind::offset;
    return at;
}

std::optional<DateTime> plus(DateTime const& date_time, DaysDuration const& duration) {
    auto const nanos = date_time.time.nanos % nanos_per_second + duration.nanos;
    std::int64_t seconds = 0;
    auto const carried = local_seconds(date_time) + nanos / nanos_per_second;
    if (__builtin_add_overflow(carried, duration.seconds, &seconds)) return std::nullopt;
    if (seconds > year_max * 366 * seconds_per_day || seconds < -year_max * 366 * seconds_per_day)
        return std::nullopt;
    return date_time_of(seconds, nanos % nanos_per_second, date_time.time.zone);
}

std::optional<DateTime> plus(DateTime const& date_time, MonthsDuration duration) {
    auto const day = add_months(date_time.date.day, duration.months);
    if (!day) return std::nullopt;
    return DateTime{{*day}, date_time.time};
}

Time plus(Time const& time, DaysDuration const& duration) {
    auto const shift = (duration.seconds % seconds_per_day) * nanos_per_second + duration.nanos;
    auto const nanos = ((time.nanos + shift) % nanos_per_day + nanos_per_day) % nanos_per_day;
    return {nanos, time.zone};
}

std::optional<Date> plus(Date date, MonthsDuration duration) {
    auto const day = add_months(date.day, duration.months);
    if (!day) return std::nullopt;
    return Date{*day};
}

std::optional<DaysDuration> between(Instant const& later, Instant const& earlier) {
    auto nanos = later.nanos - earlier.nanos;
    auto seconds = later.seconds - earlier.seconds;  // both within ±year_max: cannot overflow
    if (nanos < 0) {
        nanos += nanos_per_second;
        --seconds;
    }
    return DaysDuration{seconds, static_cast<std::int32_t>(nanos)};
}

std::optional<DaysDuration> plus(DaysDuration const& a, DaysDuration const& b) {
    auto const nanos = std::int64_t{a.nanos} + b.nanos;
    std::int64_t seconds = 0;
    if (__builtin_add_overflow(a.seconds, b.seconds, &seconds)) return std::nullopt;
    if (__builtin_add_overflow(seconds, nanos / nanos_per_second, &seconds)) return std::nullopt;
    return DaysDuration{seconds, static_cast<std::int32_t>(nanos % nanos_per_second)};
}

std::optional<DaysDuration> negated(DaysDuration const& duration) {
    if (duration.seconds == INT64_MIN) return std::nullopt;
    if (duration.nanos == 0) return DaysDuration{-duration.seconds, 0};
    return DaysDuration{-duration.seconds - 1,
                        static_cast<std::int32_t>(nanos_per_second) - duration.nanos};
}

Decimal seconds_of(DaysDuration const& duration) {
    return *Decimal(duration.seconds).plus(Decimal::scaled(duration.nanos, 9));
}

std::optional<DaysDuration> days_duration_of(Decimal const& seconds) {
    auto const whole = seconds.rounded(0, Rounding::floor);
    auto const count = whole.to_integer();
    if (!count) return std::nullopt;
    auto const nanos = seconds.minus(whole)->rounded(9, Rounding::down).to_scaled(9);
    return DaysDuration{*count, static_cast<std::int32_t>(nanos.value_or(0))};
}

}  // namespace jizhi::feel
