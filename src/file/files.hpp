#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "kit/result.hpp"
#include "store/database.hpp"
#include "store/migration.hpp"
#include "store/writer.hpp"

namespace jizhi::file {

[[nodiscard]] store::Migrations migrations();

/// Bytes under the name of their digest (hex of SM3): the same bytes are kept once. In the data
/// folder on SQLite, in the database on PostgreSQL. Thread-safe.
class Files {
public:
    virtual ~Files() = default;
    /// Does the slow part of `put` beforehand, so that the writer does not wait for the disk.
    virtual Result<void> stage(std::string_view bytes) = 0;
    /// The digest. Durable when the command is; what a rolled back command leaves in the folder
    /// does no harm and is swept some day.
    [[nodiscard]] virtual Result<std::string> put(store::Tx& tx, std::string_view bytes) = 0;
    /// Checks the digest while reading.
    [[nodiscard]] virtual Result<std::string> get(store::Connection& sql,
                                                  std::string_view digest) const = 0;
    /// Removes what no command owns and nobody touched for a day; how many files that were.
    virtual int sweep(store::Connection& sql, Micros now) = 0;
};

[[nodiscard]] std::unique_ptr<Files> open(store::Place const& place);

}  // namespace jizhi::file
