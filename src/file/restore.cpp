#include <fmt/core.h>

#include <algorithm>

#include "file/archive.hpp"
#include "file/backup.hpp"
#include "file/backup_format.hpp"
#include "kit/crypto.hpp"
#include "kit/text.hpp"
#include "store/table.hpp"
#include "value/json.hpp"

namespace jizhi::file {
namespace {

struct Contents {
    Value head;
    std::string exported_keys;
};

Result<Contents> check_whole(std::filesystem::path const& path) {
    TRY(in, ArchiveReader::open(path));
    Contents contents;
    for (;;) {
        TRY(one, in.next());
        if (one.kind == 0) return contents;
        if (one.kind == part::keys) contents.exported_keys = one.content;
        if (one.kind != part::head) continue;
        TRY(head, parse_json(one.content));
        contents.head = head;
    }
}

/// The migrations that the backup's database had: its schema is made as it was, and brought up to
/// date only when its data is in.
Result<store::Migrations> steps_of(Contents const& contents, store::Migrations const& known) {
    store::Migrations steps;
    auto const& list = contents.head["migrations"];
    auto const count = list.is(Value::Type::list) ? list.list().size() : 0;
    for (auto const& migration : known)
        for (std::size_t i = 0; i < count; ++i)
            if (list.list()[i]["folder"].string_or("") == migration.folder &&
                list.list()[i]["number"].integer_or(0) == migration.number)
                steps.push_back(migration);
    if (steps.size() != count)
        return fail("store.newer", {}, "备份由更新的版本写成，请用更新的程序恢复",
                    "the backup was made by a newer program; restore it with that one");
    return steps;
}

/// The keys come from their file or, with its passphrase, out of the backup.
Result<void> settle_keys(RestoreRequest const& request, Contents const& contents, Random& random) {
    if (request.without_keys) return {};
    auto const needed = contents.head["key_id"].string_or("");
    std::error_code error;
    if (!std::filesystem::exists(request.keys_file, error) && !request.passphrase.empty() &&
        !contents.exported_keys.empty()) {
        TRY(inside, store::Keys::import_with(contents.exported_keys, request.passphrase, random));
        if (!request.target.folder.empty())
            std::filesystem::create_directories(request.target.folder, error);
        return inside.save(request.keys_file);
    }
    auto const keys = store::Keys::load(request.keys_file, random);
    if (keys && keys->opens(needed)) return {};
    return fail("backup.wrong_keys", request.keys_file.string(),
                fmt::format("备份需要密钥 {}，此密钥文件不是它；确实没有密钥时用 --without-keys，"
                            "加密字段将无法读出",
                            needed),
                fmt::format("the backup needs the keys {} and this file does not hold them; with "
                            "--without-keys it is restored, but sealed fields stay closed",
                            needed));
}

/// Loads all parts in one transaction.
class Loading {
public:
    Loading(store::Connection& sql, Files& files) : sql_(sql), files_(files) {}

    Result<BackupSummary> run(std::filesystem::path const& path) {
        TRY(in, ArchiveReader::open(path));
        for (;;) {
            TRY(one, in.next());
            if (one.kind == 0) break;
            CHECK_OK(load(one));
        }
        // The server has taken what was sent along when a query that follows has its answer.
        auto const mine = digests(sql_);
        for (auto const& [name, digest] : sums_)
            if (auto const found = mine.find(name); found == mine.end() || found->second != digest)
                return fail("backup.not_equal", name, "恢复后的数据与备份不一致，已撤销",
                            "what was restored differs from the backup; nothing was kept");
        return summary_;
    }

private:
    Result<void> load(ArchiveReader::Part const& one) {
        switch (one.kind) {
            case part::table:
                return load_table(one.content);
            case part::row:
                store::insert_row(sql_, table_, one.content);
                ++summary_.rows;
                return {};
            case part::file:
                return load_file(one.content);
            case part::digests:
                return load_digests(one.content);
            default:
                return {};
        }
    }

    Result<void> load_table(std::string_view json) {
        TRY(description, parse_json(json));
        table_ = store::Table::from_value(description);
        ++summary_.tables;
        auto const there = store::tables(sql_);
        if (std::ranges::find(there, table_.name, &store::Table::name) == there.end())
            store::create(sql_, table_);
        return {};
    }

    Result<void> load_file(std::string_view bytes) {
        CHECK_OK(files_.stage(bytes));
        ++summary_.files;
        if (sql_.dialect() == store::Dialect::sqlite) return {};
        auto const name = text::hex(crypto::sm3(bytes));
        sql_.execute("UPDATE file SET content = ? WHERE digest = ?",
                     {store::BlobView{bytes}, name});
        return {};
    }

    Result<void> load_digests(std::string_view json) {
        TRY(sums, parse_json(json));
        if (!sums.is(Value::Type::context)) return {};
        for (auto const& [name, digest] : sums.context().entries())
            sums_[name] = digest.string_or("");
        return {};
    }

    store::Connection& sql_;
    Files& files_;
    store::Table table_;
    BackupSummary summary_;
    std::map<std::string, std::string> sums_;
};

/// Puts the empty place back as it was, so that restoring can be tried again.
void clear(store::Place const& target) {
    auto const sql = store::connect(target);
    for (auto const& table : store::tables(*sql))
        sql->script(fmt::format("DROP TABLE \"{}\"", table.name));
    sql->script("DROP TABLE IF EXISTS migration");
}

Result<BackupSummary> load(RestoreRequest const& request, store::Migrations const& steps,
                           Clock const& clock) {
    auto const sql = store::connect(request.target);
    CHECK_OK(store::migrate(*sql, steps, clock.now()));
    auto const files = open(request.target);
    sql->execute("BEGIN");
    auto done = Loading(*sql, *files).run(request.path);
    sql->execute(done ? "COMMIT" : "ROLLBACK");
    return done;
}

Result<BackupSummary> load_or_clear(RestoreRequest const& request, store::Migrations const& steps,
                                    Clock const& clock) {
    if (!store::tables(*store::connect(request.target)).empty())
        return fail("backup.target_not_empty", {}, "目标不是空的，恢复只写入空的位置",
                    "the target is not empty; a backup is restored into an empty place only");
    try {
        auto done = load(request, steps, clock);
        if (!done) clear(request.target);
        return done;
    } catch (store::Failure const&) {
        clear(request.target);
        throw;
    }
}

}  // namespace

Result<BackupSummary> restore(RestoreRequest const& request, store::Migrations const& migrations,
                              Clock const& clock, Random& random) {
    TRY(contents, check_whole(request.path));
    TRY(steps, steps_of(contents, migrations));
    CHECK_OK(settle_keys(request, contents, random));
    try {
        TRY(summary, load_or_clear(request, steps, clock));
        summary.key_id = contents.head["key_id"].string_or("");
        summary.made_at = contents.head["made_at"].integer_or(0);
        return summary;
    } catch (store::Failure const& failure) {
        return fail("backup.failed", request.path.string(),
                    fmt::format("恢复失败：{}", failure.what()),
                    fmt::format("restoring failed: {}", failure.what()));
    }
}

}  // namespace jizhi::file
