#pragma once
#include <string>
#include <vector>

#include "feel/builtin.hpp"

namespace jizhi::feel {

/// `function(…) external {java: {class: …, method signature: …}}` as a function. There is no Java
/// here: the few static methods that rules call are computed natively; others give null and a
/// diagnostic.
[[nodiscard]] Value external_function(std::vector<std::string> const& parameters,
                                      Value const& description, Call const& call);

}  // namespace jizhi::feel
