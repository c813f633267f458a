#include "pack/deployment.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "kit/crypto.hpp"
#include "kit/text.hpp"
#include "pack/upgrade.hpp"
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

/// `shipped`: the number of the program's own copy that a version rests on, "" where none is known.
/// `own`: 1 where the file is not the program's; a file taken away has the digest "".
constexpr std::string_view own_files = R"sql(
ALTER TABLE pack_version ADD COLUMN shipped TEXT NOT NULL DEFAULT '';
ALTER TABLE pack_content ADD COLUMN own BIGINT NOT NULL DEFAULT 0;
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

/// What is in force of a pack, and what of it is one's own.
struct InForce {
    Folder folder;
    Manifest manifest;
    std::optional<Version> shipped;
    OwnFiles own;
};

InForce in_force(store::Connection& sql, Folder folder, Manifest manifest) {
    InForce made{std::move(folder), std::move(manifest), {}, {}};
    auto const number = newest(sql, made.manifest.id);
    made.shipped =
        Version::parse(sql.text("SELECT shipped FROM pack_version WHERE pack = ? AND number = ?",
                                {made.manifest.id, number}));
    sql.query("SELECT path FROM pack_content WHERE pack = ? AND number = ? AND own = 1",
              {made.manifest.id, number}, [&](store::Row const& row) {
                  auto const* text = made.folder.find(row.text(0));
                  made.own.emplace(row.text(0),
                                   text == nullptr ? std::nullopt : std::optional(*text));
              });
    return made;
}

/// A version that comes: what it is, what it rests on, what of it is not the program's.
struct Coming {
    Folder folder;
    std::string shipped;
    OwnFiles own;
    std::vector<std::string> kept;
};

/// What the program's own copy becomes where a version is in force; nothing where it brings nothing
/// new. One's own files stay, whatever the program ships.
std::optional<Coming> from_program(InForce const& now, Folder const& folder,
                                   Version const& version) {
    if (version < now.shipped.value_or(now.manifest.version)) return {};
    auto made = upgraded(folder, now.own, now.manifest.version);
    auto const no_news = same_but_number(made.folder, now.folder);
    if (no_news && version <= now.manifest.version) return {};
    return Coming{std::move(made.folder), version.to_string(), now.own, std::move(made.kept)};
}

/// What somebody here deploys over the version in force.
Result<Coming> from_here(InForce const& now, Folder const& folder, Version const& version,
                         From from) {
    if (version <= now.manifest.version && from != From::workshop)
        return fail(
            "pack.version", folder.where("pack.yaml"),
            "版本 " + version.to_string() + " 应大于已部署的 " + now.manifest.version.to_string(),
            "version " + version.to_string() + " must be greater than the deployed " +
                now.manifest.version.to_string());
    auto const rests_on = from == From::draft ? now.shipped : std::optional(version);
    return Coming{folder,
                  rests_on ? rests_on->to_string() : std::string(),
                  own_after(now.own, now.folder, folder),
                  {}};
}

void store_files(store::Tx& tx, Coming const& coming, std::string const& pack,
                 std::int64_t number) {
    auto& sql = tx.sql();
    auto const content = [&](std::string const& path, std::string const& digest) {
        sql.execute("INSERT INTO pack_content (pack, number, path, digest, own) VALUES (?,?,?,?,?)",
                    {pack, number, path, digest, std::int64_t{coming.own.contains(path)}});
    };
    for (auto const& [path, text] : coming.folder.files) {
        auto const file = text::hex(crypto::sm3(text));
        sql.execute("INSERT INTO pack_file (digest, content) VALUES (?,?) ON CONFLICT DO NOTHING",
                    {file, text});
        content(path, file);
    }
    for (auto const& [path, text] : coming.own)
        if (!text) content(path, "");
}

void store_folder(store::Tx& tx, Coming const& coming, Manifest const& manifest) {
    auto const number = newest(tx.sql(), manifest.id) + 1;
    auto const digest = coming.folder.digest();
    auto const version = manifest.version.to_string();
    tx.sql().execute(
        "INSERT INTO pack_version (pack, version, digest, number, title_zh, title_en, "
        "deployed_at, deployed_by, shipped) VALUES (?,?,?,?,?,?,?,?,?)",
        {manifest.id, version, digest, number, manifest.title.zh, manifest.title.en, tx.now(),
         tx.command().actor, coming.shipped});
    store_files(tx, coming, manifest.id, number);
    Context delta{{"version", version}, {"digest", digest}, {"number", number}};
    if (!coming.kept.empty()) delta.put("kept", text::join(coming.kept, ", "));
    tx.append({.subject_type = "pack",
               .subject_id = manifest.id,
               .region = {},
               .activity = "deploy",
               .lifecycle = "complete",
               .delta = Value(std::move(delta))});
}

/// The first version of a pack here; of one that was brought by hand the localities are one's own.
Coming first(Folder const& folder, Version const& version, bool shipped) {
    Coming made{folder, shipped ? version.to_string() : std::string(), {}, {}};
    if (!shipped)
        for (auto const& [path, text] : folder.files)
            if (path.starts_with("localities/")) made.own.emplace(path, text);
    return made;
}

/// What of `packs` is news, by id; `all` becomes every pack as it would then be.
Result<std::map<std::string, Coming>> coming_of(store::Connection& sql,
                                                std::vector<Folder> const& packs, From from,
                                                std::map<std::string, Folder>& all) {
    std::map<std::string, InForce> before;
    std::vector<Error> errors;
    for (auto& folder : deployed_folders(sql)) {
        auto manifest = parse_manifest(folder, errors);
        all.emplace(manifest.id, folder);
        auto const id = manifest.id;
        before.emplace(id, in_force(sql, std::move(folder), std::move(manifest)));
    }
    std::map<std::string, Coming> fresh;
    for (auto const& folder : packs) {
        auto const manifest = parse_manifest(folder, errors);
        if (!errors.empty()) return std::unexpected(errors.front());
        auto const now = before.find(manifest.id);
        std::optional<Coming> coming;
        if (now == before.end()) {
            coming = first(folder, manifest.version, from == From::program);
        } else if (from == From::program) {
            coming = from_program(now->second, folder, manifest.version);
        } else if (from == From::workshop && manifest.version < now->second.manifest.version) {
            continue;  // what others need of it stands there, newer
        } else if (now->second.folder.digest() != folder.digest()) {
            TRY(next, from_here(now->second, folder, manifest.version, from));
            coming = std::move(next);
        }
        if (!coming) continue;
        all.insert_or_assign(manifest.id, coming->folder);
        fresh.insert_or_assign(manifest.id, std::move(*coming));
    }
    return fresh;
}

}  // namespace

store::Migrations migrations() { return {{"pack", 1, schema}, {"pack", 2, own_files}}; }

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

Result<Value> Packs::deploy(store::Tx& tx, std::vector<Folder> const& packs, From from) {
    std::map<std::string, Folder> all;
    TRY(fresh, coming_of(tx.sql(), packs, from, all));
    if (fresh.empty()) return Value(Context{{"deployed", Value(List{})}});
    std::vector<Folder> folders;
    for (auto const& [id, folder] : all) folders.push_back(folder);
    auto const compiled = std::make_shared<Compiled const>(compile(folders));
    if (!compiled->errors.empty()) return std::unexpected(compiled->errors.front());
    CHECK_OK(record::ensure_tables(tx.sql(), *compiled->catalog));
    if (follow_) CHECK_OK(follow_(tx, *compiled->catalog));
    for (auto const& manifest : compiled->packs)
        if (auto const coming = fresh.find(manifest.id); coming != fresh.end())
            store_folder(tx, coming->second, manifest);
    tx.after_commit([this, compiled] { put_in_force(compiled); });
    List names;
    for (auto const& [id, coming] : fresh) names.emplace_back(id);
    return Value(Context{{"deployed", Value(std::move(names))}});
}

Result<std::optional<Error>> Packs::start(store::Store& store, store::Writer& writer,
                                          std::vector<Folder> const& shipped,
                                          std::string const& command_id) {
    store::Command const command{.id = command_id,
                                 .name = "pack.deploy",
                                 .actor = "system",
                                 .on_behalf_of = {},
                                 .payload = "shipped"};
    auto const done =
        writer.run(command, [&](store::Tx& tx) { return deploy(tx, shipped, From::program); });
    auto read = store.read();
    if (!done && deployed_versions(*read).empty()) return std::unexpected(done.error());
    CHECK_OK(reload(*read));
    // A newer program may want other indexes of what an older one deployed.
    CHECK_OK(writer.run({.id = {},
                         .name = "record.tables",
                         .actor = "system",
                         .on_behalf_of = {},
                         .payload = {}},
                        [&](store::Tx& tx) -> Result<Value> {
                            CHECK_OK(record::ensure_tables(tx.sql(), *now()->catalog));
                            return Value();
                        }));
    return done ? std::nullopt : std::optional(done.error());
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
