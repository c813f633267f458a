#include "record/catalog.hpp"

#include <algorithm>
#include <set>

namespace jizhi::record {

template <class T>
T const* Catalog::nearest(ByLocality<T> const& all, RegionPath path) {
    for (auto const& code : path)
        if (auto const found = all.find(code); found != all.end()) return &found->second;
    auto const everywhere = all.find("");
    return everywhere == all.end() ? nullptr : &everywhere->second;
}

std::vector<RecordType const*> Catalog::types() const {
    std::vector<RecordType const*> all;
    for (auto const& id : order_) all.push_back(&types_.find(id)->second);
    return all;
}

RecordType const* Catalog::type(std::string_view id) const {
    auto const found = types_.find(id);
    return found == types_.end() ? nullptr : &found->second;
}

Result<RecordType const*> Catalog::require(std::string_view id) const {
    if (auto const* found = type(id)) return found;
    std::string known;
    for (auto const& each : order_) known += (known.empty() ? "" : ", ") + each;
    return fail("record.unknown_type", std::string(id), "没有台账“" + std::string(id) + "”",
                "there is no record type \"" + std::string(id) + "\"; there are: " + known);
}

Dictionary const* Catalog::dictionary(std::string_view id, RegionPath path) const {
    auto const found = dictionaries_.find(id);
    return found == dictionaries_.end() ? nullptr : nearest(found->second, path);
}

std::vector<Dictionary const*> Catalog::dictionaries(RegionPath path) const {
    std::vector<Dictionary const*> all;
    for (auto const& [id, by_locality] : dictionaries_)
        if (auto const* found = nearest(by_locality, path)) all.push_back(found);
    return all;
}

View const* Catalog::view(std::string_view id, RegionPath path) const {
    auto const found = views_.find(id);
    return found == views_.end() ? nullptr : nearest(found->second, path);
}

std::vector<View const*> Catalog::views(RegionPath path) const {
    std::vector<View const*> all;
    for (auto const& id : view_order_)
        if (auto const* found = view(id, path)) all.push_back(found);
    return all;
}

Title Catalog::role_title(std::string_view role) const {
    auto const found = role_titles_.find(role);
    return found == role_titles_.end() ? Title{} : found->second;
}

std::vector<std::pair<std::string, Value>> Catalog::indicators(RegionPath path) const {
    std::vector<std::pair<std::string, Value>> all;
    for (auto const& [id, by_locality] : indicators_)
        if (auto const* found = nearest(by_locality, path)) all.emplace_back(id, *found);
    return all;
}

void Catalog::add(RecordType type) {
    auto const id = type.id;
    if (!types_.contains(id)) order_.push_back(id);
    types_.insert_or_assign(id, std::move(type));
}

void Catalog::add(Dictionary dictionary, std::string const& locality) {
    auto const id = dictionary.id;
    dictionaries_[id].insert_or_assign(locality, std::move(dictionary));
}

void Catalog::add(View view, std::string const& locality) {
    auto const id = view.id;
    if (!views_.contains(id)) view_order_.push_back(id);
    views_[id].insert_or_assign(locality, std::move(view));
}

void Catalog::add_indicator(std::string const& id, Value declared, std::string const& locality) {
    indicators_[id].insert_or_assign(locality, std::move(declared));
}

void Catalog::add(MenuGroup group) {
    for (auto& known : menu_) {
        if (known.id != group.id) continue;
        if (known.title.empty()) known.title = group.title;
        std::move(group.items.begin(), group.items.end(), std::back_inserter(known.items));
        return;
    }
    menu_.push_back(std::move(group));
}

void Catalog::set_role_title(std::string role, Title title) {
    role_titles_.insert_or_assign(std::move(role), std::move(title));
}

}  // namespace jizhi::record
