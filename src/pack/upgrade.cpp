#include "pack/upgrade.hpp"

#include <algorithm>

#include "kit/text.hpp"

namespace jizhi::pack {
namespace {

constexpr auto manifest_name = "pack.yaml";

Version version_of(Folder const& folder) {
    std::vector<Error> ignored;
    return parse_manifest(folder, ignored).version;
}

/// A file as it is compared: the number of a manifest changes with every publication.
std::string compared(Folder const& folder, std::string const& path) {
    auto const* text = folder.find(path);
    if (text == nullptr) return {};
    if (path != manifest_name) return *text;
    return text::replace_all(*text, "version: " + version_of(folder).to_string(), "version:");
}

bool same_file(Folder const& a, Folder const& b, std::string const& path) {
    return (a.find(path) == nullptr) == (b.find(path) == nullptr) &&
           compared(a, path) == compared(b, path);
}

std::vector<std::string> paths_of(Folder const& a, Folder const& b) {
    std::vector<std::string> paths;
    for (auto const* each : {&a, &b})
        for (auto const& [path, text] : each->files) paths.push_back(path);
    std::ranges::sort(paths);
    auto const twice = std::ranges::unique(paths);
    paths.erase(twice.begin(), twice.end());
    return paths;
}

}  // namespace

OwnFiles own_after(OwnFiles own, Folder const& before, Folder const& next) {
    for (auto const& path : paths_of(before, next)) {
        auto const* text = next.find(path);
        if (same_file(before, next, path) && !own.contains(path)) continue;
        own.insert_or_assign(path, text == nullptr ? std::nullopt : std::optional(*text));
    }
    return own;
}

bool same_but_number(Folder const& a, Folder const& b) {
    return std::ranges::all_of(paths_of(a, b),
                               [&](auto const& path) { return same_file(a, b, path); });
}

Folder numbered(Folder folder, Version const& version) {
    auto const before = "version: " + version_of(folder).to_string();
    auto& manifest = folder.files[manifest_name];
    manifest = text::replace_all(manifest, before, "version: " + version.to_string());
    return folder;
}

Upgrade upgraded(Folder const& shipped, OwnFiles const& own, Version in_force) {
    auto const from_program = version_of(shipped);
    Upgrade made{shipped, {}};
    for (auto const& [path, text] : own) {
        if (text)
            made.folder.files.insert_or_assign(path, *text);
        else
            made.folder.files.erase(path);
        if (!same_file(shipped, made.folder, path)) made.kept.push_back(path);
    }
    if (made.kept.empty() && in_force <= from_program) return made;
    ++in_force.patch;
    made.folder = numbered(std::move(made.folder), std::max(from_program, in_force));
    return made;
}

}  // namespace jizhi::pack
