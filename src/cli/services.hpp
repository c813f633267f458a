#pragma once
#include <memory>
#include <vector>

#include "api/app.hpp"
#include "cli/place.hpp"
#include "cli/world.hpp"
#include "kit/result.hpp"
#include "pack/folder.hpp"

namespace jizhi::cli {

/// Puts together everything that endpoints use on an open database: the packs that are in force
/// (`packs`, usually the shipped ones, are deployed where they are newer), records, decisions,
/// accounts, imports. `world` must outlive it. Subcommands that only need a part of it use the
/// same.
[[nodiscard]] Result<std::unique_ptr<api::App>> make_app(
    Opened const& opened, World& world, std::vector<pack::Folder> const& packs = pack::shipped());

inline constexpr Option packs_option =
    option("--packs", "DIR", "bring these packs instead of those in the program");
/// The folder of --packs, else what is in the program.
[[nodiscard]] Result<std::vector<pack::Folder>> packs_of(Arguments const& given);

/// The day at the deployment's place.
[[nodiscard]] Day today(api::App const& app);

}  // namespace jizhi::cli
