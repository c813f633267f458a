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
/// The statutory holidays: `holidays.json` of whichever pack brings it; "" where none does.
[[nodiscard]] std::string_view shipped_holidays();

}  // namespace jizhi::pack
