#pragma once
#include <memory>
#include <mutex>
#include <set>

#include "kit/clock.hpp"
#include "kit/result.hpp"
#include "value/value.hpp"

namespace jizhi::calendar {

/// The statutory holidays and make-up workdays (调休) of the years that were announced.
/// Immutable after construction; any thread may read it.
class Holidays {
public:
    Holidays() = default;  ///< no year announced: plain weekends
    Holidays(std::set<Day> off, std::set<Day> worked, std::set<int> years_announced);

    /// Whether people work on `day`. A year not announced counts plain weekends, which is why
    /// deadlines in it are provisional: ask `announced` or `provisional`.
    [[nodiscard]] bool works(Day day) const;
    [[nodiscard]] bool announced(int year) const { return years_.contains(year); }
    [[nodiscard]] std::set<int> const& years() const { return years_; }
    /// Whether a year between the two days (in either order) is not announced yet.
    [[nodiscard]] bool provisional(Day from, Day to) const;

    /// The day that is `count` working days after `start` (before it, for a negative count);
    /// `start` itself does not count (民法典 §201: the day it begins is not counted in).
    [[nodiscard]] Result<Day> after(Day start, std::int64_t count) const;
    [[nodiscard]] Result<Day> before(Day start, std::int64_t count) const;
    /// How many working days lie after `from` up to and with `to`; negative where `to` is earlier.
    [[nodiscard]] Result<std::int64_t> between(Day from, Day to) const;

private:
    std::set<Day> off_, worked_;
    std::set<int> years_;
};

/// The holidays in force. Whoever computes takes them once and keeps them to the end, so that a
/// year entered meanwhile changes no figure half-way. Thread-safe.
class CurrentHolidays {
public:
    CurrentHolidays() = default;
    explicit CurrentHolidays(Holidays first)
        : current_(std::make_shared<Holidays const>(std::move(first))) {}
    [[nodiscard]] std::shared_ptr<Holidays const> now() const;
    void swap(Holidays next);

private:
    mutable std::mutex mutex_;
    std::shared_ptr<Holidays const> current_ = std::make_shared<Holidays const>();
};

/// From `{"holidays": {"2024-04-04": "清明", …}, "workdays": {…}, "years": [2024, …]}`; without
/// `years` each year that has a holiday counts as announced.
[[nodiscard]] Result<Holidays> read_holidays(Value const& json);

}  // namespace jizhi::calendar
