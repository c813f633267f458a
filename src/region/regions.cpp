#include "region/regions.hpp"

#include <algorithm>

#include "value/temporal.hpp"

namespace jizhi::region {
namespace {

constexpr int depth_max = 16;  // deeper than any division tree: beyond it parents form a ring

}  // namespace

Tree::Tree(std::vector<Region> regions) {
    for (auto& region : regions) {
        auto code = region.code;
        regions_.insert_or_assign(std::move(code), std::move(region));
    }
    for (auto const& [code, region] : regions_) {
        if (region.ended) continue;
        children_.emplace(region.parent, &region);
        if (auto const parent = regions_.find(region.parent); parent != regions_.end())
            parent->second.has_children = true;
    }
    for (auto& [code, region] : regions_) {
        auto const* county = at_level(code, Level::county);
        region.root = county != nullptr ? county->code : code;
    }
}

Region const* Tree::find(std::string_view code) const {
    auto const at = regions_.find(code);
    return at == regions_.end() ? nullptr : &at->second;
}

std::string_view Tree::name(std::string_view code) const {
    auto const* region = find(code);
    return region == nullptr ? std::string_view{} : region->name;
}

std::string_view Tree::root(std::string_view code) const {
    auto const* region = find(code);
    return region == nullptr ? std::string_view{} : region->root;
}

std::vector<Region const*> Tree::children(std::string_view code) const {
    auto found = std::vector<Region const*>{};
    auto const [first, last] = children_.equal_range(code);
    for (auto at = first; at != last; ++at) found.push_back(at->second);
    return found;
}

std::vector<Region const*> Tree::path(std::string_view code) const {
    auto found = std::vector<Region const*>{};
    for (auto const* at = find(code); at != nullptr && found.size() < depth_max;
         at = find(at->parent))
        found.push_back(at);
    std::reverse(found.begin(), found.end());
    return found;
}

bool Tree::below(std::string_view code, std::string_view ancestor) const {
    auto const* at = find(code);
    for (auto steps = 0; at != nullptr && steps < depth_max; ++steps, at = find(at->parent))
        if (at->code == ancestor) return true;
    return false;
}

std::vector<Region const*> Tree::search(std::string_view text, std::size_t max) const {
    auto found = std::vector<Region const*>{};
    if (text.empty()) return found;
    for (auto const& [code, region] : regions_) {
        auto const fits = region.name.find(text) != std::string::npos || code.starts_with(text);
        if (fits && !region.ended) found.push_back(&region);
    }
    std::stable_sort(found.begin(), found.end(), [](Region const* a, Region const* b) {
        return depth_of(a->level) < depth_of(b->level);
    });
    if (found.size() > max) found.resize(max);
    return found;
}

Region const* Tree::at_level(std::string_view code, Level level) const {
    auto const* at = find(code);
    for (auto steps = 0; at != nullptr && steps < depth_max; ++steps, at = find(at->parent))
        if (at->level == level) return at;
    return nullptr;
}

void Regions::reload(store::Connection& read, Day today) {
    auto regions = std::vector<Region>{};
    auto const day = to_text(Date{today});
    // In the order of valid_from, so that the tree keeps the last row of a code.
    read.query(R"sql(
        SELECT code, name, level, parent, successor, valid_to FROM region
        WHERE valid_from <= ? ORDER BY code, valid_from
    )sql",
               {std::string_view(day)}, [&](store::Row const& row) {
                   auto region = Region{};
                   region.code = row.text(0);
                   region.name = row.text(1);
                   region.level = level_named(row.text(2)).value_or(Level::grid);
                   region.ended = row.text(5) <= std::string_view(day);
                   auto const gone_into = region.ended && !row.text(4).empty();
                   region.parent = gone_into ? row.text(4) : row.text(3);
                   regions.push_back(std::move(region));
               });
    auto tree = std::make_shared<Tree const>(std::move(regions));
    auto const lock = std::unique_lock(mutex_);
    tree_ = std::move(tree);
}

std::shared_ptr<Tree const> Regions::tree() const {
    auto const lock = std::shared_lock(mutex_);
    return tree_;
}

}  // namespace jizhi::region
