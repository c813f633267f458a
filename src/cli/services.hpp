#pragma once
#include <memory>

#include "api/app.hpp"
#include "cli/place.hpp"
#include "cli/world.hpp"
#include "kit/result.hpp"

namespace jizhi::cli {

/// Puts together everything that endpoints use on an open database: the packs that are in force
/// (the shipped ones are deployed where they are newer), records, decisions, accounts, imports.
/// `world` must outlive it. Subcommands that only need a part of it use the same.
[[nodiscard]] Result<std::unique_ptr<api::App>> make_app(Opened const& opened, World& world);

/// The day at the deployment's place.
[[nodiscard]] Day today(api::App const& app);

}  // namespace jizhi::cli
