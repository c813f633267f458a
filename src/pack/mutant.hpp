#pragma once
#include <optional>
#include <string>
#include <vector>

#include "pack/folder.hpp"

namespace jizhi::pack {

/// A pack with one thing taken away or changed, which some scenario should notice.
struct Mutant {
    std::string path;                 ///< of the file
    std::string what;                 ///< "rule ID", "2020-01-01 chief.floor 7 -> 8"
    std::optional<std::string> text;  ///< the file then; none: the file is gone
};

/// Of every model each rule taken away; of every parameter the file, each dated value that differs
/// from the one before, and each figure or word changed; of every dictionary each code that a model
/// or a parameter of `packs` names, taken away.
[[nodiscard]] std::vector<Mutant> mutants_of(Folder const& folder,
                                             std::vector<Folder> const& packs);

}  // namespace jizhi::pack
