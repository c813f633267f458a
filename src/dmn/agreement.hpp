#pragma once
#include <string>
#include <vector>

#include "dmn/model.hpp"

namespace jizhi::dmn {

/// Evaluates the decision by both back ends, case by case and in blocks: "" where they give the
/// same to the last digit, tell of the same rows and hit the same rules, else what differs. For
/// tests and fuzzing. Each row holds the inputs in the decision's order; `coded`: the blocks hold
/// codes for values that come again.
[[nodiscard]] std::string disagreement(Decision const& decision,
                                       std::vector<std::vector<Value>> const& rows, bool coded);

}  // namespace jizhi::dmn
