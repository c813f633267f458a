#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "kit/crypto.hpp"
#include "store/connection.hpp"
#include "value/value.hpp"

namespace jizhi::store {

struct Column {
    std::string name;
    std::string type;  ///< TEXT, BIGINT or BLOB
    bool not_null = false;
    std::string default_sql;  ///< "" where there is none
    bool operator==(Column const&) const = default;
};

struct Index {
    std::string name;
    std::vector<std::string> columns;
    bool unique = false;
    bool operator==(Index const&) const = default;
};

/// A table as it stands in the database, the same on both stores.
struct Table {
    std::string name;
    std::vector<Column> columns;
    std::vector<std::string> primary_key;
    std::vector<Index> indexes;

    [[nodiscard]] Value to_value() const;
    [[nodiscard]] static Table from_value(Value const& value);
    bool operator==(Table const&) const = default;
};

/// All tables but the one of migrations, by name.
[[nodiscard]] std::vector<Table> tables(Connection& sql);
void create(Connection& sql, Table const& table);

/// Each row as bytes that are the same on both stores, in the order of the primary key.
void read_rows(Connection& sql, Table const& table,
               std::function<void(std::string_view row)> const& on_row);
/// Puts such a row into a table of the same columns.
void insert_row(Connection& sql, Table const& table, std::string_view row);
/// Hex of SM3 over rows as `read_rows` gives them: equal for tables with the same content.
class RowsDigest {
public:
    void add(std::string_view row);
    [[nodiscard]] std::string finish();

private:
    crypto::Sm3 sum_;
};
[[nodiscard]] std::string digest(Connection& sql, Table const& table);

}  // namespace jizhi::store
