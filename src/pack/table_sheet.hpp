#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "dmn/definitions.hpp"
#include "kit/result.hpp"
#include "report/sheet_writer.hpp"
#include "value/value.hpp"

namespace jizhi::pack {

/// A decision table as a spreadsheet that can be changed and loaded again: the rows as they are
/// written, each with its number that says which one it is. `language` is zh or en.
[[nodiscard]] report::SheetLayout table_sheet(dmn::Element const& element,
                                              dmn::DecisionTable const& table,
                                              std::string_view language);

/// Rows read back, as `edited_files` takes them, and where each stands in the spreadsheet.
struct SheetRows {
    List rules;                     ///< {id, inputs, outputs, annotations}
    std::vector<std::size_t> rows;  ///< as a spreadsheet counts them, from 1
};

/// The error says which cell and what to do. The columns must be those of the table; a row without
/// a number is new.
[[nodiscard]] Result<SheetRows> read_table_sheet(report::Sheet const& sheet,
                                                 dmn::Element const& element,
                                                 dmn::DecisionTable const& table);

/// "C7": a cell as a spreadsheet calls it; columns count those of the table from 0.
[[nodiscard]] std::string cell_name(std::size_t row, std::size_t column);

}  // namespace jizhi::pack
