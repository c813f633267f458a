#include "decision/simulation.hpp"

#include <algorithm>
#include <map>

namespace jizhi::decision {
namespace {

constexpr std::int64_t bins_max = 12;

Value titled(Title const& title) { return Context{{"zh", title.zh}, {"en", title.en}}; }

/// {column: {before, after, difference}} of the columns that have totals.
Value totals_of(RunView const& view, Simulation::Sums const& sums) {
    Context made;
    for (std::size_t i = 0; i < view.columns.size(); ++i) {
        auto const& column = view.columns[i];
        if (!column.total || column.hidden) continue;
        made.put(column.id,
                 Context{{"before", shown_figure(column, sums.before[i])},
                         {"after", shown_figure(column, sums.after[i])},
                         {"difference", shown_figure(column, sums.after[i] - sums.before[i])}});
    }
    return made;
}

void join(Simulation::Sums& to, Simulation::Sums const& from) {
    to.before.resize(from.before.size());
    to.after.resize(from.after.size());
    for (std::size_t i = 0; i < from.before.size(); ++i) {
        to.before[i] += from.before[i];
        to.after[i] += from.after[i];
    }
    to.members += from.members;
    to.changed += from.changed;
}

/// Every region that has members below it, within the roster's own, with what adds up there.
Value by_region(Rehearsal const& rehearsal, Simulation const& simulation,
                region::Tree const& tree) {
    std::map<std::string, Simulation::Sums> sums;
    for (std::size_t i = 0; i < rehearsal.regions().size(); ++i)
        for (auto const* each : tree.path(rehearsal.regions()[i]))
            if (tree.below(each->code, rehearsal.region()))
                join(sums[each->code], simulation.regions[i]);
    List made;
    for (auto const& [code, each] : sums) {
        auto const* region = tree.find(code);
        made.emplace_back(Context{{"code", code},
                                  {"name", region->name},
                                  {"level", std::string(region::name_of(region->level))},
                                  {"members", each.members},
                                  {"changed", each.changed},
                                  {"totals", totals_of(rehearsal.view(), each)}});
    }
    return made;
}

std::int64_t gain_of(RehearsedChange const& change) { return change.after - change.before; }

bool both(RehearsedChange const& change) {
    return change.before != no_figure && change.after != no_figure;
}

/// 1, 2 or 5 times a power of ten, so that a range takes at most `bins_max` of them.
std::int64_t bin_width(std::int64_t range) {
    std::int64_t width = 1;
    for (auto step = 0; range / width >= bins_max; ++step)
        width = width * (step % 3 == 1 ? 5 : 4) / 2;
    return width;
}

std::int64_t floor_to(std::int64_t figure, std::int64_t width) {
    auto const rest = figure % width;
    return figure - rest - (rest < 0 ? width : 0);
}

/// How many gain or lose how much: [{from, to, count}], bounds of the main column's unit.
Value histogram_of(Rehearsal const& rehearsal, Simulation const& simulation) {
    auto const& column = rehearsal.view().columns[rehearsal.main_column()];
    std::vector<std::int64_t> gains;
    for (auto const& change : simulation.changes)
        if (both(change)) gains.push_back(gain_of(change));
    if (gains.empty()) return List{};
    auto const [low, high] = std::ranges::minmax(gains);
    auto const width = bin_width(high - low + 1);
    std::map<std::int64_t, std::int64_t> counts;
    for (auto from = floor_to(low, width); from <= high; from += width) counts[from] = 0;
    for (auto const gain : gains) ++counts[floor_to(gain, width)];
    List made;
    for (auto const& [from, count] : counts)
        made.emplace_back(Context{{"from", shown_figure(column, from)},
                                  {"to", shown_figure(column, from + width)},
                                  {"count", count}});
    return made;
}

}  // namespace

Value shown_figure(RunColumn const& column, std::int64_t figure) {
    if (figure == no_figure) return {};
    return column.shown(Value(Decimal::scaled(figure, scale_of(column))));
}

Value to_value(Rehearsal const& rehearsal, Simulation const& simulation, region::Tree const& tree) {
    auto const& view = rehearsal.view();
    auto const& setting = rehearsal.roster().setting();
    List columns;
    for (auto const& column : view.columns)
        if (!column.hidden)
            columns.emplace_back(Context{{"id", column.id},
                                         {"title", titled(column.title)},
                                         {"type", column.type},
                                         {"total", column.total},
                                         {"main", column.main}});
    auto const& whole = simulation.whole;
    return Context{
        {"view", view.id},
        {"title", titled(view.title)},
        {"period", setting.period.id},
        {"as_of", setting.as_of},
        {"region", Context{{"code", rehearsal.region()}, {"name", tree.name(rehearsal.region())}}},
        {"columns", std::move(columns)},
        {"members", whole.members},
        {"changed", whole.changed},
        {"gain", simulation.gain},
        {"lose", simulation.lose},
        {"lost", simulation.lost},
        {"totals", totals_of(view, whole)},
        {"regions", by_region(rehearsal, simulation, tree)},
        {"histogram", histogram_of(rehearsal, simulation)}};
}

Value changes_to_value(Rehearsal const& rehearsal, Simulation const& simulation,
                       region::Tree const& tree, std::size_t from, std::size_t count) {
    auto const& column = rehearsal.view().columns[rehearsal.main_column()];
    List made;
    for (; from < simulation.changes.size() && made.size() < count; ++from) {
        auto const& change = simulation.changes[from];
        auto const& member = rehearsal.roster().members()[change.member];
        made.emplace_back(Context{
            {"record_id", member.id},
            {"name", member.name},
            {"region", Context{{"code", member.region}, {"name", tree.name(member.region)}}},
            {"before", shown_figure(column, change.before)},
            {"after", shown_figure(column, change.after)},
            {"difference", both(change) ? shown_figure(column, gain_of(change)) : Value()}});
    }
    return made;
}

}  // namespace jizhi::decision
