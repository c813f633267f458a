#pragma once
#include <string_view>

#include "kit/result.hpp"
#include "report/sheet.hpp"

namespace jizhi::report {

/// Most that one file may hold. A roster of a whole city stays far below.
struct SheetLimits {
    std::size_t file_bytes_max = 50u << 20;
    std::size_t part_bytes_max = 128u << 20;  ///< one unpacked part of an XLSX: stops zip bombs
    std::size_t rows_max = 200'000;
    std::size_t columns_max = 400;
    std::size_t cell_bytes_max = 32'767u * 4;  ///< Excel's own limit of characters, in UTF-8
};

/// The first sheet of an XLSX file that holds anything (ECMA-376; as Excel, WPS and libraries write
/// it), or a CSV file in UTF-8, UTF-16 or GB18030. What is neither is refused with what to do.
[[nodiscard]] Result<Sheet> read_sheet(std::string_view bytes, SheetLimits const& limits = {});

}  // namespace jizhi::report
