#include "record/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "kit/text.hpp"
#include "record/cell.hpp"

namespace jizhi::record {
namespace {

constexpr std::string_view schema = R"sql(
CREATE TABLE record_version (
  record_type TEXT NOT NULL, record_id TEXT NOT NULL, version BIGINT NOT NULL,
  effective_from TEXT NOT NULL, recorded_at BIGINT NOT NULL, kind TEXT NOT NULL,
  reason TEXT NOT NULL, document TEXT NOT NULL, actor TEXT NOT NULL, delta TEXT NOT NULL,
  PRIMARY KEY (record_id, version));
CREATE TABLE unique_key (
  record_type TEXT NOT NULL, field TEXT NOT NULL, key_value TEXT NOT NULL,
  record_id TEXT NOT NULL, PRIMARY KEY (record_type, field, key_value));
CREATE TABLE record_mark (
  record_type TEXT NOT NULL, record_id TEXT NOT NULL, mark TEXT NOT NULL, detail TEXT NOT NULL,
  marked_at BIGINT NOT NULL, PRIMARY KEY (record_id, mark));
CREATE INDEX record_mark_by_type ON record_mark (record_type, mark);
CREATE TABLE record_column (
  record_type TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL,
  PRIMARY KEY (record_type, name));
CREATE TABLE saved_view (
  id TEXT PRIMARY KEY, account_id TEXT NOT NULL, view TEXT NOT NULL, title TEXT NOT NULL,
  query TEXT NOT NULL, made_at BIGINT NOT NULL);
CREATE INDEX saved_view_by_account ON saved_view (account_id, view);
)sql";

struct Column {
    std::string name, type, kind;  ///< kind: what may not change without a migration
    bool indexed = false;          ///< lists are ordered or persons are found by it
};

std::string kind_of(Field const& field) {
    auto kind = std::string(name_of(field.type));
    if (field.type == FieldType::long_text) kind = "text";
    if (field.type == FieldType::decimal) kind += fmt::format("({})", field.scale);
    if (field.sensitive) kind += " sealed";
    return kind;
}

std::vector<Column> columns_of(RecordType const& type) {
    std::vector<Column> columns;
    for (auto const& field : type.fields) {
        columns.push_back({field.id, std::string(column_type(field)), kind_of(field)});
        if (has_sort_key(type, field))
            columns.push_back({field.id + "_sort", "BLOB", "sort", true});
        auto const found_by = has_tail(type, field);
        if (has_mac(field)) columns.push_back({field.id + "_mac", "TEXT", "mac", found_by});
        if (found_by) columns.push_back({field.id + "_tail", "TEXT", "tail", true});
    }
    return columns;
}

bool names(std::vector<std::string> const& list, std::string const& id) {
    return std::find(list.begin(), list.end(), id) != list.end() ||
           std::find(list.begin(), list.end(), "-" + id) != list.end();
}

void make_table(store::Connection& sql, RecordType const& type) {
    sql.script(fmt::format(R"sql(
CREATE TABLE {0} (
  id TEXT PRIMARY KEY, parent_id TEXT, region_code TEXT NOT NULL, root_region TEXT NOT NULL,
  row_version BIGINT NOT NULL, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL,
  started_on TEXT NOT NULL, latest_on TEXT NOT NULL, due_on TEXT, ended_on TEXT,
  search_text TEXT);
CREATE INDEX {0}_by_due ON {0} (due_on) WHERE due_on IS NOT NULL;
)sql",
                           type.table()));
    if (!type.parent.empty())
        sql.script(fmt::format("CREATE INDEX {0}_by_parent ON {0} (parent_id)", type.table()));
}

std::map<std::string, std::string, std::less<>> known_columns(store::Connection& sql,
                                                              RecordType const& type) {
    std::map<std::string, std::string, std::less<>> known;
    sql.query("SELECT name, kind FROM record_column WHERE record_type = ?", {type.id},
              [&](store::Row const& row) { known.emplace(row.text(0), row.text(1)); });
    return known;
}

void add_column(store::Connection& sql, RecordType const& type, Column const& column) {
    auto const table = type.table();
    sql.script(
        fmt::format("ALTER TABLE {} ADD COLUMN {} {}", table, sql_name(column.name), column.type));
    if (column.indexed)
        sql.script(fmt::format("CREATE INDEX {0}_by_{1} ON {0} ({2})", table, column.name,
                               sql_name(column.name)));
    sql.execute("INSERT INTO record_column (record_type, name, kind) VALUES (?, ?, ?)",
                {type.id, column.name, column.kind});
}

Result<void> ensure_table(store::Connection& sql, RecordType const& type) {
    auto known = known_columns(sql, type);
    if (known.empty()) {
        make_table(sql, type);
        sql.execute("INSERT INTO record_column (record_type, name, kind) VALUES (?, 'id', 'id')",
                    {type.id});
    }
    for (auto const& column : columns_of(type)) {
        auto const found = known.find(column.name);
        if (found == known.end())
            add_column(sql, type, column);
        else if (found->second != column.kind)
            return fail("record.needs_migration", type.id + "." + column.name,
                        "字段“" + column.name + "”的类型由 " + found->second + " 变为 " +
                            column.kind + ",要写 migrations",
                        "the field \"" + column.name + "\" changes from " + found->second + " to " +
                            column.kind + ": write a migration");
    }
    return {};
}

}  // namespace

store::Migrations migrations() { return {{"record", 1, schema}}; }

namespace {

/// What a list is narrowed and, where nobody chose otherwise, ordered by: its rows are counted and
/// put in order without a look at the rows themselves, a tenth as large. (An entry of PostgreSQL's
/// indexes may not be as long as a text can be.)
void index_listed(store::Connection& sql, RecordType const& type) {
    std::string columns = "region_code";
    if (sql.dialect() == store::Dialect::sqlite) {
        columns += ", ended_on, search_text";
        for (auto const& id : type.sort) {
            auto const* field = type.field(id.starts_with('-') ? id.substr(1) : id);
            if (field != nullptr && !field->sensitive)
                columns += ", " + sql_name(field->id, has_sort_key(type, *field) ? "_sort" : "");
        }
        columns += ", id";
    }
    sql.script(fmt::format("CREATE INDEX IF NOT EXISTS {0}_listed ON {0} ({1})", type.table(),
                           columns));
    sql.script(fmt::format("DROP INDEX IF EXISTS {}_by_region", type.table()));
}

/// Counting must not read a whole table each time one of its rows is written.
void index_counted(store::Connection& sql, Catalog const& catalog, Counted const& counted) {
    if (auto const* other = catalog.type(counted.record))
        sql.script(fmt::format("CREATE INDEX IF NOT EXISTS {0}_counted_by_{1} ON {0} ({2})",
                               other->table(), counted.theirs, sql_name(counted.theirs)));
}

}  // namespace

Result<void> ensure_tables(store::Connection& sql, Catalog const& catalog) {
    for (auto const* type : catalog.types()) {
        CHECK_OK(ensure_table(sql, *type));
        index_listed(sql, *type);
    }
    for (auto const* type : catalog.types())
        for (auto const& field : type->fields)
            if (field.counted) index_counted(sql, catalog, *field.counted);
    return {};
}

bool has_sort_key(RecordType const& type, Field const& field) {
    auto const text = field.type == FieldType::text && !field.sensitive;
    return text &&
           (type.label == field.id || names(type.sort, field.id) || names(type.search, field.id));
}

bool has_tail(RecordType const& type, Field const& field) {
    return field.sensitive && names(type.search, field.id);
}

std::string sql_name(std::string_view name, std::string_view suffix) {
    std::string quoted = "\"";
    quoted.append(name).append(suffix).append("\"");
    return quoted;
}

std::string place_of(RecordType const& type, Field const& field) {
    return type.id + "." + field.id;
}

std::string mac_of(store::Keys const& keys, std::string_view place, std::string_view plain) {
    return text::hex(keys.index(plain, place).substr(0, 16));
}

std::string stored_columns(RecordType const& type) {
    std::string text;
    auto const add = [&](std::string_view name) {
        text.append(text.empty() ? "a." : ", a.").append(name);
    };
    for (auto const* name : {"id", "parent_id", "region_code", "root_region", "row_version",
                             "updated_at", "started_on", "latest_on", "due_on", "ended_on"})
        add(name);
    for (auto const& field : type.fields) add(sql_name(field.id));
    return text;
}

Stored read_stored(RecordType const& type, store::Keys const& keys, store::Row const& row,
                   bool open_sealed) {
    Stored stored{.id = std::string(row.text(0)),
                  .parent_id = std::string(row.text(1)),
                  .region = std::string(row.text(2)),
                  .root = std::string(row.text(3)),
                  .started_on = std::string(row.text(6)),
                  .ended_on = std::string(row.text(9)),
                  .latest_on = std::string(row.text(7)),
                  .due_on = std::string(row.text(8)),
                  .version = row.integer(4),
                  .updated_at = row.integer(5),
                  .values = {}};
    stored.values.resize(type.fields.size());
    for (auto const& field : type.fields) {
        auto const column = stored_system_columns + static_cast<int>(field.slot);
        if (row.null(column)) continue;
        auto& value = stored.values[field.slot];
        if (!field.sensitive)
            value = from_column(field, row, column);
        else if (open_sealed)
            if (auto plain = keys.open(row.blob(column), place_of(type, field)))
                value = Value(*plain);
    }
    return stored;
}

std::string search_text(RecordType const& type, std::vector<Value> const& values,
                        region::Tree const& tree) {
    std::string text;
    for (auto const& id : type.search) {
        auto const* field = type.field(id);
        if (field == nullptr || field->sensitive) continue;
        auto const& value = values[field->slot];
        if (!value.is(Value::Type::string)) continue;
        auto const region = field->type == FieldType::region;
        auto const said = region ? std::string(tree.name(value.string())) : value.string();
        text += text::lower(text::half_width(said)) + " ";
        if (region || field->type == FieldType::text) text += text::initials(said) + " ";
    }
    return text;
}

}  // namespace jizhi::record
