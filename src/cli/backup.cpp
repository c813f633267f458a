#include "file/backup.hpp"

#include <fmt/format.h>

#include "cli/passphrase.hpp"
#include "cli/place.hpp"
#include "file/files.hpp"

namespace jizhi::cli {
namespace {

int back_up(Arguments const& given) {
    World world;
    TRY_OR_FAIL(opened, open_database(given, world));
    file::BackupRequest request{.path = given.text("FILE")};
    if (given.has("--with-keys")) {
        TRY_OR_FAIL(phrase, passphrase_of(given, true));
        request.passphrase = phrase;
    }
    auto& database = *opened.database;
    auto const files = file::open(database.place());
    auto const made = file::back_up(database.store(), *files, *opened.keys, world.clock, request);
    auto const path = std::filesystem::absolute(request.path).string();
    file::note_backup(database.writer(), "system", {.kind = "asked", .path = path}, made);
    if (!made) return failed(made.error());
    fmt::print("{}: {} 张表 tables, {} 行 rows, {} 个文件 files, {} 字节 bytes\n", path,
               made->tables, made->rows, made->files, made->bytes);
    fmt::print("密钥 keys {}: {}\n", made->key_id,
               request.passphrase.empty()
                   ? "不在备份中，请另行保管 not in the backup; keep them apart"
                   : "在备份中，凭口令取出 in the backup, under the passphrase");
    return exit_fine;
}

Subcommand const declared{
    "backup",
    "Back everything up into one file while the server runs",
    {argument("FILE", "the file to make; it must not exist yet"), data_option, db_option,
     keys_option, flag("--with-keys", "put the keys into it too, under a passphrase"),
     passphrase_option},
    back_up};

}  // namespace
}  // namespace jizhi::cli
