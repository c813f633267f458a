#pragma once
#include <functional>
#include <string_view>

#include "api/app.hpp"
#include "kit/result.hpp"

namespace jizhi::cli {

/// Fills an empty deployment with the demo city of demo/: divisions, accounts, invented people,
/// stored decisions and the pay of the last months. `say` is told each step, in one line.
[[nodiscard]] Result<void> make_demo_city(api::App& app,
                                          std::function<void(std::string_view)> const& say);

}  // namespace jizhi::cli
