#include "pack/mutation.hpp"

#include <algorithm>

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

/// The mutants of one of the `packs` that these scenarios let stand.
std::vector<Mutant> standing(std::vector<Mutant> mutants, Folder const& folder,
                             std::vector<Folder> packs, std::vector<Scenario> const& scenarios) {
    std::vector<Scenario const*> order;
    for (auto const& scenario : scenarios) order.push_back(&scenario);
    auto& mutated = *std::ranges::find(packs, folder.place, &Folder::place);
    std::erase_if(mutants, [&](Mutant const& mutant) {
        if (mutant.text)
            mutated.files[mutant.path] = *mutant.text;
        else
            mutated.files.erase(mutant.path);
        auto const noticed = some_fails(packs, order);
        mutated.files[mutant.path] = *folder.find(mutant.path);
        return noticed;
    });
    return mutants;
}

}  // namespace

std::vector<std::string> survivors(Folder const& folder, std::vector<Folder> const& packs) {
    auto left = mutants_of(folder, with_dependencies(packs));
    auto const own = scenarios_of(folder);
    for (auto const& other : packs) {
        auto const scenarios = scenarios_of(other);
        if (!scenarios || scenarios->empty() || !own) continue;
        auto const all = with_dependencies({other});
        auto const stands_on = std::ranges::find(all, folder.place, &Folder::place) != all.end();
        if (stands_on && (own->empty() || other.place == folder.place))
            left = standing(std::move(left), folder, all, *scenarios);
    }
    std::vector<std::string> said;
    for (auto const& mutant : left) said.push_back(mutant.path + ": " + mutant.what);
    return said;
}

}  // namespace jizhi::pack
