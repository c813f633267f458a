#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "dmn/model.hpp"

namespace jizhi::cli {

[[nodiscard]] Result<std::string> read_file(std::filesystem::path const& path);
/// A folder's own files, by name.
[[nodiscard]] std::vector<std::filesystem::path> files_in(std::filesystem::path const& folder);
/// A .dmn file; the models that it imports are looked for beside it.
[[nodiscard]] Result<dmn::Model> load_model(std::filesystem::path const& path);

/// By name or id. "": the only decision that no other needs, else the only service; the error names
/// those to choose from.
[[nodiscard]] Result<dmn::Decision> decision_named(dmn::Model const& model,
                                                   std::string const& name);

}  // namespace jizhi::cli
