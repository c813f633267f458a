#include "cli/model_file.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace jizhi::cli {

namespace fs = std::filesystem;

Result<std::string> read_file(fs::path const& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in)
        return fail("file.unreadable", path.string(), "读不到这个文件", "this file cannot be read");
    return std::string(std::istreambuf_iterator<char>(in), {});
}

std::vector<fs::path> files_in(fs::path const& folder) {
    std::vector<fs::path> found;
    for (auto const& entry : fs::directory_iterator(folder))
        if (entry.is_regular_file()) found.push_back(entry.path());
    std::ranges::sort(found);
    return found;
}

namespace {

/// The models beside `path` that it imports, in any depth.
Result<std::vector<dmn::Model>> imports_of(fs::path const& path, std::string const& text,
                                           int depth) {
    std::vector<dmn::Model> found;
    TRY(needed, dmn::Model::imported(text, path.string()));
    if (needed.empty() || depth > 8) return found;
    auto const folder = path.parent_path().empty() ? fs::path(".") : path.parent_path();
    for (auto const& other : files_in(folder)) {
        if (other.extension() != ".dmn" || fs::equivalent(other, path)) continue;
        TRY(other_text, read_file(other));
        TRY(imports, imports_of(other, other_text, depth + 1));
        auto made = dmn::Model::parse(other_text, other.string(), imports);
        if (made && std::ranges::find(needed, made->definitions().name_space) != needed.end())
            found.push_back(*made);
    }
    return found;
}

}  // namespace

Result<dmn::Model> load_model(fs::path const& path) {
    TRY(text, read_file(path));
    TRY(imports, imports_of(path, text, 0));
    return dmn::Model::parse(text, path.string(), imports);
}

}  // namespace jizhi::cli
