#include "value/temporal.hpp"

#include <fmt/format.h>

#include <cassert>

namespace jizhi {
namespace {

constexpr Day day_min = -365'242'500'000 - 719'528;  // a little outside ±year_max: cheap to test
constexpr int offset_hours_max = 18;
constexpr std::size_t zone_id_chars_max = 64;

/// Reads a text from the left; every step says whether it could.
class Reader {
public:
    explicit Reader(std::string_view text) : text_(text) {}
    [[nodiscard]] bool done() const { return at_ == text_.size(); }
    [[nodiscard]] char peek() const { return done() ? '\0' : text_[at_]; }
    bool take(char c) {
        if (peek() != c || done()) return false;
        ++at_;
        return true;
    }
    /// Between `least` and `most` digits as a number.
    std::optional<std::int64_t> digits(std::size_t least, std::size_t most) {
        auto const start = at_;
        std::int64_t value = 0;
        while (at_ - start < most && peek() >= '0' && peek() <= '9')
            value = value * 10 + (text_[at_++] - '0');
        count_ = at_ - start;
        if (count_ < least) return std::nullopt;
        return value;
    }
    [[nodiscard]] std::size_t count() const { return count_; }  ///< digits read last
    [[nodiscard]] std::string_view rest() const { return text_.substr(at_); }

private:
    std::string_view text_;
    std::size_t at_ = 0, count_ = 0;
};

std::optional<std::int64_t> read_fraction(Reader& in, std::size_t least) {
    if (!in.take('.')) return 0;
    auto nanos = in.digits(least, 9);
    if (!nanos) return std::nullopt;
    for (auto n = in.count(); n < 9; ++n) *nanos *= 10;
    in.digits(0, 18);  // finer than a nanosecond: dropped
    return nanos;
}

std::optional<Date> read_date(Reader& in) {
    bool const negative = in.take('-');
    bool const padded = in.peek() == '0';
    auto const year = in.digits(4, 9);
    if (!year || (padded && in.count() > 4) || (negative && *year == 0)) return std::nullopt;
    if (!in.take('-')) return std::nullopt;
    auto const month = in.digits(2, 2);
    if (!month || !in.take('-')) return std::nullopt;
    auto const day = in.digits(2, 2);
    if (!day) return std::nullopt;
    Civil const civil{negative ? -*year : *year, static_cast<int>(*month), static_cast<int>(*day)};
    if (!is_valid(civil)) return std::nullopt;
    return Date{day_of(civil)};
}

std::optional<Zone> read_offset(Reader& in) {
    int const sign = in.take('-') ? -1 : 1;
    if (sign > 0) in.take('+');
    auto const hours = in.digits(2, 2);
    if (!hours || *hours > offset_hours_max || !in.take(':')) return std::nullopt;
    auto const minutes = in.digits(2, 2);
    if (!minutes || *minutes > 59) return std::nullopt;
    std::optional<std::int64_t> seconds = 0;
    if (in.take(':')) seconds = in.digits(2, 2);
    if (!seconds || *seconds > 59) return std::nullopt;
    auto const total = *hours * 3600 + *minutes * 60 + *seconds;
    if (total > offset_hours_max * 3600) return std::nullopt;
    return Zone{
        .kind = Zone::Kind::offset, .offset_seconds = sign * static_cast<int>(total), .id = {}};
}

std::optional<Zone> read_zone(Reader& in) {
    if (in.done()) return Zone{};
    if (in.take('Z') || in.take('z'))
        return Zone{.kind = Zone::Kind::offset, .offset_seconds = 0, .id = {}};
    if (in.peek() == '+' || in.peek() == '-') return read_offset(in);
    if (!in.take('@') || in.done() || in.rest().size() > zone_id_chars_max) return std::nullopt;
    for (char const c : in.rest()) {
        bool const word = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                          (c >= '0' && c <= '9') || c == '/' || c == '_' || c == '-' || c == '+';
        if (!word) return std::nullopt;
    }
    Zone zone{.kind = Zone::Kind::id, .offset_seconds = 0, .id = std::string(in.rest())};
    while (!in.done()) in.take(in.peek());
    return zone;
}

std::optional<Time> read_time(Reader& in) {
    auto const hour = in.digits(2, 2);
    if (!hour || *hour > 24 || !in.take(':')) return std::nullopt;
    auto const minute = in.digits(2, 2);
    if (!minute || *minute > 59 || !in.take(':')) return std::nullopt;
    auto const second = in.digits(2, 2);
    if (!second || *second > 59) return std::nullopt;
    auto const nanos = read_fraction(in, 1);
    if (!nanos) return std::nullopt;
    auto zone = read_zone(in);
    if (!zone) return std::nullopt;
    auto const seconds = *hour * 3600 + *minute * 60 + *second;
    return Time{.nanos = seconds * nanos_per_second + *nanos, .zone = std::move(*zone)};
}

/// One "12M" of a duration: the number stays where its letter is another.
struct Amounts {
    std::int64_t years = 0, months = 0, days = 0, hours = 0, minutes = 0, seconds = 0, nanos = 0;
    bool any_months = false, any_days = false, valid = false;
};

Amounts read_amounts(Reader& in) {
    Amounts a;
    std::string_view letters = "YMDTHMS";
    bool in_time = false, after_t = false;
    while (!in.done()) {
        if (in.take('T')) {
            if (in_time) return a;
            in_time = after_t = true;
            letters = "HMS";
            continue;
        }
        auto const number = in.digits(1, 18);
        if (!number) return a;
        bool const has_point = in.peek() == '.';
        auto const nanos = read_fraction(in, 0);
        if (!nanos) return a;
        char const letter = in.peek();
        auto const place = letters.find(letter);
        if (place == std::string_view::npos || letter == 'T' || !in.take(letter)) return a;
        if (!in_time && place > 2) return a;
        letters.remove_prefix(place + 1);
        after_t = false;
        if (has_point && !(in_time && letter == 'S')) return a;
        (in_time || letter == 'D' ? a.any_days : a.any_months) = true;
        if (letter == 'Y') a.years = *number;
        if (letter == 'M') (in_time ? a.minutes : a.months) = *number;
        if (letter == 'D') a.days = *number;
        if (letter == 'H') a.hours = *number;
        if (letter == 'S') {
            a.seconds = *number;
            a.nanos = *nanos;
        }
    }
    a.valid = !after_t && a.any_days != a.any_months;
    return a;
}

/// a·b + c, or nothing when that leaves 63 bits.
std::optional<std::int64_t> multiply_add(std::int64_t a, std::int64_t b, std::int64_t c) {
    std::int64_t product = 0, total = 0;
    if (__builtin_mul_overflow(a, b, &product) || __builtin_add_overflow(product, c, &total))
        return std::nullopt;
    return total;
}

std::string fraction_text(std::int64_t nanos) {
    if (nanos == 0) return {};
    auto text = fmt::format(".{:09}", nanos);
    text.erase(text.find_last_not_of('0') + 1);
    return text;
}

std::string zone_text(Zone const& zone) {
    if (zone.kind == Zone::Kind::none) return {};
    if (zone.kind == Zone::Kind::id) return "@" + zone.id;
    if (zone.offset_seconds == 0) return "Z";
    auto const size = zone.offset_seconds < 0 ? -zone.offset_seconds : zone.offset_seconds;
    auto text = fmt::format("{}{:02}:{:02}", zone.offset_seconds < 0 ? '-' : '+', size / 3600,
                            size / 60 % 60);
    if (size % 60 != 0) text += fmt::format(":{:02}", size % 60);
    return text;
}

}  // namespace

// Days are counted in eras of 400 years that start on 1 March, so that the leap day comes last.
Day day_of(Civil const& civil) {
    assert(is_valid(civil));
    auto const year = civil.year - (civil.month <= 2 ? 1 : 0);
    auto const era = (year >= 0 ? year : year - 399) / 400;
    auto const year_of_era = year - era * 400;
    auto const month = (civil.month + 9) % 12;
    auto const day_of_year = (153 * month + 2) / 5 + civil.day - 1;
    auto const day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146'097 + day_of_era - 719'468;
}

Civil civil_of(Day day) {
    day += 719'468;
    auto const era = (day >= 0 ? day : day - 146'096) / 146'097;
    auto const day_of_era = day - era * 146'097;
    auto const year_of_era =
        (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
    auto const day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    auto const month = (5 * day_of_year + 2) / 153;
    auto const civil_month = static_cast<int>(month < 10 ? month + 3 : month - 9);
    auto const year = year_of_era + era * 400 + (civil_month <= 2 ? 1 : 0);
    return {year, civil_month, static_cast<int>(day_of_year - (153 * month + 2) / 5 + 1)};
}

int days_in_month(std::int64_t year, int month) {
    bool const leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    if (month == 2) return leap ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

bool is_valid(Civil const& civil) {
    return civil.year >= -year_max && civil.year <= year_max && civil.month >= 1 &&
           civil.month <= 12 && civil.day >= 1 &&
           civil.day <= days_in_month(civil.year, civil.month);
}

int weekday_of(Day day) { return static_cast<int>(((day + 3) % 7 + 7) % 7) + 1; }

std::optional<Day> add_months(Day day, std::int64_t months) {
    if (day < day_min || day > -day_min) return std::nullopt;
    if (months > 24 * year_max || months < -24 * year_max) return std::nullopt;
    auto civil = civil_of(day);
    auto const total = civil.year * 12 + (civil.month - 1) + months;
    civil.year = (total >= 0 ? total : total - 11) / 12;
    civil.month = static_cast<int>(total - civil.year * 12) + 1;
    civil.day = std::min(civil.day, days_in_month(civil.year, civil.month));
    if (!is_valid(civil)) return std::nullopt;
    return day_of(civil);
}

std::optional<Date> parse_date(std::string_view text) {
    Reader in(text);
    auto const date = read_date(in);
    return in.done() ? date : std::nullopt;
}

std::optional<Time> parse_time(std::string_view text) {
    Reader in(text);
    auto time = read_time(in);
    return in.done() && time && time->nanos < nanos_per_day ? time : std::nullopt;
}

std::optional<DateTime> parse_date_time(std::string_view text) {
    Reader in(text);
    auto const date = read_date(in);
    if (!date || !in.take('T')) return std::nullopt;
    auto time = read_time(in);
    if (!time || !in.done() || time->nanos > nanos_per_day) return std::nullopt;
    if (time->nanos < nanos_per_day) return DateTime{*date, std::move(*time)};
    time->nanos = 0;  // 24:00:00 is the next day's midnight
    if (civil_of(date->day + 1).year > year_max) return std::nullopt;
    return DateTime{{date->day + 1}, std::move(*time)};
}

std::optional<Value> parse_duration(std::string_view text) {
    Reader in(text);
    bool const negative = in.take('-');
    if (!in.take('P')) return std::nullopt;
    auto const a = read_amounts(in);
    if (!a.valid) return std::nullopt;
    if (a.any_months) {
        auto const months = multiply_add(a.years, 12, a.months);
        if (!months) return std::nullopt;
        return MonthsDuration{negative ? -*months : *months};
    }
    auto total = multiply_add(a.days, 24, a.hours);
    if (total) total = multiply_add(*total, 60, a.minutes);
    if (total) total = multiply_add(*total, 60, a.seconds);
    if (!total) return std::nullopt;
    auto const nanos = static_cast<std::int32_t>(a.nanos);
    if (!negative) return DaysDuration{*total, nanos};
    if (nanos == 0) return DaysDuration{-*total, 0};
    return DaysDuration{-*total - 1, static_cast<std::int32_t>(nanos_per_second) - nanos};
}

std::string chinese_text(Date date) {
    auto const civil = civil_of(date.day);
    return fmt::format("{}年{}月{}日", civil.year, civil.month, civil.day);
}

std::string to_text(Date date) {
    auto const civil = civil_of(date.day);
    if (civil.year >= 0 && civil.year <= 9999) {  // written many times for a row of an import
        auto const digit = [](std::int64_t n) { return static_cast<char>('0' + n % 10); };
        auto const y = civil.year;
        auto const m = civil.month, d = civil.day;
        return {digit(y / 1000), digit(y / 100), digit(y / 10), digit(y), '-',
                digit(m / 10),   digit(m),       '-',           digit(d / 10), digit(d)};
    }
    return fmt::format("{}{:04}-{:02}-{:02}", civil.year < 0 ? "-" : "",
                       civil.year < 0 ? -civil.year : civil.year, civil.month, civil.day);
}

std::string to_text(Time const& time) {
    auto const seconds = time.nanos / nanos_per_second;
    return fmt::format("{:02}:{:02}:{:02}{}{}", seconds / 3600, seconds / 60 % 60, seconds % 60,
                       fraction_text(time.nanos % nanos_per_second), zone_text(time.zone));
}

std::string to_text(DateTime const& date_time) {
    return to_text(date_time.date) + "T" + to_text(date_time.time);
}

std::string to_text(DaysDuration duration) {
    bool const negative = duration.seconds < 0;
    auto seconds = duration.seconds;
    auto nanos = std::int64_t{duration.nanos};
    if (negative && nanos > 0) {
        ++seconds;
        nanos = nanos_per_second - nanos;
    }
    // Unsigned, since the least int64 has no positive twin.
    auto const size = negative ? std::uint64_t{0} - static_cast<std::uint64_t>(seconds)
                               : static_cast<std::uint64_t>(seconds);
    if (size == 0 && nanos == 0) return "PT0S";
    std::string text = negative ? "-P" : "P";
    if (size / 86'400 != 0) text += fmt::format("{}D", size / 86'400);
    if (size % 86'400 == 0 && nanos == 0) return text;
    text += "T";
    if (size / 3600 % 24 != 0) text += fmt::format("{}H", size / 3600 % 24);
    if (size / 60 % 60 != 0) text += fmt::format("{}M", size / 60 % 60);
    if (size % 60 != 0 || nanos != 0) text += fmt::format("{}{}S", size % 60, fraction_text(nanos));
    return text;
}

std::string to_text(MonthsDuration duration) {
    if (duration.months == 0) return "P0M";
    bool const negative = duration.months < 0;
    auto const size = negative ? std::uint64_t{0} - static_cast<std::uint64_t>(duration.months)
                               : static_cast<std::uint64_t>(duration.months);
    std::string text = negative ? "-P" : "P";
    if (size / 12 != 0) text += fmt::format("{}Y", size / 12);
    if (size % 12 != 0) text += fmt::format("{}M", size % 12);
    return text;
}

}  // namespace jizhi
