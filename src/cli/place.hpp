#pragma once
#include <filesystem>
#include <memory>

#include "cli/subcommand.hpp"
#include "cli/world.hpp"
#include "kit/result.hpp"
#include "store/database.hpp"
#include "store/keys.hpp"

namespace jizhi::cli {

inline constexpr Option data_option =
    option("--data", "DIR", "data folder with an embedded database (default: ./data)");
inline constexpr Option db_option =
    option("--db", "URL", "PostgreSQL database: postgresql://user@host/name");
inline constexpr Option keys_option =
    option("--keys", "FILE", "key file (default: keys in the data folder, or ./jizhi.keys)");

/// Where the data is: --data, --db or ./data. Both at once is an error.
[[nodiscard]] Result<store::Place> place_of(Arguments const& given);
[[nodiscard]] std::filesystem::path keys_file(Arguments const& given, store::Place const& place);

/// The schema of every folder, lower folders first.
[[nodiscard]] store::Migrations all_migrations();

/// An open database and the keys of its deployment. The keys outlive it.
struct Opened {
    std::shared_ptr<store::Keys const> keys;
    std::shared_ptr<store::Database> database;  // after the keys: it goes first
};

/// Opens or makes the database that --data or --db names, with its keys; brings its schema up to
/// date and seals every event from then on. `world` must outlive it.
[[nodiscard]] Result<Opened> open_database(Arguments const& given, World& world);

}  // namespace jizhi::cli
