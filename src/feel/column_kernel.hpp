#pragma once
#include <optional>
#include <span>

#include "feel/code.hpp"
#include "feel/column.hpp"

namespace jizhi::feel {

/// Rows that a kernel leaves to the scalar back end: a null operand, a number that does not fit.
class Undecided {
public:
    explicit Undecided(std::size_t rows) : rows_(rows) {}
    void add(std::size_t row) {
        if (!cells_) clear();
        cells_.write()[row] = 1;
    }
    /// Rows that are null in the column.
    void add_nulls(Column const& column);
    [[nodiscard]] explicit operator bool() const { return static_cast<bool>(cells_); }
    [[nodiscard]] bool has(std::size_t row) const { return cells_ && cells_[row] != 0; }

private:
    void clear();
    std::size_t rows_;
    Mask cells_;
};

// Each gives nothing where the columns are not of kinds that it knows. What it gives for undecided
// rows is null and must be replaced. The columns are decoded, of `rows` rows.

/// + - * of numbers.
[[nodiscard]] std::optional<Column> add_columns(Op op, Column const& a, Column const& b,
                                                std::size_t rows, Undecided& undecided);
/// = != < <= > >= of numbers, dates and booleans.
[[nodiscard]] std::optional<Column> compare_columns(Op op, Column const& a, Column const& b,
                                                    std::size_t rows, Undecided& undecided);
/// Three-valued `and`, `or`.
[[nodiscard]] std::optional<Column> logic_columns(Op op, Column const& a, Column const& b,
                                                  std::size_t rows);
/// Whether each row is null; nothing for values that would have to be looked at one by one.
[[nodiscard]] std::optional<Column> null_column(Column const& column, std::size_t rows);
/// With so many digits after the point.
[[nodiscard]] std::optional<Column> round_column(Column const& a, int scale, Rounding mode,
                                                 std::size_t rows, Undecided& undecided);
/// The smaller (or greater) of two numbers; of equal ones the first.
[[nodiscard]] std::optional<Column> extreme_column(bool greatest, Column const& a, Column const& b,
                                                   std::size_t rows, Undecided& undecided);
/// Row by row `a` where the condition is true, else `b`. Any kinds.
[[nodiscard]] Column choose_column(Column const& condition, Column const& a, Column const& b,
                                   std::size_t rows);

}  // namespace jizhi::feel
