#pragma once
#include <memory>

#include "api/app.hpp"
#include "cli/world.hpp"
#include "kit/result.hpp"
#include "store/database.hpp"

namespace jizhi::cli {

/// Puts together everything that endpoints use, on an open database. `world` must outlive it.
[[nodiscard]] Result<std::unique_ptr<api::App>> make_app(std::shared_ptr<store::Database> database,
                                                         World& world);

}  // namespace jizhi::cli
