#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "kit/result.hpp"
#include "store/database.hpp"
#include "store/migration.hpp"

namespace jizhi::file {

[[nodiscard]] store::Migrations migrations();

/// Bytes under the name of their digest (hex of SM3): the same bytes are kept once. In the data
/// folder on SQLite, in the database on PostgreSQL. Thread-safe.
class Files {
public:
    virtual ~Files() = default;
    /// The digest. Durable when the command is; what a rolled back command leaves in the folder
    /// does no harm and is swept at the next start.
    [[nodiscard]] virtual Result<std::string> put(store::Connection& sql,
                                                  std::string_view bytes) = 0;
    /// Checks the digest while reading.
    [[nodiscard]] virtual Result<std::string> get(store::Connection& sql,
                                                  std::string_view digest) const = 0;
};

[[nodiscard]] std::unique_ptr<Files> open(store::Place const& place);

}  // namespace jizhi::file
