#pragma once
#include <filesystem>
#include <functional>
#include <string_view>

#include "api/app.hpp"
#include "kit/result.hpp"

namespace jizhi::cli {

/// Fills an empty deployment with the demo city of the folder `city` ("": that in the program):
/// divisions, accounts, invented people, stored decisions and the runs of the last months, or of so
/// many `years`. `say` is told each step, in one line.
[[nodiscard]] Result<void> make_demo_city(api::App& app, std::filesystem::path const& city,
                                          int years,
                                          std::function<void(std::string_view)> const& say);

}  // namespace jizhi::cli
