#pragma once
#include <optional>

#include "feel/column.hpp"

namespace jizhi::feel {

/// Numbers divided and rounded to `scale` digits in one step, to the bit what rounding the quotient
/// of 34 digits gives: with numerators of fewer than 19 digits no quotient comes so near to a
/// boundary that its 34 digits would hide on which side it lies. Nothing for larger numbers, for
/// other kinds, and where a row is null or divides by zero.
[[nodiscard]] std::optional<Column> round_quotient(Column const& a, Column const& b, int scale,
                                                   Rounding mode, std::size_t rows);

}  // namespace jizhi::feel
