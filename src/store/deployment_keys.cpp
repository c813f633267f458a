#include "store/deployment_keys.hpp"

#include <fmt/core.h>

namespace jizhi::store {
namespace {

constexpr std::string_view needed = "keys.needed", exported_name = "keys.exported";

std::string setting(Connection& sql, std::string_view name) {
    return sql.text("SELECT value FROM setting WHERE name = ?", {name});
}

void set(Tx& tx, std::string_view name, std::string_view value) {
    tx.sql().execute(R"(
        INSERT INTO setting (name, value) VALUES (?, ?)
        ON CONFLICT (name) DO UPDATE SET value = excluded.value)",
                     {name, value});
}

std::unexpected<Error> wrong_keys(std::filesystem::path const& file, std::string const& id) {
    return fail(
        "keys.not_these", file.string(),
        fmt::format("数据库需要密钥 {}，这里没有它。请放回当时的密钥文件，或用 jizhi keys import "
                    "导入备份的密钥",
                    id),
        fmt::format("the database needs the keys {} and they are not here; put the key "
                    "file back, or bring exported keys in with: jizhi keys import",
                    id));
}

}  // namespace

Result<Keys> deployment_keys(Database& database, std::filesystem::path const& file,
                             Random& random) {
    auto const id = setting(*database.store().read(), needed);
    std::error_code error;
    if (!id.empty() && !std::filesystem::exists(file, error)) return wrong_keys(file, id);
    TRY(keys, Keys::load_or_make(file, random));
    if (id.empty())
        note_keys(database, keys.id());
    else if (!keys.opens(id))
        return wrong_keys(file, id);
    return std::move(keys);
}

void note_keys(Database& database, std::string const& key_id) {
    (void)database.writer().run({.id = "", .name = "keys.note", .actor = "system"},
                                [&](Tx& tx) -> Result<Value> {
                                    set(tx, needed, key_id);
                                    return Value();
                                });
}

void note_export(Database& database, Keys const& keys, std::string const& actor) {
    (void)database.writer().run(
        {.id = "", .name = "keys.export", .actor = actor}, [&](Tx& tx) -> Result<Value> {
            set(tx, exported_name, keys.id());
            tx.append({.subject_type = "keys", .subject_id = keys.id(), .activity = "export"});
            return Value();
        });
}

bool exported(Connection& sql, Keys const& keys) {
    return setting(sql, exported_name) == keys.id();
}

}  // namespace jizhi::store
