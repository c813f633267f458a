#pragma once
#include <filesystem>

#include "store/database.hpp"
#include "store/keys.hpp"

namespace jizhi::store {

/// The keys of an open database. Made only where the database has never had any: a lost key file
/// is said to be lost, not quietly replaced by one that opens nothing.
[[nodiscard]] Result<Keys> deployment_keys(Database& database, std::filesystem::path const& file,
                                           Random& random);

/// Says in the database which keys it needs from now on: after a rotation, or when it was restored
/// without the old ones.
void note_keys(Database& database, std::string const& key_id);

/// Somebody keeps an exported copy of these keys; until then 今天要办 reminds.
void note_export(Database& database, Keys const& keys, std::string const& actor);
[[nodiscard]] bool exported(Connection& sql, Keys const& keys);

}  // namespace jizhi::store
