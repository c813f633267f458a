#pragma once
#include "people/scope.hpp"

namespace jizhi::people {

/// Whether everything there is lies inside a scope: each region at the top of the tree.
[[nodiscard]] bool reaches_all(Scope const& scope, region::Tree const& tree);

}  // namespace jizhi::people
