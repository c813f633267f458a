#include "record/extra.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <unordered_map>

#include "record/table.hpp"

namespace jizhi::record {
namespace {

struct Wanted {
    std::string column;
    Field const* field;
};

/// Reads rows whose `key` (id or parent_id) is one of `ids`, oldest first.
template <class Each>
void read_rows(store::Connection& sql, store::Keys const& keys, RecordType const& type,
               std::string_view key, std::vector<std::string> const& ids, Each const& each) {
    constexpr std::size_t ids_max = 500;
    for (std::size_t from = 0; from < ids.size(); from += ids_max) {
        std::vector<store::Bind> binds;
        std::string marks;
        for (std::size_t i = from; i < std::min(ids.size(), from + ids_max); ++i) {
            binds.emplace_back(std::string_view(ids[i]));
            marks += marks.empty() ? "?" : ",?";
        }
        sql.query(fmt::format("SELECT {} FROM {} a WHERE a.{} IN ({}) ORDER BY a.started_on, a.id",
                              type.columns, type.table(), key, marks),
                  std::span<store::Bind const>(binds),
                  [&](store::Row const& row) { each(read_stored(type, keys, row, true)); });
    }
}

void put(Row& row, Wanted const& wanted, Value value) {
    if (wanted.field->sensitive && !value.is_null())
        value = masked(wanted.field->type, value.string_or(""));
    for (auto& extra : row.extra)
        if (extra.id == wanted.column) {
            extra.value = std::move(value);
            return;
        }
    row.extra.push_back({wanted.column, wanted.field, std::move(value)});
}

void add_parent(store::Connection& sql, store::Keys const& keys, RecordType const& parent,
                std::vector<Wanted> const& wanted, std::vector<Row>& rows) {
    std::unordered_map<std::string, std::vector<Row*>> by_parent;
    std::vector<std::string> ids;
    for (auto& row : rows) {
        auto& same = by_parent[row.parent_id];
        if (same.empty()) ids.push_back(row.parent_id);
        same.push_back(&row);
    }
    read_rows(sql, keys, parent, "id", ids, [&](Stored const& stored) {
        for (auto* row : by_parent[stored.id])
            for (auto const& each : wanted) put(*row, each, stored.values[each.field->slot]);
    });
}

void add_child(store::Connection& sql, store::Keys const& keys, RecordType const& child,
               std::vector<Wanted> const& wanted, std::string const& today,
               std::vector<Row>& rows) {
    std::unordered_map<std::string, Row*> by_id;
    std::vector<std::string> ids;
    for (auto& row : rows) by_id.emplace(row.id, &row), ids.push_back(row.id);
    read_rows(sql, keys, child, "parent_id", ids, [&](Stored const& stored) {
        auto const over = !stored.ended_on.empty() && stored.ended_on < today;
        if (over || stored.started_on > today) return;
        for (auto const& each : wanted)
            put(*by_id.at(stored.parent_id), each, stored.values[each.field->slot]);
    });
}

}  // namespace

Result<void> add_extra_columns(store::Connection& sql, Catalog const& catalog,
                               store::Keys const& keys, RecordType const& type,
                               std::vector<std::string> const& columns, std::string const& today,
                               std::vector<Row>& rows) {
    std::map<std::string, std::vector<Wanted>> by_type;
    for (auto const& column : columns) {
        auto const dot = column.find('.');
        if (dot == std::string::npos) continue;
        auto const head = column.substr(0, dot);
        auto const* of = catalog.type(head == "parent" ? type.parent : head);
        auto const* field = of == nullptr ? nullptr : of->field(column.substr(dot + 1));
        if (field == nullptr || (head != "parent" && of->parent != type.id))
            return fail("query.column", column, "没有这一列", "there is no such column");
        by_type[head].push_back({column, field});
    }
    for (auto const& [head, wanted] : by_type) {
        if (head == "parent")
            add_parent(sql, keys, *catalog.type(type.parent), wanted, rows);
        else
            add_child(sql, keys, *catalog.type(head), wanted, today, rows);
    }
    for (auto& row : rows)
        for (auto const& [head, wanted] : by_type)
            for (auto const& each : wanted) {
                auto const there = std::any_of(row.extra.begin(), row.extra.end(),
                                               [&](auto const& e) { return e.id == each.column; });
                if (!there) row.extra.push_back({each.column, each.field, Value()});
            }
    return {};
}

}  // namespace jizhi::record
