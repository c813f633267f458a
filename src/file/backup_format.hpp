#pragma once
#include <vector>

#include "store/table.hpp"

namespace jizhi::file {

/// The kinds of parts of a backup, in their order (docs/formats.md).
namespace part {
constexpr char head = 'H';   ///< JSON: made_at, key_id, migrations
constexpr char keys = 'K';   ///< exported keys, only when asked for
constexpr char table = 'T';  ///< JSON: a table's description; its rows follow
constexpr char row = 'R';
constexpr char file = 'F';     ///< the bytes of one file
constexpr char digests = 'D';  ///< JSON: the digest of each table
}  // namespace part

/// What a backup holds as tables.
[[nodiscard]] std::vector<store::Table> stored_tables(store::Connection& sql);

}  // namespace jizhi::file
