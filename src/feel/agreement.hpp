#pragma once
#include <string>
#include <vector>

#include "feel/expression.hpp"
#include "value/value.hpp"

namespace jizhi::feel {

/// Values by name, then by row.
using Columns = std::vector<std::vector<Value>>;

/// Evaluates the expression by both back ends, row by row and in blocks: "" where they give the
/// same to the last digit and tell of the same rows, else what differs. For tests and fuzzing.
/// `coded`: the blocks hold codes for values that come again.
[[nodiscard]] std::string disagreement(Expression const& expression, Columns const& columns,
                                       bool coded);

}  // namespace jizhi::feel
