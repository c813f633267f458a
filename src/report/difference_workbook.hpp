#pragma once
#include <string_view>
#include <vector>

#include "decision/difference_sheet.hpp"
#include "report/sheet_writer.hpp"

namespace jizhi::report {

struct DifferenceWorkbook {
    decision::DifferenceSheet const& sheet;
    region::Tree const& tree;
    std::string_view language;  ///< "zh" or "en"
    bool demo = false;          ///< says so on each sheet
};

/// A sheet with everybody's total of each column, then one for each period, with totals and the row
/// for signatures.
[[nodiscard]] std::vector<SheetLayout> difference_sheets(DifferenceWorkbook const& asked);

}  // namespace jizhi::report
