#pragma once
#include <vector>

#include "dmn/program.hpp"

namespace jizhi::dmn {

/// What is surely wrong with the types of a model (not of its imports): a text that always gives
/// null, a result that is not of its declared type, a cell that can never match, a constant outside
/// of the allowed values, an invocation with wrong arguments. Each with its place and what to do.
/// What the texts themselves do not let know is not guessed.
[[nodiscard]] std::vector<Error> type_errors(Program const& program);

}  // namespace jizhi::dmn
