#include <algorithm>

#include "decision/reminding.hpp"
#include "pack/scenario_run.hpp"
#include "report/indicators.hpp"
#include "value/temporal.hpp"

namespace jizhi::pack {
namespace {

std::string text_of(Node const& node, std::string_view key) {
    auto const* found = node.find(key);
    return found != nullptr && found->is_scalar() ? found->scalar : std::string();
}

}  // namespace

/// `{ indicator: ID, region: CODE, expect: { numerator: 1, denominator: 2, target: 50 } }`
void ScenarioRun::check_indicator(Node const& node) {
    auto region = text_of(node, "region");
    if (region.empty()) region = text_of(*scenario_.node.find("given"), "region");
    people::Scope everything;
    everything.everything = true;
    auto const tree = world_.regions_.tree();
    auto const book = world_.books_.now();
    auto const told = report::indicators(
        *world_.store().read(), {world_.catalog(), world_.keys_, book->parameters(), *tree,
                                 everything, region, world_.today(), 0, {}});
    if (!told) return complain(node, told.error());
    auto const id = text_of(node, "indicator");
    auto const* expected = node.find("expect");
    for (auto const& each : told->list()) {
        if (each["id"].string_or("") != id || expected == nullptr) continue;
        if (auto const differs = difference(to_value(*expected), each); !differs.empty())
            complain(node, differs);
        return;
    }
    complain(node, "没有这项指标，或缺少 expect / no such indicator, or expect is missing");
}

/// `{ reminds: ID, as: role@region, says: … }`: what that person's day begins with.
void ScenarioRun::check_reminds(Node const& node) {
    auto const actor = world_.actor(text_of(node, "as"));
    if (!actor) return complain(node, actor.error());
    auto const read = world_.store().read();
    auto const tree = world_.regions_.tree();
    auto const holidays = world_.holidays_.now();
    auto const today = to_text(world_.today());
    auto const wanted = text_of(node, "says");
    std::string all;
    for (auto const& row : decision::due_soon(
             world_.desk_, {*read, *actor, *tree, *holidays, world_.today().day, today})) {
        if (row.kind != text_of(node, "reminds")) continue;
        if (row.title.zh.find(wanted) != std::string::npos ||
            row.title.en.find(wanted) != std::string::npos)
            return;
        all += "\n    " + row.title.zh;
    }
    complain(node, "没有提醒“" + wanted + "” / it does not remind so; it says:" + all);
}

}  // namespace jizhi::pack
