#pragma once
#include <string>
#include <vector>

#include "pack/scenario.hpp"

namespace jizhi::pack {

/// Takes each rule of each decision table and each parameter file away, one at a time, and runs the
/// scenarios until one fails. What is left standing is what no scenario needs:
/// "decisions/grade.dmn: rule ID", "parameters/base_wage.yaml".
[[nodiscard]] std::vector<std::string> survivors(Folder const& folder,
                                                 std::vector<Folder> const& all,
                                                 std::vector<Scenario> const& scenarios);

}  // namespace jizhi::pack
