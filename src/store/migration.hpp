#pragma once
#include <string_view>
#include <vector>

#include "kit/clock.hpp"
#include "kit/result.hpp"
#include "store/connection.hpp"

namespace jizhi::store {

/// One step of one folder's schema. Each folder has a function `migrations()` that lists its own;
/// whoever opens the database hands over all of them, lower folders first. A step that was released
/// is never edited: the next number mends it.
struct Migration {
    std::string_view folder;  ///< "people"
    int number;               ///< 1, 2, 3… without gaps within the folder
    std::string_view sql;     ///< for both stores: TEXT, BIGINT, BLOB, standard SQL
};
using Migrations = std::vector<Migration>;

/// The schema of this folder: commands, events, outbox, settings.
[[nodiscard]] Migrations migrations();

/// One list out of several, in their order.
[[nodiscard]] Migrations all_of(std::initializer_list<Migrations> lists);

/// Applies what is missing, each step in a transaction of its own. Refuses a database that knows
/// steps which `migrations` does not have.
[[nodiscard]] Result<int> migrate(Connection& sql, Migrations const& migrations, Micros now);

}  // namespace jizhi::store
