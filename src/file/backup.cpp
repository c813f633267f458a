#include "file/backup.hpp"

#include <fmt/core.h>

#include "file/archive.hpp"
#include "file/backup_format.hpp"
#include "store/snapshot.hpp"
#include "store/table.hpp"
#include "value/json.hpp"

namespace jizhi::file {
namespace {

Value migration_steps(store::Connection& sql) {
    List steps;
    sql.query("SELECT folder, number FROM migration ORDER BY applied_at, folder, number", {},
              [&](store::Row const& row) {
                  steps.emplace_back(Context{{"folder", row.text(0)}, {"number", row.integer(1)}});
              });
    return steps;
}

/// The digest of its rows.
std::string add_table(store::Connection& sql, store::Table const& table, ArchiveWriter& out,
                      BackupSummary& summary) {
    out.add(part::table, to_json(table.to_value()));
    store::RowsDigest digest;
    store::read_rows(sql, table, [&](std::string_view row) {
        out.add(part::row, row);
        digest.add(row);
        ++summary.rows;
    });
    ++summary.tables;
    return digest.finish();
}

Result<void> add_files(store::Connection& sql, Files const& files, ArchiveWriter& out,
                       BackupSummary& summary) {
    std::vector<std::string> names;
    sql.query("SELECT digest FROM file ORDER BY digest", {},
              [&](store::Row const& row) { names.emplace_back(row.text(0)); });
    for (auto const& name : names) {
        TRY(bytes, files.get(sql, name));
        out.add(part::file, bytes);
        ++summary.files;
    }
    return {};
}

Result<BackupSummary> write(store::Store& store, Files const& files, store::Keys const& keys,
                            Clock const& clock, BackupRequest const& request) {
    TRY(out, ArchiveWriter::create(request.path));
    auto const sql = store.read();
    store::Snapshot const one_moment(*sql);
    BackupSummary summary{.key_id = keys.id(), .made_at = clock.now()};
    out.add(part::head, to_json(Context{{"made_at", summary.made_at},
                                        {"key_id", summary.key_id},
                                        {"migrations", migration_steps(*sql)}}));
    if (!request.passphrase.empty()) out.add(part::keys, keys.export_with(request.passphrase));
    Context sums;
    for (auto const& table : stored_tables(*sql))
        sums.put(table.name, add_table(*sql, table, out, summary));
    CHECK_OK(add_files(*sql, files, out, summary));
    out.add(part::digests, to_json(sums));
    TRY(bytes, out.close());
    summary.bytes = bytes;
    return summary;
}

BackupEntry entry_of(store::Row const& row) {
    auto const text = [&](int column) { return std::string(row.text(column)); };
    return {.id = text(0),
            .kind = text(1),
            .path = text(2),
            .error = text(3),
            .at = row.integer(4),
            .bytes = row.integer(5)};
}

}  // namespace

std::vector<store::Table> stored_tables(store::Connection& sql) {
    auto all = store::tables(sql);
    for (auto& table : all)
        if (table.name == "file")  // the bytes travel as files, wherever the store keeps them
            std::erase_if(table.columns, [](auto const& c) { return c.name == "content"; });
    return all;
}

std::map<std::string, std::string> digests(store::Connection& sql) {
    std::map<std::string, std::string> out;
    for (auto const& table : stored_tables(sql)) out.emplace(table.name, store::digest(sql, table));
    return out;
}

Result<BackupSummary> back_up(store::Store& store, Files const& files, store::Keys const& keys,
                              Clock const& clock, BackupRequest const& request) {
    try {
        return write(store, files, keys, clock, request);
    } catch (store::Failure const& failure) {
        return fail("backup.failed", request.path.string(),
                    fmt::format("备份失败：{}", failure.what()),
                    fmt::format("the backup failed: {}", failure.what()));
    }
}

std::vector<BackupEntry> backups(store::Connection& sql, int limit) {
    std::vector<BackupEntry> found;
    sql.query("SELECT id, kind, path, error, at, bytes FROM backup ORDER BY at DESC LIMIT ?",
              {std::int64_t{limit}},
              [&](store::Row const& row) { found.push_back(entry_of(row)); });
    return found;
}

std::optional<BackupEntry> last_good_backup(store::Connection& sql) {
    std::optional<BackupEntry> found;
    sql.query(R"(
        SELECT id, kind, path, error, at, bytes FROM backup
        WHERE error = '' ORDER BY at DESC LIMIT 1)",
              {}, [&](store::Row const& row) { found = entry_of(row); });
    return found;
}

std::optional<BackupEntry> find_backup(store::Connection& sql, std::string_view id) {
    std::optional<BackupEntry> found;
    sql.query("SELECT id, kind, path, error, at, bytes FROM backup WHERE id = ?", {id},
              [&](store::Row const& row) { found = entry_of(row); });
    return found;
}

void note_backup(store::Writer& writer, std::string const& actor, BackupEntry attempt,
                 Result<BackupSummary> const& result) {
    attempt.error = result ? "" : result.error().en;
    attempt.bytes = result ? result->bytes : 0;
    auto const note = [&](store::Tx& tx) -> Result<Value> {
        if (attempt.id.empty()) attempt.id = tx.new_id();
        tx.sql().execute(
            R"(
            INSERT INTO backup (id, kind, path, error, at, bytes) VALUES (?, ?, ?, ?, ?, ?))",
            {attempt.id, attempt.kind, attempt.path, attempt.error, tx.now(), attempt.bytes});
        tx.append(
            {.subject_type = "backup",
             .subject_id = attempt.id,
             .activity = result ? "backup" : "backup_failed",
             .delta = Context{
                 {"path", attempt.path}, {"bytes", attempt.bytes}, {"error", attempt.error}}});
        return Value();
    };
    (void)writer.run({.id = "", .name = "backup.note", .actor = actor}, note);
}

}  // namespace jizhi::file
