#pragma once
#include <string>
#include <string_view>

#include "kit/result.hpp"
#include "value/value.hpp"

namespace jizhi {

/// JSON text as a value. Numbers keep every digit (up to 34); of equal keys the last one stays.
/// The error's `where` is "line:column" (1-based, in code points). Deeper than `value_depth_max` is
/// refused.
[[nodiscard]] Result<Value> parse_json(std::string_view text);

/// A value as JSON: dates, times and durations as ISO strings; what JSON cannot say (ranges,
/// functions) as the text that FEEL would print.
[[nodiscard]] std::string to_json(Value const& value);
/// The same on several lines, indented by two, for files that people read.
[[nodiscard]] std::string to_pretty_json(Value const& value);

/// `text` between quotes, escaped.
void append_json_string(std::string& out, std::string_view text);

/// Where a byte of a text stands, as "line:column", both 1-based, columns in code points.
[[nodiscard]] std::string line_column(std::string_view text, std::size_t byte);

}  // namespace jizhi
