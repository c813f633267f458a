#include "pack/shipped.hpp"

#include "pack/folder.hpp"

namespace jizhi::pack {

std::string_view shipped_holidays() {
    for (auto const& file : shipped_files())
        if (file.path.ends_with("/holidays.json")) return file.content;
    return {};
}

std::vector<Folder> const& shipped() {
    static auto const packs = [] {
        std::map<std::string, Folder> by_name;
        for (auto const& file : shipped_files()) {
            auto const slash = file.path.find('/');
            auto const name = std::string(file.path.substr(0, slash));
            auto& folder = by_name[name];
            folder.place = "packs/" + name;
            folder.files.emplace(file.path.substr(slash + 1), file.content);
        }
        std::vector<Folder> all;
        for (auto& [name, folder] : by_name) all.push_back(std::move(folder));
        return all;
    }();
    return packs;
}

}  // namespace jizhi::pack
