#include "pack/rule_history.hpp"

#include <algorithm>
#include <map>

namespace jizhi::pack {
namespace {

/// One deployed version with those of the files that it has, by their digests.
struct Version {
    std::string version, digest, by;
    Micros at = 0;
    std::map<std::string, std::string> files;
};

std::vector<std::string> paths_of(RuleFiles const& asked) {
    std::vector<std::string> folders{""};
    for (auto const& code : asked.path) folders.push_back("localities/" + code + "/");
    std::vector<std::string> paths;
    for (auto const& folder : folders) {
        paths.push_back(folder + "decisions/" + asked.model + ".dmn");
        for (auto const& name : asked.parameters)
            paths.push_back(folder + "parameters/" + name + ".yaml");
    }
    return paths;
}

/// Every version of the pack in order; most have the same files as the one before.
std::map<std::int64_t, Version> versions_of(store::Connection& sql, RuleFiles const& asked) {
    std::map<std::int64_t, Version> versions;
    sql.query(
        "SELECT number, version, digest, deployed_at, deployed_by FROM pack_version "
        "WHERE pack = ?",
        {std::string_view(asked.pack)}, [&](store::Row const& row) {
            versions[row.integer(0)] = {std::string(row.text(1)),
                                        std::string(row.text(2)),
                                        std::string(row.text(4)),
                                        row.integer(3),
                                        {}};
        });
    for (auto const& path : paths_of(asked))
        sql.query("SELECT number, digest FROM pack_content WHERE pack = ? AND path = ?",
                  {std::string_view(asked.pack), std::string_view(path)},
                  [&](store::Row const& row) {
                      versions[row.integer(0)].files.emplace(path, row.text(1));
                  });
    return versions;
}

std::string content(store::Connection& sql, std::string const& digest) {
    return sql.text("SELECT content FROM pack_file WHERE digest = ?", {std::string_view(digest)});
}

List changes_between(store::Connection& sql, RuleFiles const& asked, Version const& before,
                     Version const& now, Reader const& reader) {
    Folder base{"packs/" + asked.pack, {}};
    for (auto const& [path, digest] : before.files) base.files.emplace(path, content(sql, digest));
    std::map<std::string, Value> files;
    for (auto const& [path, digest] : now.files) {
        auto const same = before.files.find(path);
        if (same == before.files.end() || same->second != digest)
            files.emplace(path, Value(content(sql, digest)));
    }
    for (auto const& [path, digest] : before.files)
        if (!now.files.contains(path)) files.emplace(path, Value());
    return differences(base, files, reader);
}

}  // namespace

std::vector<RuleVersion> rule_history(store::Connection& sql, RuleFiles const& asked,
                                      Reader const& reader) {
    auto const versions = versions_of(sql, asked);
    std::vector<std::pair<Version const*, Version const*>> changed;  // with the one before
    Version const nothing;
    auto const* before = &nothing;
    for (auto const& [number, version] : versions) {
        if (version.files != before->files) changed.emplace_back(&version, before);
        before = &version;
    }
    std::ranges::reverse(changed);
    if (changed.size() > versions_max) changed.resize(versions_max);
    std::vector<RuleVersion> made;
    for (auto const& [now, last] : changed) {
        auto const first = last->files.empty();
        made.push_back({now->version, now->digest, now->by, now->at, first,
                        first ? List{} : changes_between(sql, asked, *last, *now, reader)});
    }
    return made;
}

}  // namespace jizhi::pack
