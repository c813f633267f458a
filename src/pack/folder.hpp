#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "kit/result.hpp"

namespace jizhi::pack {

/// The files of one pack by their path within it. `place` is how errors name the folder.
struct Folder {
    std::string place;
    std::map<std::string, std::string, std::less<>> files;

    [[nodiscard]] std::string const* find(std::string_view path) const;
    [[nodiscard]] std::string where(std::string_view path) const;
    /// SM3 over paths and contents, in hex: the same folder has the same.
    [[nodiscard]] std::string digest() const;
};

/// One pack from disk. Refuses what is no pack (no pack.yaml), too many or too large files.
[[nodiscard]] Result<Folder> read_folder(std::filesystem::path const& folder);
/// A pack, or a folder of packs (`examples` left out), dependencies not added.
[[nodiscard]] Result<std::vector<Folder>> read_packs(std::filesystem::path const& place);
[[nodiscard]] Result<void> write_folder(Folder const& folder, std::filesystem::path const& to);

/// The packs that are in the program, base first.
[[nodiscard]] std::vector<Folder> const& shipped();

}  // namespace jizhi::pack
