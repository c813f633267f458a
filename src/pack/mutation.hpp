#pragma once
#include <string>
#include <vector>

#include "pack/mutant.hpp"
#include "pack/scenario.hpp"

namespace jizhi::pack {

/// Runs scenarios over each mutant of `folder` until one fails: its own, or where it has none those
/// of the `packs` that stand on it. What is left standing is what no scenario needs:
/// "decisions/grade.dmn: rule ID".
[[nodiscard]] std::vector<std::string> survivors(Folder const& folder,
                                                 std::vector<Folder> const& packs);

}  // namespace jizhi::pack
