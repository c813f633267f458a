#pragma once
#include <vector>

#include "pack/folder.hpp"

namespace jizhi::pack {

/// Everything that is wrong with these packs (dependencies among them), each with its place:
/// grammars, titles, FEEL, models, names that lead nowhere, scenarios that cannot be read, and what
/// no pack may ask of people (formalism.hpp). What may be meant so (a gap in a decision table, a
/// rule that is never reached) goes to `warnings`.
[[nodiscard]] std::vector<Error> check(std::vector<Folder> const& packs,
                                       std::vector<Error>* warnings = nullptr);

}  // namespace jizhi::pack
