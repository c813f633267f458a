#include "api/backups.hpp"

#include <algorithm>

#include "api/words.hpp"
#include "file/nightly.hpp"

namespace jizhi::api {
namespace {

Schema const backup_schema{"Backup", R"({
  "type": "object", "required": ["id", "at", "file", "ok", "bytes", "kind"],
  "properties": {
    "id": {"type": "string"}, "at": {"type": "string"}, "file": {"type": "string"},
    "kind": {"type": "string", "enum": ["nightly", "asked"]},
    "ok": {"type": "boolean"}, "bytes": {"type": "integer"},
    "message": {"type": ["string", "null"]}
  }
})"};
Schema const backups_schema{
    "Backups", R"({"type": "array", "items": "@Backup"})"};

Value backup_json(file::BackupEntry const& entry) {
    return Object{{"id", entry.id},
                  {"at", instant(entry.at)},
                  {"file", entry.path},
                  {"kind", entry.kind},
                  {"ok", entry.error.empty()},
                  {"bytes", entry.bytes},
                  {"message", text_or_null(entry.error)}};
}

/// One id for one request, however often it is sent.
Result<std::string> backup_id(Context& context) {
    TRY(id, context.run("backup.ask", Value(),
                        [](store::Tx& tx) -> Result<Value> { return Value(tx.new_id()); }));
    return id.string_or("");
}

}  // namespace

/// GET /api/v1/backups: the last fifty attempts, newest first.
Response get_backups(Context& context, Request const&) {
    auto rows = List{};
    for (auto const& entry : file::backups(context.read())) rows.push_back(backup_json(entry));
    return Response::json(200, rows);
}

/// POST /api/v1/backups: makes one now and answers when it is on the disk.
Response post_backup(Context& context, Request const&) {
    auto const& nightly = context.app().backups;
    if (!nightly)
        return Response::problem({.code = "backup.unavailable",
                                  .where = {},
                                  .zh = "这台服务器不做备份",
                                  .en = "this server makes no backups"});
    TRY_OR_PROBLEM(id, backup_id(context));
    if (!file::find_backup(context.read(), id))
        (void)nightly->run_now(context.actor().account_id, id);
    auto const entry = file::find_backup(context.read(), id);
    if (!entry)
        return Response::problem({.code = "backup.internal",
                                  .where = {},
                                  .zh = "备份没有完成",
                                  .en = "the backup was not completed"});
    return Response::json(201, backup_json(*entry));
}

}  // namespace jizhi::api
