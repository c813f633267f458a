#include "people/scope.hpp"

#include <algorithm>

namespace jizhi::people {

bool Scope::contains(region::Tree const& tree, std::string_view region) const {
    if (everything) return true;
    return std::any_of(regions.begin(), regions.end(),
                       [&](std::string const& top) { return tree.below(region, top); });
}

bool Scope::contains(region::Tree const& tree, std::string_view region,
                     std::string_view record) const {
    if (contains(tree, region)) return true;
    if (record.empty()) return false;
    return std::find(records.begin(), records.end(), record) != records.end();
}

region::Condition Scope::condition(std::string_view region_column, std::string_view record_column,
                                   std::string_view day) const {
    if (everything) return {.sql = "(1 = 1)", .texts = {}};
    auto condition = region::below(region_column, regions, day);
    if (records.empty() || record_column.empty()) return condition;
    auto own = std::string(record_column) + " IN (";
    auto texts = std::vector<std::string>{};
    for (auto const& record : records) {
        own += texts.empty() ? "?" : ", ?";
        texts.push_back(record);
    }
    own += ")";
    if (regions.empty()) return {.sql = "(" + own + ")", .texts = std::move(texts)};
    condition.sql = "(" + condition.sql + " OR " + own + ")";
    condition.texts.insert(condition.texts.end(), texts.begin(), texts.end());
    return condition;
}

Scope Scope::within(region::Tree const& tree, std::string_view region) const {
    auto narrow = Scope{.everything = false, .regions = {}, .records = records};
    if (contains(tree, region)) {
        narrow.regions.emplace_back(region);
        return narrow;
    }
    for (auto const& top : regions)  // the chosen region lies above some of what one may see
        if (tree.below(top, region)) narrow.regions.push_back(top);
    return narrow;
}

}  // namespace jizhi::people
