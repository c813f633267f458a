#pragma once
#include <string>
#include <vector>

#include "calendar/holidays.hpp"
#include "kit/result.hpp"
#include "people/todo.hpp"
#include "store/writer.hpp"

namespace jizhi::people {

/// A day that differs from plain weekends.
struct HolidayDay {
    std::string date;
    bool off = true;  ///< false: a make-up workday (调休)
    std::string name;
};

struct HolidayYear {
    int year = 0;
    std::string source;  ///< the announcement it was typed from
    Micros imported_at = 0;
    std::vector<HolidayDay> days;
};

/// The statutory holidays of the store.
[[nodiscard]] calendar::Holidays load_holidays(store::Connection& sql);
/// Newest year first.
[[nodiscard]] std::vector<HolidayYear> list_holidays(store::Connection& sql);
/// Years of `{"holidays": {"2024-04-04": "清明", …}, "workdays": {…}, "source": …}` (as shipped)
/// that the store does not have.
[[nodiscard]] std::vector<HolidayYear> missing_years(store::Connection& sql, Value const& json);
/// Inside a command: the year is announced; days of it that were there are replaced. Where
/// `current` is given (it outlives the writer), rules count with them once that has committed.
[[nodiscard]] Result<Value> import_holidays(store::Tx& tx, HolidayYear const& year,
                                            calendar::CurrentHolidays* current = nullptr);

/// A reminder source for who manages the system: this year's holidays, or from November on the
/// next year's, are not in the store.
[[nodiscard]] std::vector<Todo> missing_holidays(ReminderQuery const& query);

}  // namespace jizhi::people
