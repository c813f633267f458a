#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "decision/stored_run.hpp"
#include "report/sheet_writer.hpp"

namespace jizhi::report {

struct RunSheets {
    decision::RunView const& view;
    decision::StoredRun const& run;
    std::vector<decision::StoredLine> const& lines;
    region::Tree const& tree;
    std::string_view language;  ///< "zh" or "en"
    bool demo = false;          ///< says so on each sheet
};

/// A run as a workbook: a sheet for all, then one for each region of the level that the view names,
/// each with its totals and the row for signatures.
[[nodiscard]] std::vector<SheetLayout> run_sheets(RunSheets const& asked);

}  // namespace jizhi::report
