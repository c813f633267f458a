#pragma once
#include <string>
#include <vector>

#include "record/catalog.hpp"
#include "region/regions.hpp"
#include "store/connection.hpp"
#include "record/keys.hpp"
#include "store/migration.hpp"

namespace jizhi::record {

/// Schema that does not depend on packs: history, unique keys, marks, saved views.
[[nodiscard]] store::Migrations migrations();

/// Makes the tables of all types and adds missing columns; inside a command. What is no longer
/// declared stays. A column whose kind would change is refused: that needs a migration.
[[nodiscard]] Result<void> ensure_tables(store::Connection& sql, Catalog const& catalog);

// What belongs to a field beside its own column. Names are fields' ids in quotes.
[[nodiscard]] bool has_sort_key(RecordType const& type, Field const& field);  ///< "x_sort" BLOB
[[nodiscard]] bool has_tail(RecordType const& type, Field const& field);      ///< "x_tail" TEXT
[[nodiscard]] inline bool has_mac(Field const& field) { return field.sensitive; }  ///< "x_mac" TEXT
[[nodiscard]] std::string sql_name(std::string_view name, std::string_view suffix = {});
/// Where a sealed value belongs: it does not open anywhere else.
[[nodiscard]] std::string place_of(RecordType const& type, Field const& field);
/// By what a sealed value is found and kept unique: 32 hex digits.
[[nodiscard]] std::string mac_of(store::Keys const& keys, std::string_view place,
                                 std::string_view plain);

/// One current row in full.
struct Stored {
    std::string id, parent_id, region, root, started_on, ended_on, latest_on, due_on;
    std::int64_t version = 0;
    Micros updated_at = 0;
    std::vector<Value> values;  ///< typed, by slot; sealed ones opened, or null where not asked
};
/// The columns of a row of table a in the order of `read_stored`; made once, as `type.columns`.
[[nodiscard]] std::string stored_columns(RecordType const& type);
/// Reads such a row, from column 0.
[[nodiscard]] Stored read_stored(RecordType const& type, store::Keys const& keys,
                                 store::Row const& row, bool open_sealed);
/// Columns that `stored_columns` names before those of the fields.
inline constexpr int stored_system_columns = 10;

/// Text by which the search box finds a row: its texts and their initials, lower case.
[[nodiscard]] std::string search_text(RecordType const& type, std::vector<Value> const& values,
                                      region::Tree const& tree);

}  // namespace jizhi::record
