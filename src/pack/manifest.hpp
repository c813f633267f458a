#pragma once
#include <map>
#include <string>
#include <vector>

#include "pack/folder.hpp"
#include "record/catalog.hpp"
#include "value/yaml.hpp"

namespace jizhi::pack {

/// "1.4.2"; compared number by number.
struct Version {
    int major = 0, minor = 0, patch = 0;
    auto operator<=>(Version const&) const = default;
    [[nodiscard]] std::string to_string() const;
    [[nodiscard]] static std::optional<Version> parse(std::string_view text);
};

/// What pack.yaml says.
struct Manifest {
    std::string id;
    Version version;
    record::Title title;
    std::vector<std::string> depends;
    Value legal_basis;
    std::map<std::string, record::Title> roles;
    std::vector<record::MenuGroup> menu;
};

[[nodiscard]] Manifest parse_manifest(Folder const& folder, std::vector<Error>& errors);

/// A locality that packs have files for.
struct Locality {
    std::string region;
    record::Title title;
    bool offered = true;  ///< false: a test, not a place that a user can pick
};

}  // namespace jizhi::pack
