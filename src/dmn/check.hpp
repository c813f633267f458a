#pragma once
#include <vector>

#include "dmn/gaps.hpp"
#include "dmn/model.hpp"

namespace jizhi::dmn {

/// All that can be said of a model without evaluating it: texts that do not compile, names that
/// mean nothing, types that do not fit, tables with overlaps, gaps and rules that are never
/// reached. What a table leaves undecided, and gaps where several results or none are fine, are
/// left out unless `all`.
[[nodiscard]] std::vector<Finding> check(Model const& model, bool all = false);

}  // namespace jizhi::dmn
