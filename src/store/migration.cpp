#include "store/migration.hpp"

#include <fmt/core.h>

#include <set>
#include <string>
#include <utility>

namespace jizhi::store {
namespace {

using Step = std::pair<std::string, std::int64_t>;

constexpr std::string_view migration_table = R"(
    CREATE TABLE IF NOT EXISTS migration (
        folder TEXT NOT NULL, number BIGINT NOT NULL, applied_at BIGINT NOT NULL,
        PRIMARY KEY (folder, number)))";

std::set<Step> applied(Connection& sql) {
    std::set<Step> steps;
    sql.query("SELECT folder, number FROM migration", {},
              [&](Row const& row) { steps.emplace(row.text(0), row.integer(1)); });
    return steps;
}

Result<void> refuse_newer(std::set<Step> const& steps, Migrations const& known) {
    for (auto const& [folder, number] : steps) {
        bool found = false;
        for (auto const& m : known) found = found || (m.folder == folder && m.number == number);
        if (found) continue;
        auto const step = fmt::format("{} {}", folder, number);
        return fail("store.newer", step, "数据库由更新的版本写过，请用更新的程序打开它",
                    "the database was written by a newer program; open it with that one");
    }
    return {};
}

void apply(Connection& sql, Migration const& m, Micros now) {
    sql.script(m.sql);
    sql.execute("INSERT INTO migration (folder, number, applied_at) VALUES (?, ?, ?)",
                {m.folder, m.number, now});
}

/// One program at a time migrates: the others wait, and then find nothing to do.
void begin(Connection& sql) {
    if (sql.dialect() == Dialect::sqlite) {
        sql.execute("BEGIN IMMEDIATE");
    } else {
        sql.execute("BEGIN");
        sql.query("SELECT pg_advisory_xact_lock(4823062)", {}, [](Row const&) {});
    }
}

}  // namespace

Migrations all_of(std::initializer_list<Migrations> lists) {
    Migrations all;
    for (auto const& list : lists) all.insert(all.end(), list.begin(), list.end());
    return all;
}

Result<int> migrate(Connection& sql, Migrations const& migrations, Micros now) {
    int count = 0;
    begin(sql);
    try {
        sql.script(migration_table);
        auto steps = applied(sql);
        if (auto const ok = refuse_newer(steps, migrations); !ok) {
            sql.execute("ROLLBACK");
            return std::unexpected(ok.error());
        }
        for (auto const& m : migrations) {
            if (steps.contains({std::string(m.folder), m.number})) continue;
            apply(sql, m, now);
            steps.emplace(m.folder, m.number);
            ++count;
        }
        sql.execute("COMMIT");
    } catch (Failure const& failure) {
        if (sql.in_transaction()) sql.execute("ROLLBACK");
        return fail("store.migration", {}, fmt::format("数据库升级失败：{}", failure.what()),
                    fmt::format("the schema could not be brought up to date: {}", failure.what()));
    }
    return count;
}

Migrations migrations() {
    return {{"store", 1, R"(
        CREATE TABLE command (
            id TEXT NOT NULL PRIMARY KEY,
            name TEXT NOT NULL,
            actor TEXT NOT NULL,
            on_behalf_of TEXT NOT NULL,
            at BIGINT NOT NULL,
            digest BLOB NOT NULL,
            answer TEXT NOT NULL);
        CREATE TABLE event (
            id TEXT NOT NULL PRIMARY KEY,
            at BIGINT NOT NULL,
            subject_type TEXT NOT NULL,
            subject_id TEXT NOT NULL,
            region TEXT NOT NULL,
            activity TEXT NOT NULL,
            lifecycle TEXT NOT NULL,
            actor TEXT NOT NULL,
            on_behalf_of TEXT NOT NULL,
            command_id TEXT NOT NULL,
            delta TEXT);
        CREATE INDEX event_at ON event (at);
        CREATE INDEX event_subject ON event (subject_type, subject_id);
        CREATE TABLE outbox (
            id TEXT NOT NULL PRIMARY KEY,
            kind TEXT NOT NULL,
            payload TEXT NOT NULL,
            made_at BIGINT NOT NULL,
            due_at BIGINT NOT NULL,
            attempts BIGINT NOT NULL DEFAULT 0,
            last_error TEXT,
            done_at BIGINT);
        CREATE INDEX outbox_due ON outbox (done_at, due_at);
        CREATE TABLE setting (
            name TEXT NOT NULL PRIMARY KEY,
            value TEXT NOT NULL);)"}};
}

}  // namespace jizhi::store
