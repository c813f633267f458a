#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace jizhi::report {

/// Whether a number format shows a date (ECMA-376 part 1 §18.8.30): the built-in ids, East Asian
/// ones included, or a code with year, month or day outside quotes and brackets.
[[nodiscard]] bool shows_date(int format_id, std::string_view format_code);

/// "YYYY-MM-DD" of an Excel serial day; nothing for what is no day (below 1, or beyond year 9999).
/// The 1900 system counts a 29 February 1900 that never was.
[[nodiscard]] std::optional<std::string> serial_to_date(double serial, bool system_1904);

/// The digits that Excel shows: 15 significant ones, no exponent for what is shorter in plain.
[[nodiscard]] std::string plain_number(std::string_view stored);

}  // namespace jizhi::report
