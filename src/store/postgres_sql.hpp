#pragma once
#include <string>
#include <string_view>

namespace jizhi::store {

/// Our SQL as PostgreSQL wants it: `?` becomes $1, $2…, the type BLOB becomes BYTEA, and text
/// columns that are declared compare by bytes whatever the collation of the database.
[[nodiscard]] std::string to_postgres(std::string_view sql);

}  // namespace jizhi::store
