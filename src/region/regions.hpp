#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

#include "kit/clock.hpp"
#include "kit/result.hpp"
#include "region/level.hpp"
#include "store/connection.hpp"

namespace jizhi::region {

/// One division as it is on the day of its tree.
struct Region {
    std::string code, name;
    Level level = Level::county;
    std::string parent;       ///< "" at the top
    std::string root;         ///< its county; itself above the county. The distribution key
    bool has_children = false;
    bool ended = false;       ///< dissolved; still known, below what it went into
};

/// All divisions in force on one day, and those that ended before it. Immutable; any thread may
/// read it, and pointers into it live as long as it does.
class Tree {
public:
    explicit Tree(std::vector<Region> regions);  ///< fills in root and has_children

    [[nodiscard]] Region const* find(std::string_view code) const;  ///< null: no such region
    [[nodiscard]] std::string_view name(std::string_view code) const;  ///< "" if unknown
    [[nodiscard]] std::string_view root(std::string_view code) const;  ///< "" if unknown
    /// By code; those at the top for "".
    [[nodiscard]] std::vector<Region const*> children(std::string_view code) const;
    /// From the top down to `code` itself; empty if unknown.
    [[nodiscard]] std::vector<Region const*> path(std::string_view code) const;
    /// Whether `code` is `ancestor` or lies below it.
    [[nodiscard]] bool below(std::string_view code, std::string_view ancestor) const;
    /// Regions whose name contains the text, or whose code begins with it, highest first.
    [[nodiscard]] std::vector<Region const*> search(std::string_view text, std::size_t max) const;
    /// The nearest region, `code` itself first, at this level; null if there is none above.
    [[nodiscard]] Region const* at_level(std::string_view code, Level level) const;
    [[nodiscard]] std::size_t size() const { return regions_.size(); }

private:
    std::map<std::string, Region, std::less<>> regions_;
    std::multimap<std::string, Region const*, std::less<>> children_;
};

/// The divisions of the store, held in memory. Thread-safe. Call `reload` after a commit that
/// changed them and when the day changes.
class Regions {
public:
    Regions() : tree_(std::make_shared<Tree const>(std::vector<Region>{})) {}
    /// For tests and for rules that are tried without a store.
    explicit Regions(std::vector<Region> regions)
        : tree_(std::make_shared<Tree const>(std::move(regions))) {}

    void reload(store::Connection& read, Day today);
    [[nodiscard]] std::shared_ptr<Tree const> tree() const;

private:
    mutable std::shared_mutex mutex_;
    std::shared_ptr<Tree const> tree_;
};

}  // namespace jizhi::region
