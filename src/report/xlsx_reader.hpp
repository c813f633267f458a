#pragma once
#include <string_view>

#include "kit/result.hpp"
#include "report/sheet.hpp"
#include "report/sheet_reader.hpp"

namespace jizhi::report {

/// ECMA-376 part 1 §18, as far as values go: shared and inline strings, numbers, booleans, results
/// of formulas (the stored ones; nothing is computed), dates by number format, both date systems.
[[nodiscard]] Result<Sheet> read_xlsx(std::string_view bytes, SheetLimits const& limits);

}  // namespace jizhi::report
