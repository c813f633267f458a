#pragma once
#include <string>
#include <vector>

#include "kit/result.hpp"
#include "report/sheet.hpp"

namespace jizhi::report {

/// One sheet of a workbook to be written, in the layout that offices keep.
struct SheetLayout {
    std::string name;                  ///< made a legal sheet name if it is not
    std::string title;                 ///< merged over all columns, in large type; "" for none
    std::vector<std::string> notes;    ///< lines below the title, merged as well
    std::vector<std::string> heads;    ///< the column titles; frozen and repeated on each page
    std::vector<double> widths;        ///< in characters; missing ones are chosen from the content
    std::vector<Cells> rows;
    std::vector<Cells> totals;         ///< bold, below the rows
    std::vector<std::string> signature;///< "制表:", "审核:", "负责人:" spread over the last row
    int decimals = 2;                  ///< of number cells that are not whole
    bool landscape = true;
};

/// An XLSX workbook. Text cells are written as text and can never run as a formula; number cells as
/// numbers; date cells as real dates. Fails only where the disk for its temporary parts does.
[[nodiscard]] Result<std::string> write_xlsx(std::vector<SheetLayout> const& sheets);

}  // namespace jizhi::report
