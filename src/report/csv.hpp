#pragma once
#include <string>
#include <string_view>

#include "kit/result.hpp"
#include "report/sheet.hpp"
#include "report/sheet_reader.hpp"

namespace jizhi::report {

/// RFC 4180, comma, semicolon or tab (whichever the first line has most of), in UTF-8 with or
/// without a mark, UTF-16 with a mark, or GB18030. Every cell is text.
[[nodiscard]] Result<Sheet> read_csv(std::string_view bytes, SheetLimits const& limits);

/// UTF-8 with a mark (Excel wants it), CRLF. Text that a spreadsheet program would run as a formula
/// gets one apostrophe in front; `read_csv` takes exactly that one away again.
[[nodiscard]] std::string write_csv(Sheet const& sheet);

}  // namespace jizhi::report
