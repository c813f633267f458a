#pragma once
#include <string_view>

#include "region/regions.hpp"

namespace jizhi::region {

/// The lowest region that holds both; "" where only everything does, or one is unknown.
[[nodiscard]] std::string_view common(Tree const& tree, std::string_view a, std::string_view b);

}  // namespace jizhi::region
