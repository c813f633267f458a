#include "audit/event_log.hpp"

#include <algorithm>

#include "kit/limits.hpp"
#include "value/json.hpp"

namespace jizhi::audit {
namespace {

/// Conditions and their values, side by side.
struct Where {
    std::string sql = " WHERE s.number < ?";
    std::vector<store::Bind> binds;

    void add(std::string_view condition, store::Bind value) {
        sql.append(" AND ").append(condition);
        binds.push_back(value);
    }
    void add_text(std::string_view condition, std::string const& value) {
        if (!value.empty()) add(condition, std::string_view(value));
    }
};

Where where(EventQuery const& q) {
    Where w;
    w.binds.emplace_back(q.before_number > 0 ? q.before_number : INT64_MAX);
    w.add_text("e.subject_type = ?", q.subject_type);
    w.add_text("e.subject_id = ?", q.subject_id);
    w.add_text("e.actor = ?", q.actor);
    w.add_text("e.activity = ?", q.activity);
    if (q.from > 0) w.add("e.at >= ?", q.from);
    if (q.to > 0) w.add("e.at < ?", q.to);
    if (!q.scope_sql.empty()) w.sql.append(" AND (").append(q.scope_sql).append(")");
    for (auto const& value : q.scope_values) w.binds.emplace_back(std::string_view(value));
    auto const limit = std::clamp(q.limit, 1, static_cast<int>(limits::page_rows_max));
    w.binds.emplace_back(std::int64_t{limit});
    return w;
}

EventEntry entry_of(store::Row const& row) {
    auto const text = [&](int column) { return std::string(row.text(column)); };
    EventEntry entry{.number = row.integer(0),
                     .id = text(1),
                     .subject_type = text(3),
                     .subject_id = text(4),
                     .region = text(5),
                     .activity = text(6),
                     .lifecycle = text(7),
                     .actor = text(8),
                     .on_behalf_of = text(9),
                     .command_id = text(10),
                     .at = row.integer(2),
                     .delta = Value()};
    if (auto delta = parse_json(row.text(11)); delta && !row.null(11)) entry.delta = *delta;
    return entry;
}

}  // namespace

std::int64_t last_number(store::Connection& sql) {
    std::int64_t number = 0;
    sql.query("SELECT number FROM event_seal ORDER BY number DESC LIMIT 1", {},
              [&](store::Row const& row) { number = row.integer(0); });
    return number;
}

std::vector<Touched> touched(store::Connection& sql, std::int64_t after, std::int64_t up_to) {
    std::vector<Touched> all;
    sql.query(
        R"(
        SELECT s.number, e.subject_type, e.subject_id
        FROM event_seal s JOIN event e ON e.id = s.event_id
        WHERE s.number > ? AND s.number <= ? ORDER BY s.number)",
        {after, up_to}, [&](store::Row const& row) {
            all.push_back({row.integer(0), std::string(row.text(1)), std::string(row.text(2))});
        });
    return all;
}

std::set<std::string, std::less<>> touched_types(store::Connection& sql, std::int64_t after,
                                                 std::int64_t up_to) {
    std::set<std::string, std::less<>> all;
    sql.query(
        R"(
        SELECT DISTINCT e.subject_type
        FROM event_seal s JOIN event e ON e.id = s.event_id
        WHERE s.number > ? AND s.number <= ?)",
        {after, up_to}, [&](store::Row const& row) { all.emplace(row.text(0)); });
    return all;
}

std::vector<EventEntry> events(store::Connection& sql, EventQuery const& query) {
    auto const w = where(query);
    auto const text = R"(
        SELECT s.number, e.id, e.at, e.subject_type, e.subject_id, e.region, e.activity,
               e.lifecycle, e.actor, e.on_behalf_of, e.command_id, e.delta
        FROM event_seal s JOIN event e ON e.id = s.event_id)" +
                      w.sql + " ORDER BY s.number DESC LIMIT ?";
    std::vector<EventEntry> found;
    sql.query(text, w.binds, [&](store::Row const& row) { found.push_back(entry_of(row)); });
    return found;
}

}  // namespace jizhi::audit
