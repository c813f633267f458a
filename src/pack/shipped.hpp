#pragma once
#include <span>
#include <string_view>

namespace jizhi::pack {

/// A file of packs/ as the build put it into the program: "base/pack.yaml" and its text.
struct ShippedFile {
    std::string_view path, content;
};

/// Made by cmake/packs.cmake.
[[nodiscard]] std::span<ShippedFile const> shipped_files();
/// The files of demo/, likewise.
[[nodiscard]] std::span<ShippedFile const> demo_files();
/// Any file beside the packs' own grammars, e.g. the holidays; "" where there is none.
[[nodiscard]] std::string_view shipped_file(std::string_view path);

}  // namespace jizhi::pack
