#pragma once
#include <string_view>
#include <vector>

#include "kit/result.hpp"
#include "value/yaml.hpp"

namespace jizhi::pack {

/// Says which keys of a view of this kind nobody reads: a typing mistake must not do nothing.
void check_view_keys(Node const& view, std::string_view kind, std::vector<Error>& errors);
/// The same of an indicator.
void check_indicator_keys(Node const& indicator, std::vector<Error>& errors);

}  // namespace jizhi::pack
