#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "kit/decimal.hpp"

namespace jizhi::report {

/// One cell as a person sees it. Numbers keep the digits that the file holds.
struct Cell {
    enum class Kind : std::uint8_t { empty, text, number, date } kind = Kind::empty;
    std::string text;  ///< the text; of a number its digits; of a date "YYYY-MM-DD"
    bool operator==(Cell const&) const = default;
};

using Cells = std::vector<Cell>;

/// A rectangular piece of a spreadsheet: `rows[0]` is the file's first row that is not empty of
/// structure; short rows simply end earlier.
struct Sheet {
    std::string name;
    std::vector<Cells> rows;
};

/// The cell at `column`, or an empty one where the row ends before it.
[[nodiscard]] inline Cell const& cell_at(Cells const& row, std::size_t column) {
    static Cell const none;
    return column < row.size() ? row[column] : none;
}

/// "A", "Z", "AA": how a spreadsheet names a column counted from 0.
[[nodiscard]] std::string column_letters(std::size_t column);

}  // namespace jizhi::report
