#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "pack/difference.hpp"
#include "store/connection.hpp"

namespace jizhi::pack {

/// Whose history is asked for: a model's files and those of the parameters it reads, as they hold
/// for the regions of a path.
struct RuleFiles {
    std::string pack, model;
    std::vector<std::string> parameters;
    std::vector<std::string> path;  ///< the region itself first, then upward
};

/// A deployed version in which one of these files came or changed.
struct RuleVersion {
    std::string version, digest, deployed_by;  ///< by: the id of an account, or the program
    Micros deployed_at = 0;
    bool first = false;  ///< the oldest that has them: there is nothing to compare it with
    List changes;        ///< from the version before, as `differences` tells them
};

/// Newest first, at most `versions_max`.
inline constexpr std::size_t versions_max = 50;
[[nodiscard]] std::vector<RuleVersion> rule_history(store::Connection& sql, RuleFiles const& asked,
                                                    Reader const& reader);

}  // namespace jizhi::pack
