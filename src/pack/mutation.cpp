#include "pack/mutation.hpp"

#include <algorithm>

namespace jizhi::pack {
namespace {

struct Rule {
    std::string path, id;
    std::size_t from = 0, to = 0;  ///< the bytes of its element
};

/// `<rule …>…</rule>` of a model, whatever its namespace prefix. Rules do not nest.
std::vector<Rule> rules_of(std::string const& path, std::string const& xml) {
    std::vector<Rule> rules;
    for (std::size_t at = 0; (at = xml.find('<', at)) != std::string::npos; ++at) {
        auto const name_end = xml.find_first_of(" >/\t\r\n", at + 1);
        if (name_end == std::string::npos) break;
        auto const name = xml.substr(at + 1, name_end - at - 1);
        auto const colon = name.find(':');
        if (name.substr(colon == std::string::npos ? 0 : colon + 1) != "rule") continue;
        auto const close = "</" + name + ">";
        auto const end = xml.find(close, at);
        if (end == std::string::npos) break;
        auto const head = xml.substr(at, xml.find('>', at) - at);
        auto const id = head.find("id=\"");
        auto const quote = id == std::string::npos ? id : head.find('"', id + 4);
        rules.push_back({path,
                         quote == std::string::npos ? std::to_string(rules.size() + 1)
                                                    : head.substr(id + 4, quote - id - 4),
                         at, end + close.size()});
        at = end;
    }
    return rules;
}

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
    for (auto const& [path, xml] : folder.files) {
        if (!path.ends_with(".dmn")) continue;
        for (auto const& rule : rules_of(path, xml)) {
            mutated->files[path] = xml.substr(0, rule.from) + xml.substr(rule.to);
            if (!some_fails(packs, order)) standing.push_back(path + ": rule " + rule.id);
        }
        mutated->files[path] = xml;
    }
    return standing;
}

}  // namespace jizhi::pack
