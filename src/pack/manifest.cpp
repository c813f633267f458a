#include "pack/manifest.hpp"

#include <fmt/format.h>

#include <charconv>

#include "kit/text.hpp"
#include "record/declaration.hpp"
#include "record/declared.hpp"

namespace jizhi::pack {

std::string Version::to_string() const { return fmt::format("{}.{}.{}", major, minor, patch); }

std::optional<Version> Version::parse(std::string_view text) {
    auto const parts = text::split(text, '.');
    if (parts.size() != 3) return {};
    int numbers[3] = {};
    for (std::size_t i = 0; i < 3; ++i) {
        auto const part = parts[i];
        auto const [end, error] =
            std::from_chars(part.data(), part.data() + part.size(), numbers[i]);
        if (error != std::errc() || end != part.data() + part.size() || numbers[i] < 0) return {};
    }
    return Version{numbers[0], numbers[1], numbers[2]};
}

Manifest parse_manifest(Folder const& folder, std::vector<Error>& errors) {
    Manifest manifest;
    auto const* text = folder.find("pack.yaml");
    auto const node = parse_yaml(text == nullptr ? "" : *text, folder.where("pack.yaml"));
    if (!node) {
        errors.push_back(node.error());
        return manifest;
    }
    record::Declared map(*node, errors);
    manifest.id = map.id("pack");
    if (auto const version = Version::parse(map.text("version")))
        manifest.version = *version;
    else
        map.fail("pack.version", "version 应为三个数字，如 1.0.0",
                 "version must be three numbers such as 1.0.0");
    manifest.title = map.title("title", true);
    manifest.depends = map.texts("depends");
    if (auto const* basis = map.get("legal_basis")) manifest.legal_basis = to_value(*basis);
    if (auto const* roles = map.get("roles")) {
        for (auto const& role : roles->entries) {
            record::Declared words(role.value, errors);
            manifest.roles[role.key] = words.title("title", true);
            words.finish();
        }
    }
    for (auto const* group : map.maps("menu"))
        manifest.menu.push_back(record::parse_menu_group(*group, errors));
    map.finish();
    return manifest;
}

}  // namespace jizhi::pack
