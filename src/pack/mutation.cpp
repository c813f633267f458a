#include "pack/mutation.hpp"

#include <algorithm>

#include "pack/rule_text.hpp"

namespace jizhi::pack {
namespace {

bool some_fails(std::vector<Folder> const& packs, std::vector<Scenario const*>& order) {
    ScenarioRunner runner(packs);
    if (!runner.errors().empty()) return true;  // the pack does not even deploy without it
    for (std::size_t i = 0; i < order.size(); ++i) {
        if (runner.run(*order[i]).passed) continue;
        // What failed for one rule often fails for its neighbour: look there first.
        std::rotate(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(i),
                    order.begin() + static_cast<std::ptrdiff_t>(i) + 1);
        return true;
    }
    return false;
}

}  // namespace

std::vector<std::string> survivors(Folder const& folder, std::vector<Folder> const& all,
                                   std::vector<Scenario> const& scenarios) {
    std::vector<std::string> standing;
    std::vector<Scenario const*> order;
    for (auto const& scenario : scenarios) order.push_back(&scenario);
    auto packs = all;
    auto const mutated = std::find_if(packs.begin(), packs.end(),
                                      [&](Folder const& f) { return f.place == folder.place; });
    if (mutated == packs.end()) return standing;
    for (auto const& [path, text] : folder.files) {
        if (path.find("parameters/") != std::string::npos) {
            mutated->files.erase(path);
            if (!some_fails(packs, order)) standing.push_back(path);
        }
        if (path.ends_with(".dmn"))
            for (auto const& rule : rules_of(text)) {
                mutated->files[path] = text.substr(0, rule.from) + text.substr(rule.to);
                if (!some_fails(packs, order)) standing.push_back(path + ": rule " + rule.id);
            }
        mutated->files[path] = text;
    }
    return standing;
}

}  // namespace jizhi::pack
