#pragma once
#include <string_view>

#include "kit/limits.hpp"
#include "kit/result.hpp"
#include "report/sheet.hpp"

namespace jizhi::report {

/// Most that one file may hold. A roster of a whole city stays far below.
struct SheetLimits {
    std::size_t file_bytes_max = limits::sheet_file_bytes_max;
    std::size_t part_bytes_max = limits::sheet_part_bytes_max;
    std::size_t kept_bytes_max = limits::sheet_kept_bytes_max;
    std::size_t rows_max = limits::rows_max;
    std::size_t columns_max = limits::columns_max;
    std::size_t cell_bytes_max = limits::cell_bytes_max;
};

/// The first sheet of an XLSX file that holds anything (ECMA-376; as Excel, WPS and libraries write
/// it), or a CSV file in UTF-8, UTF-16 or GB18030. What is neither is refused with what to do.
[[nodiscard]] Result<Sheet> read_sheet(std::string_view bytes, SheetLimits const& limits = {});

}  // namespace jizhi::report
