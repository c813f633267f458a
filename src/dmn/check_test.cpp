// The checks raise no false alarm about the packs that come with the program. What they say of the
// public suite is held against what happens in tck_test.cpp.
#include "dmn/check.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace jizhi::dmn {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> models() {
    std::vector<fs::path> found;
    for (auto const& entry : fs::recursive_directory_iterator(fs::path(JIZHI_SOURCE_DIR) / "packs"))
        if (entry.path().extension() == ".dmn") found.push_back(entry.path());
    std::ranges::sort(found);
    return found;
}

/// The model if all that it imports was read before.
std::optional<Model> read(fs::path const& path, std::vector<Model> const& known) {
    std::ifstream in(path, std::ios::binary);
    std::string const text(std::istreambuf_iterator<char>(in), {});
    auto const name = path.filename().string();
    auto const needed = Model::imported(text, name);
    EXPECT_TRUE(needed) << path;
    for (auto const& space : *needed)
        if (std::ranges::none_of(
                known, [&](Model const& model) { return model.definitions().name_space == space; }))
            return std::nullopt;
    auto model = Model::parse(text, name, known);
    EXPECT_TRUE(model) << path << ": " << model.error().en;
    return model ? std::optional(*model) : std::nullopt;
}

TEST(Check, finds_nothing_wrong_with_the_packs) {
    auto waiting = models();
    EXPECT_FALSE(waiting.empty());
    std::vector<Model> known;
    for (auto progress = true; progress && !waiting.empty();)
        progress = std::erase_if(waiting, [&](fs::path const& path) {
                       auto model = read(path, known);
                       if (!model) return false;
                       for (auto const& each : check(*model))
                           EXPECT_FALSE(each.error) << each.said.where << " " << each.said.en;
                       known.push_back(std::move(*model));
                       return true;
                   }) > 0;
    EXPECT_TRUE(waiting.empty()) << waiting.front();
}

}  // namespace
}  // namespace jizhi::dmn
