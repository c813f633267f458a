#pragma once
#include <filesystem>
#include <memory>

#include "cli/subcommand.hpp"
#include "cli/world.hpp"
#include "kit/result.hpp"
#include "store/database.hpp"

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

/// Opens or makes the database and brings its schema up to date. `world` must outlive it.
[[nodiscard]] Result<std::unique_ptr<store::Database>> open_database(store::Place const& place,
                                                                     World& world);

}  // namespace jizhi::cli
