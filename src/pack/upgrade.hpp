#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "pack/manifest.hpp"

namespace jizhi::pack {

/// Files of a deployed pack that were changed, added or (nothing) taken away here, and not by the
/// program that ships the pack.
using OwnFiles = std::map<std::string, std::optional<std::string>, std::less<>>;

/// The files that are one's own once `next` stands in the place of `before`.
[[nodiscard]] OwnFiles own_after(OwnFiles own, Folder const& before, Folder const& next);

/// What a newer program ships, with one's own files kept as they are.
struct Upgrade {
    Folder folder;
    std::vector<std::string> kept;  ///< own files that the program ships otherwise
};
/// `in_force`: the version now in force, above which the merged one is numbered.
[[nodiscard]] Upgrade upgraded(Folder const& shipped, OwnFiles const& own, Version in_force);

/// Whether two folders say the same, whatever number they have.
[[nodiscard]] bool same_but_number(Folder const& a, Folder const& b);
/// The folder with another number in its pack.yaml.
[[nodiscard]] Folder numbered(Folder folder, Version const& version);

}  // namespace jizhi::pack
