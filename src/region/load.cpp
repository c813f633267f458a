#include "region/load.hpp"

#include <fmt/format.h>

#include <map>
#include <set>
#include <tuple>

#include "region/closure.hpp"
#include "value/temporal.hpp"

namespace jizhi::region {
namespace {

constexpr int depth_max = 16;  // deeper than any division tree: beyond it parents form a ring

struct Row {
    std::string name, level, parent, successor, valid_from;
    bool open = true;
};
using Rows = std::map<std::string, Row, std::less<>>;

Rows last_rows(store::Connection& sql) {
    auto rows = Rows{};
    sql.query(R"sql(
        SELECT code, name, level, parent, successor, valid_from, valid_to FROM region
        ORDER BY code, valid_from
    )sql",
              {}, [&](store::Row const& row) {
                  rows.insert_or_assign(std::string(row.text(0)),
                                        Row{.name = std::string(row.text(1)),
                                            .level = std::string(row.text(2)),
                                            .parent = std::string(row.text(3)),
                                            .successor = std::string(row.text(4)),
                                            .valid_from = std::string(row.text(5)),
                                            .open = row.text(6) == day_open});
              });
    return rows;
}

using Pair = std::tuple<std::string, std::string>;  // ancestor, descendant

/// Every pair of the tree with its depth. What ended hangs below what it went into.
Result<std::map<Pair, int>> wanted_pairs(Rows const& rows) {
    auto pairs = std::map<Pair, int>{};
    for (auto const& [code, row] : rows) {
        auto at = std::string_view(code);
        for (auto depth = 0; !at.empty(); ++depth) {
            auto const found = rows.find(at);
            if (found == rows.end() || depth > depth_max)
                return fail("region.parent_unknown", code,
                            fmt::format("{} 的上级区划 {} 不存在或成环", code, at),
                            fmt::format("{} lies below {}, which is missing or its own child", code,
                                        at));
            pairs.emplace(Pair{at, code}, depth);
            auto const& up = found->second;
            at = !up.open && !up.successor.empty() ? up.successor : up.parent;
        }
    }
    return pairs;
}

struct Link {
    std::string since;
    int depth = 0;
};

std::map<Pair, Link> open_pairs(store::Connection& sql) {
    auto pairs = std::map<Pair, Link>{};
    sql.query(
        "SELECT ancestor, descendant, valid_from, depth FROM region_closure WHERE valid_to = ?",
        {day_open}, [&](store::Row const& row) {
            pairs.emplace(Pair{row.text(0), row.text(1)},
                          Link{std::string(row.text(2)), static_cast<int>(row.integer(3))});
        });
    return pairs;
}

void end_pair(store::Connection& sql, Pair const& pair, std::string const& since,
              std::string const& day) {
    auto const& [ancestor, descendant] = pair;
    if (since >= day) {
        sql.execute(
            "DELETE FROM region_closure WHERE ancestor = ? AND descendant = ? AND valid_from = ?",
            {std::string_view(ancestor), std::string_view(descendant), std::string_view(since)});
        return;
    }
    sql.execute(R"sql(
        UPDATE region_closure SET valid_to = ?
        WHERE ancestor = ? AND descendant = ? AND valid_from = ?
    )sql",
                {std::string_view(day), std::string_view(ancestor), std::string_view(descendant),
                 std::string_view(since)});
}

/// Makes the closure what the rows of `region` say, from `day` on.
Result<void> rebuild_closure(store::Connection& sql, std::string const& day) {
    TRY(wanted, wanted_pairs(last_rows(sql)));
    for (auto const& [pair, link] : open_pairs(sql)) {
        auto const same = wanted.find(pair);
        if (same != wanted.end() && same->second == link.depth)
            wanted.erase(same);
        else
            end_pair(sql, pair, link.since, day);
    }
    for (auto const& [pair, depth] : wanted) {
        auto const& [ancestor, descendant] = pair;
        sql.execute(R"sql(
            INSERT INTO region_closure (ancestor, descendant, depth, valid_from, valid_to)
            VALUES (?, ?, ?, ?, ?)
        )sql",
                    {std::string_view(ancestor), std::string_view(descendant), std::int64_t{depth},
                     std::string_view(day), day_open});
    }
    return {};
}

void insert_row(store::Connection& sql, Region const& region, std::string const& day) {
    sql.execute(R"sql(
        INSERT INTO region (code, name, level, parent, successor, valid_from, valid_to)
        VALUES (?, ?, ?, ?, '', ?, ?)
    )sql",
                {std::string_view(region.code), std::string_view(region.name),
                 name_of(region.level), std::string_view(region.parent), std::string_view(day),
                 day_open});
}

/// The last row of a code ends on `day`; one that began then never was.
Result<void> end_row(store::Connection& sql, std::string_view code, Row const& row,
                     std::string const& day, std::string_view successor) {
    if (row.valid_from > day)
        return fail("region.date_before", std::string(code),
                    fmt::format("{} 自 {} 起有效，不能从更早的 {} 变更", code, row.valid_from, day),
                    fmt::format("{} holds from {} on; it cannot change on {}", code, row.valid_from,
                                day));
    if (row.valid_from == day && successor.empty()) {
        sql.execute("DELETE FROM region WHERE code = ? AND valid_from = ?",
                    {code, std::string_view(day)});
        return {};
    }
    sql.execute("UPDATE region SET valid_to = ?, successor = ? WHERE code = ? AND valid_from = ?",
                {std::string_view(day), successor, code, std::string_view(row.valid_from)});
    return {};
}

void append_change(store::Tx& tx, std::string_view code, char const* activity, Context delta) {
    tx.append({.subject_type = "region",
               .subject_id = std::string(code),
               .region = std::string(code),
               .activity = activity,
               .lifecycle = "complete",
               .delta = Value(std::move(delta))});
}

/// Brings one division of the list into the table.
Result<void> load_one(store::Tx& tx, Rows const& rows, Region const& region,
                      std::string const& day, Loaded& loaded) {
    auto const old = rows.find(region.code);
    if (old == rows.end()) {
        insert_row(tx.sql(), region, day);
        ++loaded.added;
        return {};
    }
    auto const& was = old->second;
    auto const moved = was.parent != region.parent || !was.open;
    auto const renamed = was.name != region.name || was.level != name_of(region.level);
    if (!moved && !renamed) {
        ++loaded.unchanged;
        return {};
    }
    if (was.open) CHECK_OK(end_row(tx.sql(), region.code, was, day, ""));
    insert_row(tx.sql(), region, day);
    ++(moved ? loaded.moved : loaded.renamed);
    append_change(tx, region.code, moved ? "move" : "rename",
                  {{"name", region.name}, {"parent", region.parent}, {"from", day}});
    return {};
}

}  // namespace

Result<Loaded> load_divisions(store::Tx& tx, std::vector<Region> const& regions, Day from) {
    auto loaded = Loaded{};
    auto const day = to_text(Date{from});
    auto const rows = last_rows(tx.sql());
    for (auto const& region : regions) CHECK_OK(load_one(tx, rows, region, day, loaded));
    CHECK_OK(rebuild_closure(tx.sql(), day));
    append_change(tx, "", "load",
                  {{"from", day}, {"added", loaded.added}, {"renamed", loaded.renamed},
                   {"moved", loaded.moved}, {"unchanged", loaded.unchanged}});
    return loaded;
}

Result<Value> merge_division(store::Tx& tx, std::string_view code, std::string_view successor,
                             Day day) {
    auto const rows = last_rows(tx.sql());
    auto const old = rows.find(code);
    auto const into = rows.find(successor);
    if (old == rows.end() || into == rows.end() || !old->second.open || !into->second.open ||
        code == successor)
        return fail("region.unknown", std::string(code), "没有这个区域，或它已撤销",
                    "no such region, or it has ended");
    for (auto const& [below, row] : rows)
        if (row.open && row.parent == code)
            return fail("region.has_children", std::string(code),
                        fmt::format("{} 还有下级区划 {}，请先调整下级", code, below),
                        fmt::format("{} still has {} below it; move that first", code, below));
    auto const text = to_text(Date{day});
    CHECK_OK(end_row(tx.sql(), code, old->second, text, successor));
    CHECK_OK(rebuild_closure(tx.sql(), text));
    append_change(tx, code, "merge", {{"into", successor}, {"from", text}});
    return Value(Context{{"code", code}, {"successor", successor}});
}

}  // namespace jizhi::region
