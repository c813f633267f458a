#include "calendar/holidays.hpp"

#include <algorithm>

#include "value/temporal.hpp"

namespace jizhi::calendar {
namespace {

constexpr std::int64_t count_max = 10'000;  // forty years: beyond it somebody typed a wrong number
constexpr Day span_days_max = 15'000;       // the same in days of the calendar

bool weekend(Day day) { return weekday_of(day) >= 6; }

/// The dates that are the keys of one entry, put into `days` and their years into `years`.
Result<std::set<Day>> read_days(Value const& json, char const* key) {
    std::set<Day> days;
    Value const& entry = json[key];
    if (!entry.is(Value::Type::context))
        return fail("calendar.format", key, "节假日数据应有 holidays 和 workdays 两个对象",
                    "holiday data has two objects, holidays and workdays");
    for (auto const& [text, name] : entry.context().entries()) {
        auto const date = parse_date(text);
        if (!date)
            return fail("calendar.date", std::string(key) + "." + text,
                        "不是日期: " + text + ",应写作 2024-04-04",
                        "not a date: " + text + "; write it as 2024-04-04");
        days.insert(date->day);
    }
    return days;
}

int year_of(Day day) { return static_cast<int>(civil_of(day).year); }

}  // namespace

Holidays::Holidays(std::set<Day> off, std::set<Day> worked, std::set<int> years_announced)
    : off_(std::move(off)), worked_(std::move(worked)), years_(std::move(years_announced)) {}

bool Holidays::works(Day day) const {
    if (worked_.contains(day)) return true;
    if (off_.contains(day)) return false;
    return !weekend(day);
}

bool Holidays::provisional(Day from, Day to) const {
    auto const first = civil_of(std::min(from, to)).year;
    auto const last = civil_of(std::max(from, to)).year;
    if (last - first > static_cast<std::int64_t>(years_.size())) return true;
    for (auto year = first; year <= last; ++year)
        if (!announced(static_cast<int>(year))) return true;
    return false;
}

Result<Day> Holidays::after(Day start, std::int64_t count) const {
    if (count < -count_max || count > count_max)
        return fail("calendar.count_out_of_range", {}, "工作日数应在 -10000 到 10000 之间",
                    "the number of working days must be between -10000 and 10000");
    Day const step = count < 0 ? -1 : 1;
    auto day = start;
    while (count != 0) {
        day += step;
        if (works(day)) count -= step;
    }
    return day;
}

Result<Day> Holidays::before(Day start, std::int64_t count) const {
    // Checked here, since the least int64 has no positive twin.
    if (count < -count_max) return after(start, count_max + 1);
    return after(start, -count);
}

Result<std::int64_t> Holidays::between(Day from, Day to) const {
    if (to - from > span_days_max || from - to > span_days_max)
        return fail("calendar.span_out_of_range", {}, "两个日期相隔超过四十年，请检查日期",
                    "the two dates are over forty years apart; check them");
    std::int64_t count = 0;
    for (auto day = std::min(from, to) + 1; day <= std::max(from, to); ++day)
        if (works(day)) ++count;
    return from <= to ? count : -count;
}

std::shared_ptr<Holidays const> CurrentHolidays::now() const {
    std::scoped_lock const lock(mutex_);
    return current_;
}

void CurrentHolidays::swap(Holidays next) {
    auto fresh = std::make_shared<Holidays const>(std::move(next));
    std::scoped_lock const lock(mutex_);
    current_.swap(fresh);
}

Result<Holidays> read_holidays(Value const& json) {
    TRY(off, read_days(json, "holidays"));
    TRY(worked, read_days(json, "workdays"));
    std::set<int> years;
    for (auto const day : off) years.insert(year_of(day));
    if (json["years"].is(Value::Type::list)) {
        years.clear();
        for (auto const& year : json["years"].list())
            years.insert(static_cast<int>(year.integer_or(0)));
    }
    return Holidays(std::move(off), std::move(worked), std::move(years));
}

}  // namespace jizhi::calendar
