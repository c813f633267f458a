#pragma once
#include <vector>

#include "dmn/coverage.hpp"
#include "dmn/domain.hpp"
#include "dmn/gaps.hpp"
#include "dmn/program.hpp"

namespace jizhi::dmn {

/// A column of a table as pieces, and by rule those that it takes. Columns that ask the same
/// expression are one. A cell that nobody can decide takes nothing for `sure` and all for `maybe`.
struct GapColumn {
    Title title;
    std::vector<Portion> pieces;
    std::vector<Bits> sure, maybe;
};

/// Adds to `undecided` the cells and domains that are general expressions.
[[nodiscard]] std::vector<GapColumn> gap_columns(Program const& program, Site const& site,
                                                 std::vector<Undecided>& undecided);

}  // namespace jizhi::dmn
