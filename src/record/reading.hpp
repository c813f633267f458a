#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "kit/decimal.hpp"
#include "value/value.hpp"

/// What people write, understood: dates, numbers, yes and no of spreadsheets. Pure.
namespace jizhi::record {

/// "2019-03-01", "2019/3/1", "2019.03", "2019年3月1日", "20190301", full width; a month alone is
/// its first day, a time of day is dropped.
[[nodiscard]] std::optional<Date> read_date(std::string_view said);
/// The day of an Excel serial number (1900 system), where it can be meant as one (1954 to 2119).
[[nodiscard]] std::optional<Date> date_of_serial(Decimal const& serial);
/// "1,234.50", "￥1234", "1234元": digits, sign, point and thousands commas; no percent.
[[nodiscard]] std::optional<Decimal> read_number(std::string_view said);
/// 是 否 有 无 对 √ × Y N true false 1 0.
[[nodiscard]] std::optional<bool> read_yes_no(std::string_view said);

}  // namespace jizhi::record
