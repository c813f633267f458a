#include "store/table.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "kit/text.hpp"

namespace jizhi::store {
namespace {

std::string quoted(std::string_view name) { return fmt::format("\"{}\"", name); }

std::string quoted_list(std::vector<std::string> const& names) {
    std::vector<std::string> out;
    for (auto const& name : names) out.push_back(quoted(name));
    return text::join(out, ", ");
}

/// "bytea" and "BLOB" → BLOB; what is neither text nor bytes is a whole number.
std::string portable_type(std::string_view declared) {
    auto const upper = text::upper(declared);
    if (upper == "TEXT") return "TEXT";
    return upper == "BYTEA" || upper == "BLOB" ? "BLOB" : "BIGINT";
}

/// PostgreSQL writes a default as ''::text.
std::string portable_default(std::string_view sql) {
    return std::string(sql.substr(0, sql.find("::")));
}

std::vector<std::string> names(Connection& sql, std::string_view query, Binds binds = {}) {
    std::vector<std::string> out;
    sql.query(query, binds, [&](Row const& row) { out.emplace_back(row.text(0)); });
    return out;
}

void read_sqlite(Connection& sql, Table& table) {
    std::map<std::int64_t, std::string> key;
    sql.query(R"(SELECT name, type, "notnull", dflt_value, pk FROM pragma_table_info(?))",
              {table.name}, [&](Row const& row) {
                  table.columns.push_back({std::string(row.text(0)), portable_type(row.text(1)),
                                           row.integer(2) != 0 || row.integer(4) > 0,
                                           std::string(row.text(3))});
                  if (row.integer(4) > 0) key.emplace(row.integer(4), row.text(0));
              });
    for (auto const& [at, name] : key) table.primary_key.push_back(name);
    sql.query(
        R"(SELECT name, "unique", origin FROM pragma_index_list(?))", {table.name},
        [&](Row const& row) {
            if (row.text(2) == "pk") return;
            Index index{
                .name = std::string(row.text(0)), .columns = {}, .unique = row.integer(1) != 0};
            index.columns =
                names(sql, "SELECT name FROM pragma_index_info(?) ORDER BY seqno", {index.name});
            table.indexes.push_back(std::move(index));
        });
}

void read_postgres(Connection& sql, Table& table) {
    sql.query(R"(
        SELECT column_name, data_type, is_nullable, column_default
        FROM information_schema.columns
        WHERE table_schema = current_schema() AND table_name = ? ORDER BY ordinal_position)",
              {table.name}, [&](Row const& row) {
                  table.columns.push_back({std::string(row.text(0)), portable_type(row.text(1)),
                                           row.text(2) == "NO", portable_default(row.text(3))});
              });
    sql.query(R"(
        SELECT i.relname, x.indisunique, x.indisprimary, a.attname
        FROM pg_index x
        JOIN pg_class t ON t.oid = x.indrelid
        JOIN pg_class i ON i.oid = x.indexrelid
        JOIN pg_namespace n ON n.oid = t.relnamespace AND n.nspname = current_schema()
        CROSS JOIN LATERAL unnest(x.indkey) WITH ORDINALITY AS k(attnum, place)
        JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum
        WHERE t.relname = ? ORDER BY i.relname, k.place)",
              {table.name}, [&](Row const& row) {
                  if (row.integer(2) != 0) {
                      table.primary_key.emplace_back(row.text(3));
                      return;
                  }
                  if (table.indexes.empty() || table.indexes.back().name != row.text(0))
                      table.indexes.push_back({std::string(row.text(0)), {}, row.integer(1) != 0});
                  table.indexes.back().columns.emplace_back(row.text(3));
              });
}

Value strings(std::vector<std::string> const& texts) { return List(texts.begin(), texts.end()); }

std::vector<std::string> to_strings(Value const& value) {
    std::vector<std::string> out;
    if (!value.is(Value::Type::list)) return out;
    for (auto const& item : value.list()) out.push_back(item.string_or(""));
    return out;
}

List const& list_of(Value const& value) {
    static List const none;
    return value.is(Value::Type::list) ? value.list() : none;
}

}  // namespace

std::vector<Table> tables(Connection& sql) {
    bool const sqlite = sql.dialect() == Dialect::sqlite;
    auto const all = names(sql, sqlite ? R"(
        SELECT name FROM sqlite_master
        WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name)"
                                       : R"(
        SELECT tablename FROM pg_tables WHERE schemaname = current_schema()
        ORDER BY tablename COLLATE "C")");
    std::vector<Table> found;
    for (auto const& name : all) {
        if (name == "migration") continue;
        Table table{.name = name, .columns = {}, .primary_key = {}, .indexes = {}};
        if (sqlite)
            read_sqlite(sql, table);
        else
            read_postgres(sql, table);
        std::ranges::sort(table.indexes, {}, &Index::name);
        found.push_back(std::move(table));
    }
    return found;
}

void create(Connection& sql, Table const& table) {
    std::vector<std::string> parts;
    for (auto const& c : table.columns)
        parts.push_back(fmt::format("{} {}{}{}", quoted(c.name), c.type,
                                    c.not_null ? " NOT NULL" : "",
                                    c.default_sql.empty() ? "" : " DEFAULT " + c.default_sql));
    if (!table.primary_key.empty())
        parts.push_back(fmt::format("PRIMARY KEY ({})", quoted_list(table.primary_key)));
    for (auto const& index : table.indexes)
        // SQLite names the index of a UNIQUE column itself, and nobody else may use such a name.
        if (index.name.starts_with("sqlite_"))
            parts.push_back(fmt::format("UNIQUE ({})", quoted_list(index.columns)));
    sql.script(fmt::format("CREATE TABLE {} ({})", quoted(table.name), text::join(parts, ", ")));
    for (auto const& index : table.indexes)
        if (!index.name.starts_with("sqlite_"))
            sql.script(fmt::format("CREATE {}INDEX {} ON {} ({})", index.unique ? "UNIQUE " : "",
                                   quoted(index.name), quoted(table.name),
                                   quoted_list(index.columns)));
}

Value Table::to_value() const {
    List column_values, index_values;
    for (auto const& c : columns)
        column_values.emplace_back(Context{{"name", c.name},
                                           {"type", c.type},
                                           {"not_null", c.not_null},
                                           {"default", c.default_sql}});
    for (auto const& i : indexes)
        index_values.emplace_back(
            Context{{"name", i.name}, {"columns", strings(i.columns)}, {"unique", i.unique}});
    return Context{{"name", name},
                   {"columns", column_values},
                   {"primary_key", strings(primary_key)},
                   {"indexes", index_values}};
}

Table Table::from_value(Value const& value) {
    Table table{.name = value["name"].string_or(""),
                .columns = {},
                .primary_key = to_strings(value["primary_key"]),
                .indexes = {}};
    for (auto const& c : list_of(value["columns"]))
        table.columns.push_back({c["name"].string_or(""), portable_type(c["type"].string_or("")),
                                 c["not_null"].boolean_or(false), c["default"].string_or("")});
    for (auto const& i : list_of(value["indexes"]))
        table.indexes.push_back(
            {i["name"].string_or(""), to_strings(i["columns"]), i["unique"].boolean_or(false)});
    return table;
}

}  // namespace jizhi::store
