#include "record/query.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "kit/limits.hpp"
#include "kit/text.hpp"
#include "record/cursor.hpp"
#include "record/table.hpp"

namespace jizhi::record {
namespace {

Cell cell_at(store::Row const& row, int column, SortKey const& key) {
    if (row.null(column)) return {};
    if (key.integer) return Cell::of(row.integer(column));
    if (key.blob) return Cell::of_blob(std::string(row.blob(column)));
    return Cell::of(std::string(row.text(column)));
}

Row row_of(RecordType const& type, Stored stored, bool clear) {
    Row row{.id = std::move(stored.id),
            .parent_id = std::move(stored.parent_id),
            .region = std::move(stored.region),
            .ended_on = std::move(stored.ended_on),
            .started_on = std::move(stored.started_on),
            .version = stored.version,
            .values = {},
            .extra = {},
            .differs = {}};
    for (auto const& field : type.fields) {
        auto& value = stored.values[field.slot];
        if (field.sensitive && !clear && !value.is_null())
            value = masked(field.type, value.string());
        row.values.put(field.id, std::move(value));
    }
    return row;
}

/// Which decisions differ, for the rows of one page.
void add_marks(store::Connection& sql, std::vector<Row>& rows) {
    if (rows.empty()) return;
    std::unordered_map<std::string_view, Row*> by_id;
    std::vector<store::Bind> binds;
    std::string marks;
    for (auto& row : rows) {
        by_id.emplace(row.id, &row);
        binds.emplace_back(std::string_view(row.id));
        marks += marks.empty() ? "?" : ",?";
    }
    sql.query(
        fmt::format("SELECT record_id, mark FROM record_mark WHERE record_id IN ({}) ORDER BY mark",
                    marks),
        std::span<store::Bind const>(binds),
        [&](store::Row const& row) { by_id.at(row.text(0))->differs.emplace_back(row.text(1)); });
}

/// " AND …": the scope of a row that is found by its key. Looks upward from that row; listing all
/// that lies in the scope first, as for a page of rows, would cost more than all the rest.
std::string inside(people::Scope const& scope, RecordType const& type, std::string_view today,
                   std::vector<store::Bind>& binds) {
    if (scope.everything) return {};
    std::string any = " AND (1 = 0";
    if (!scope.regions.empty()) {
        any +=
            " OR EXISTS (SELECT 1 FROM region_closure up WHERE up.descendant = a.region_code "
            "AND up.ancestor IN (?";
        for (std::size_t more = 1; more < scope.regions.size(); ++more) any += ", ?";
        any += ") AND up.valid_from <= ? AND up.valid_to > ?)";
        for (auto const& region : scope.regions) binds.emplace_back(std::string_view(region));
        binds.emplace_back(today);
        binds.emplace_back(today);
    }
    for (auto const& own : scope.records) {
        any += type.parent.empty() ? " OR a.id = ?" : " OR a.parent_id = ?";
        binds.emplace_back(std::string_view(own));
    }
    return any + ")";
}

std::unexpected<Error> not_found(std::string_view id) {
    return fail("record.not_found", std::string(id), "没有这条记录，或不在您的数据范围内",
                "there is no such record, or it is outside your scope");
}

}  // namespace

std::string masked(FieldType type, std::string_view clear) {
    auto const points = text::code_points(clear);
    std::size_t head = 1, tail = 0;
    if (type == FieldType::resident_id) head = 4, tail = 4;
    if (type == FieldType::phone) head = 3, tail = 4;
    if (type == FieldType::uscc) head = 2, tail = 4;
    if (points.size() <= head + tail) return std::string(points.size(), '*');
    std::u32string out = points.substr(0, head);
    out.append(points.size() - head - tail, U'*');
    out += points.substr(points.size() - tail);
    return text::from_code_points(out);
}

Result<Page> query(store::Connection& sql, Catalog const& catalog, store::Keys const& keys,
                   RecordType const& type, Query const& asked) {
    TRY(condition, condition_of(catalog, keys, type, asked));
    TRY(order, sort_keys(type, asked.sort));
    Page page;
    if (asked.total)
        sql.query(fmt::format("SELECT COUNT(*) FROM {} a WHERE {}", type.table(), condition.sql()),
                  std::span<store::Bind const>(condition.binds()),
                  [&](store::Row const& row) { page.total = row.integer(0); });
    CHECK_OK(add_cursor(condition, order, asked.cursor));
    auto const limit =
        std::clamp<std::int64_t>(asked.limit, 1, std::int64_t{limits::page_rows_max});
    auto columns = type.columns;
    for (auto const& key : order) columns += ", " + key.column;
    auto const first = stored_system_columns + static_cast<int>(type.fields.size());
    std::vector<Cell> last;
    auto more = false;
    // First which rows, by an index that holds all that is asked (record/table); then the rows.
    sql.query(
        fmt::format("SELECT {0} FROM {1} a WHERE a.id IN (SELECT a.id FROM {1} a WHERE {2} "
                    "ORDER BY {3} LIMIT {4}) ORDER BY {3}",
                    columns, type.table(), condition.sql(), order_by(order), limit + 1),
        std::span<store::Bind const>(condition.binds()), [&](store::Row const& row) {
            if (std::ssize(page.rows) == limit) {
                more = true;
                return;
            }
            page.rows.push_back(row_of(type, read_stored(type, keys, row, true), asked.sensitive));
            last.clear();
            for (std::size_t i = 0; i < order.size(); ++i)
                last.push_back(cell_at(row, first + static_cast<int>(i), order[i]));
        });
    if (more) page.next = make_cursor(last);
    add_marks(sql, page.rows);
    return page;
}

Result<Row> find(store::Connection& sql, Catalog const& catalog, store::Keys const& keys,
                 RecordType const& type, std::string_view id, people::Scope const& scope,
                 std::string_view today, bool sensitive) {
    static_cast<void>(catalog);
    std::vector<store::Bind> binds{id};
    auto text = type.select_by_id();
    text += inside(scope, type, today, binds);
    std::optional<Row> found;
    sql.query(text, std::span<store::Bind const>(binds), [&](store::Row const& row) {
        found = row_of(type, read_stored(type, keys, row, true), sensitive);
    });
    if (!found) return not_found(id);
    sql.query("SELECT mark FROM record_mark WHERE record_id = ? ORDER BY mark", {id},
              [&](store::Row const& row) { found->differs.emplace_back(row.text(0)); });
    return std::move(*found);
}

Result<void> require_inside(store::Connection& sql, RecordType const& type, std::string_view id,
                            people::Scope const& scope, std::string_view today) {
    std::vector<store::Bind> binds{id};
    auto text = "SELECT 1 FROM " + type.table() + " a WHERE a.id = ?";
    text += inside(scope, type, today, binds);
    auto found = false;
    sql.query(text, std::span<store::Bind const>(binds), [&](store::Row const&) { found = true; });
    if (!found) return not_found(id);
    return {};
}

Result<std::vector<std::string>> ids(store::Connection& sql, Catalog const& catalog,
                                     store::Keys const& keys, RecordType const& type,
                                     Query const& asked) {
    TRY(condition, condition_of(catalog, keys, type, asked));
    std::vector<std::string> all;
    sql.query(
        fmt::format("SELECT a.id FROM {} a WHERE {} ORDER BY a.id", type.table(), condition.sql()),
        std::span<store::Bind const>(condition.binds()),
        [&](store::Row const& row) { all.emplace_back(row.text(0)); });
    return all;
}

std::vector<Located> located(store::Connection& sql, RecordType const& type,
                             std::vector<std::string> const& ids, people::Scope const& scope,
                             std::string_view today) {
    std::vector<Located> found;
    if (ids.empty()) return found;
    std::string marks;
    std::vector<store::Bind> binds;
    for (auto const& id : ids) {
        marks += marks.empty() ? "?" : ", ?";
        binds.emplace_back(std::string_view(id));
    }
    auto const within = inside(scope, type, today, binds);
    sql.query(fmt::format("SELECT a.id, a.region_code FROM {} a WHERE a.id IN ({}){}", type.table(),
                          marks, within),
              std::span<store::Bind const>(binds), [&](store::Row const& row) {
                  found.push_back({std::string(row.text(0)), std::string(row.text(1))});
              });
    return found;
}

Result<std::vector<Grouped>> structure(store::Connection& sql, Catalog const& catalog,
                                       store::Keys const& keys, RecordType const& type,
                                       std::string_view field_id, Query const& asked) {
    auto const* field = type.field(field_id);
    if (field == nullptr || field->sensitive)
        return fail("query.field", std::string(field_id), "不能按这个字段统计",
                    "cannot count by this field");
    TRY(condition, condition_of(catalog, keys, type, asked));
    std::vector<Grouped> groups;
    auto const column = "a." + sql_name(field->id);
    sql.query(fmt::format("SELECT {0}, COUNT(*) FROM {1} a WHERE {2} GROUP BY {0} "
                          "ORDER BY COUNT(*) DESC, {0}",
                          column, type.table(), condition.sql()),
              std::span<store::Bind const>(condition.binds()), [&](store::Row const& row) {
                  groups.push_back({from_column(*field, row, 0), row.integer(1)});
              });
    return groups;
}

}  // namespace jizhi::record
