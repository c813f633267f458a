#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "region/closure.hpp"
#include "region/regions.hpp"

namespace jizhi::people {

/// The rows one may see or touch under a right: those in some region subtrees, and single records.
/// The exclusive roles have an empty one for business rows. Enforced in queries, not in endpoints.
struct Scope {
    bool everything = false;           ///< the program itself
    std::vector<std::string> regions;  ///< subtrees
    std::vector<std::string> records;  ///< ids of records that are one's own
    bool operator==(Scope const&) const = default;

    [[nodiscard]] bool empty() const {
        return !everything && regions.empty() && records.empty();
    }
    /// Whether a row in this region is inside, whoever it is about.
    [[nodiscard]] bool contains(region::Tree const& tree, std::string_view region) const;
    /// Whether this row is inside. `record` is the id of the row, or of its parent for a child.
    [[nodiscard]] bool contains(region::Tree const& tree, std::string_view region,
                                std::string_view record) const;
    /// The same as SQL: `region_column` is "t.region", `record_column` "t.id" (a child: its parent;
    /// "" where rows are about nobody). Always a condition, also where everything is allowed.
    [[nodiscard]] region::Condition condition(std::string_view region_column,
                                              std::string_view record_column,
                                              std::string_view day) const;
    /// This scope narrowed to one subtree (a filter that the asker chose). Own records stay.
    [[nodiscard]] Scope within(region::Tree const& tree, std::string_view region) const;
};

}  // namespace jizhi::people
