#pragma once
#include "dmn/definitions.hpp"
#include "dmn/node.hpp"
#include "dmn/scope.hpp"

namespace jizhi::dmn {

/// A boxed function of kind Java: FEEL's own `function(…) external {…}` does the work. Its body is
/// a context with `class` and `method signature`; the parameters are already among the names. Other
/// kinds (PMML) are a problem and give null.
[[nodiscard]] NodePtr external(FunctionDefinition const& function, Names& names, Texts& texts);

}  // namespace jizhi::dmn
