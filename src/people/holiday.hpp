#pragma once
#include <string>
#include <vector>

#include "calendar/holidays.hpp"
#include "kit/result.hpp"
#include "store/writer.hpp"

namespace jizhi::people {

/// A day that differs from plain weekends.
struct HolidayDay {
    std::string date;
    bool off = true;    ///< false: a make-up workday (调休)
    std::string name;
};

struct HolidayYear {
    int year = 0;
    std::string source;  ///< "国办发明电〔2025〕7号", typed by who imported it
    std::string imported_at;
    std::vector<HolidayDay> days;
};

/// The statutory holidays of the store.
[[nodiscard]] calendar::Holidays load_holidays(store::Connection& sql);
[[nodiscard]] std::vector<HolidayYear> list_holidays(store::Connection& sql);
/// Inside a command: the year is announced; days of it that were there are replaced.
[[nodiscard]] Result<Value> import_holidays(store::Tx& tx, HolidayYear const& year);

}  // namespace jizhi::people
