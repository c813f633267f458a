#include "pack/deployment.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "kit/crypto.hpp"
#include "kit/text.hpp"
#include "record/table.hpp"

namespace jizhi::pack {
namespace {

constexpr std::string_view schema = R"sql(
CREATE TABLE pack_version (
  pack TEXT NOT NULL, version TEXT NOT NULL, digest TEXT NOT NULL, number BIGINT NOT NULL,
  title_zh TEXT NOT NULL, title_en TEXT NOT NULL, deployed_at BIGINT NOT NULL,
  deployed_by TEXT NOT NULL, PRIMARY KEY (pack, number));
CREATE TABLE pack_file (digest TEXT PRIMARY KEY, content TEXT NOT NULL);
CREATE TABLE pack_content (
  pack TEXT NOT NULL, number BIGINT NOT NULL, path TEXT NOT NULL, digest TEXT NOT NULL,
  PRIMARY KEY (pack, number, path));
CREATE TABLE draft (
  id TEXT PRIMARY KEY, title TEXT NOT NULL, pack TEXT NOT NULL, base TEXT NOT NULL,
  files TEXT NOT NULL, errors TEXT NOT NULL, state TEXT NOT NULL, made_by TEXT NOT NULL,
  made_at BIGINT NOT NULL, proposal TEXT NOT NULL);
)sql";

Folder folder_of(store::Connection& sql, std::string const& pack, std::int64_t number) {
    Folder folder{"packs/" + pack, {}};
    sql.query(
        "SELECT c.path, f.content FROM pack_content c JOIN pack_file f ON f.digest = c.digest "
        "WHERE c.pack = ? AND c.number = ?",
        {pack, number},
        [&](store::Row const& row) { folder.files.emplace(row.text(0), row.text(1)); });
    return folder;
}

/// The number of a pack's newest version; 0 where there is none.
std::int64_t newest(store::Connection& sql, std::string_view pack) {
    return sql.integer("SELECT COALESCE(MAX(number), 0) FROM pack_version WHERE pack = ?", {pack});
}

void store_folder(store::Tx& tx, Folder const& folder, Manifest const& manifest) {
    auto& sql = tx.sql();
    auto const number = newest(sql, manifest.id) + 1;
    auto const digest = folder.digest();
    auto const version = manifest.version.to_string();
    sql.execute(
        "INSERT INTO pack_version (pack, version, digest, number, title_zh, title_en, "
        "deployed_at, deployed_by) VALUES (?,?,?,?,?,?,?,?)",
        {manifest.id, version, digest, number, manifest.title.zh, manifest.title.en, tx.now(),
         tx.command().actor});
    for (auto const& [path, content] : folder.files) {
        auto const file = text::hex(crypto::sm3(content));
        sql.execute("INSERT INTO pack_file (digest, content) VALUES (?,?) ON CONFLICT DO NOTHING",
                    {file, content});
        sql.execute("INSERT INTO pack_content (pack, number, path, digest) VALUES (?,?,?,?)",
                    {manifest.id, number, path, file});
    }
    tx.append({.subject_type = "pack",
               .subject_id = manifest.id,
               .region = {},
               .activity = "deploy",
               .lifecycle = "complete",
               .delta = Context{{"version", version}, {"digest", digest}, {"number", number}}});
}

}  // namespace

store::Migrations migrations() { return {{"pack", 1, schema}}; }

std::vector<Folder> deployed_folders(store::Connection& sql) {
    std::vector<std::pair<std::string, std::int64_t>> newest_of;
    sql.query("SELECT pack, MAX(number) FROM pack_version GROUP BY pack ORDER BY pack", {},
              [&](store::Row const& row) { newest_of.emplace_back(row.text(0), row.integer(1)); });
    std::vector<Folder> folders;
    for (auto const& [pack, number] : newest_of) folders.push_back(folder_of(sql, pack, number));
    return folders;
}

Result<Folder> deployed_folder(store::Connection& sql, std::string_view pack,
                               std::string_view version) {
    auto const number =
        version.empty()
            ? newest(sql, pack)
            : sql.integer("SELECT MAX(number) FROM pack_version WHERE pack = ? AND version = ?",
                          {pack, version});
    if (number == 0)
        return fail("pack.unknown", std::string(pack), "没有部署这个包或这个版本",
                    "this pack or version is not deployed");
    return folder_of(sql, std::string(pack), number);
}

std::vector<Deployed> deployed_versions(store::Connection& sql) {
    std::vector<Deployed> all;
    sql.query(
        "SELECT v.pack, v.version, v.digest, v.title_zh, v.title_en, v.deployed_by, v.deployed_at, "
        "CASE WHEN v.number = (SELECT MAX(number) FROM pack_version w WHERE w.pack = v.pack) "
        "THEN 1 ELSE 0 END FROM pack_version v ORDER BY v.pack, v.number",
        {}, [&](store::Row const& row) {
            all.push_back({std::string(row.text(0)), std::string(row.text(1)),
                           std::string(row.text(2)), std::string(row.text(3)),
                           std::string(row.text(4)), std::string(row.text(5)), row.integer(6),
                           row.integer(7) == 1});
        });
    return all;
}

Result<Value> Packs::deploy(store::Tx& tx, std::vector<Folder> const& packs, bool replace) {
    std::map<std::string, Folder> all;  // by id: what is deployed, and over it what comes
    std::map<std::string, Manifest> before;
    std::vector<Error> errors;
    for (auto& folder : deployed_folders(tx.sql())) {
        auto manifest = parse_manifest(folder, errors);
        all.insert_or_assign(manifest.id, std::move(folder));
        before.insert_or_assign(manifest.id, std::move(manifest));
    }
    std::vector<std::string> fresh;
    for (auto const& folder : packs) {
        auto const manifest = parse_manifest(folder, errors);
        if (!errors.empty()) return std::unexpected(errors.front());
        auto const known = before.find(manifest.id);
        if (known != before.end()) {
            if (all.at(manifest.id).digest() == folder.digest()) continue;
            auto const newer = manifest.version > known->second.version;
            auto const same = manifest.version == known->second.version;
            if (!newer && replace && !same) continue;  // the county's own version is newer
            if (!newer && !replace)
                return fail("pack.version", folder.where("pack.yaml"),
                            "版本 " + manifest.version.to_string() + " 应大于已部署的 " +
                                known->second.version.to_string(),
                            "version " + manifest.version.to_string() +
                                " must be greater than the deployed " +
                                known->second.version.to_string());
        }
        all.insert_or_assign(manifest.id, folder);
        fresh.push_back(manifest.id);
    }
    if (fresh.empty()) return Value(Context{{"deployed", Value(List{})}});
    std::vector<Folder> folders;
    for (auto& [id, folder] : all) folders.push_back(folder);
    auto const compiled = std::make_shared<Compiled const>(compile(folders));
    if (!compiled->errors.empty()) return std::unexpected(compiled->errors.front());
    CHECK_OK(record::ensure_tables(tx.sql(), *compiled->catalog));
    if (follow_) CHECK_OK(follow_(tx, *compiled->catalog));
    for (auto const& id : fresh)
        for (auto const& manifest : compiled->packs)
            if (manifest.id == id) store_folder(tx, all.at(id), manifest);
    tx.after_commit([this, compiled] { put_in_force(compiled); });
    List names;
    for (auto const& id : fresh) names.emplace_back(id);
    return Value(Context{{"deployed", Value(std::move(names))}});
}

Result<void> Packs::start(store::Store& store, store::Writer& writer,
                          std::vector<Folder> const& shipped, std::string const& command_id) {
    store::Command const command{.id = command_id,
                                 .name = "pack.deploy",
                                 .actor = "system",
                                 .on_behalf_of = {},
                                 .payload = "shipped"};
    CHECK_OK(writer.run(command, [&](store::Tx& tx) { return deploy(tx, shipped, true); }));
    return reload(*store.read());
}

Result<void> Packs::reload(store::Connection& sql) {
    auto const compiled = std::make_shared<Compiled const>(compile(deployed_folders(sql)));
    if (!compiled->errors.empty()) return std::unexpected(compiled->errors.front());
    put_in_force(compiled);
    return {};
}

void Packs::put_in_force(std::shared_ptr<Compiled const> compiled) {
    {
        std::lock_guard const lock(mutex_);
        catalogs_.swap(compiled->catalog);
        books_.swap(compiled->book);
        current_ = std::move(compiled);
    }
    if (listener_) listener_();
}

std::shared_ptr<Compiled const> Packs::now() const {
    std::lock_guard const lock(mutex_);
    return current_;
}

}  // namespace jizhi::pack
