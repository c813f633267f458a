#include <fmt/format.h>

#include "cli/passphrase.hpp"
#include "cli/place.hpp"
#include "file/backup.hpp"
#include "store/deployment_keys.hpp"

namespace jizhi::cli {
namespace {

/// Brings the schema up to date, and says which keys are the ones from now on.
Result<void> settle(Arguments const& given, file::RestoreRequest const& request, World& world) {
    TRY(database,
        store::open(request.target, {world.clock, world.ids, world.log}, all_migrations()));
    if (!given.has("--without-keys")) return {};
    TRY(keys, store::Keys::load_or_make(request.keys_file, world.random));
    store::note_keys(*database, keys.id());
    return {};
}

int restore(Arguments const& given) {
    World world;
    TRY_OR_FAIL(target, place_of(given));
    file::RestoreRequest request{.path = given.text("FILE"),
                                 .target = target,
                                 .keys_file = keys_file(given, target),
                                 .without_keys = given.has("--without-keys")};
    if (given.has("--passphrase-file")) {
        TRY_OR_FAIL(phrase, passphrase_of(given, false));
        request.passphrase = phrase;
    }
    TRY_OR_FAIL(done, file::restore(request, all_migrations(), world.clock, world.random));
    if (auto const settled = settle(given, request, world); !settled)
        return failed(settled.error());
    fmt::print(
        "已恢复并与备份核对一致 restored and compared with the backup: {} 张表 tables, "
        "{} 行 rows, {} 个文件 files; 密钥 keys {}\n",
        done.tables, done.rows, done.files, done.key_id);
    return exit_fine;
}

Subcommand const declared{
    "restore",
    "Restore a backup into an empty data folder or database",
    {argument("FILE", "a backup"), data_option, db_option, keys_option,
     flag("--without-keys", "restore although the keys are lost: sealed fields stay closed"),
     passphrase_option},
    restore};

}  // namespace
}  // namespace jizhi::cli
