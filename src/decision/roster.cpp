#include "decision/roster.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "decision/kept_value.hpp"
#include "decision/roster_lines.hpp"
#include "kit/text.hpp"
#include "value/temporal.hpp"

namespace jizhi::decision {
namespace {

void keep_included(std::vector<record::Loaded>& records, RunView const& view,
                   Setting const& setting) {
    feel::Environment environment;
    environment.today = setting.as_of;
    std::erase_if(records, [&](record::Loaded const& each) {
        return !view.includes(each.value, setting, environment);
    });
}

void sort_lines(std::vector<RosterLine>& lines) {
    std::vector<std::pair<std::string, std::size_t>> keys;
    for (std::size_t i = 0; i < lines.size(); ++i)
        keys.emplace_back(
            lines[i].region + '\0' + text::sort_key(lines[i].name) + '\0' + lines[i].record_id, i);
    std::ranges::sort(keys);
    std::vector<RosterLine> sorted;
    sorted.reserve(lines.size());
    for (auto const& [key, index] : keys) sorted.push_back(std::move(lines[index]));
    lines = std::move(sorted);
}

}  // namespace

Result<Carried> carried_before(store::Connection& sql, RunView const& view, Period const& period) {
    std::unordered_map<std::string, std::string> texts;
    auto const year = period.id.substr(0, 4);
    sql.query(R"sql(
SELECT l.record_id, l.carried FROM decision_run_line l JOIN decision_run r ON r.id = l.run_id
WHERE r.view_id = ? AND r.state = 'locked' AND r.period >= ? AND r.period < ? ORDER BY r.period
)sql",
              {view.id, year, period.id}, [&](store::Row const& row) {
                  texts.insert_or_assign(std::string(row.text(0)), std::string(row.text(1)));
              });
    Carried found;
    for (auto const& [id, text] : texts) {
        TRY(value, kept(text));
        if (value.is(Value::Type::context)) found.emplace(id, value.context());
    }
    return found;
}

Result<Context> carried_by(store::Connection& sql, RunView const& view, Period const& period,
                           std::string_view record) {
    auto const year = period.id.substr(0, 4);
    auto const text = sql.text(R"sql(
SELECT l.carried FROM decision_run_line l JOIN decision_run r ON r.id = l.run_id
WHERE l.record_id = ? AND r.view_id = ? AND r.state = 'locked' AND r.period >= ? AND r.period < ?
ORDER BY r.period DESC LIMIT 1
)sql",
                               {record, view.id, year, period.id});
    if (text.empty()) return Context{};
    TRY(value, kept(text));
    return value.is(Value::Type::context) ? value.context() : Context{};
}

Result<RunView> require_run_view(Desk const& desk, std::string_view id, std::string_view region) {
    auto const catalog = desk.catalogs().now();
    auto const path = desk.path(region);
    auto const* view = catalog->view(id, path);
    if (view == nullptr || view->kind != "decision_run")
        return fail("run.unknown_view", std::string(id), "没有这个计算页", "there is no such run");
    auto const book = desk.books().now();
    auto const name = view->declared["decision"].string_or("");
    auto const* model = book->model(name, path);
    if (model == nullptr)
        return fail("decision.unknown", name, fmt::format("没有名为“{}”的规则", name),
                    fmt::format("there is no rule '{}'", name));
    return RunView::make(*catalog, *view, *model);
}

Result<Roster> compute_roster(Desk const& desk, store::Connection& sql, RosterQuery const& asked) {
    TRY(view, require_run_view(desk, asked.view, asked.region));
    TRY(period, view.period(asked.period));
    Roster roster{std::move(view), period, asked.region, {}, desk.books().now(), {}, {}, {}};
    roster.setting = roster.view.setting(period);
    auto when = asked.known;
    when.as_of = roster.setting.as_of;
    if (when.known_on != record::When{}.known_on)
        roster.setting.known_on = record::date_of(when.known_on);
    auto const catalog = desk.catalogs().now();
    TRY(type, catalog->require(roster.view.record_type));
    record::LoadOptions options;
    options.sensitive = false;
    TRY(records,
        record::load_region(sql, *catalog, desk.keys(), *type, asked.region, when, options));
    keep_included(records, roster.view, roster.setting);
    Carried from_runs;
    if (asked.carried == nullptr) {
        TRY(found, carried_before(sql, roster.view, period));
        from_runs = std::move(found);
    }
    compute_lines(desk, roster, *type, catalog, records,
                  asked.carried == nullptr ? from_runs : *asked.carried);
    sort_lines(roster.lines);
    return roster;
}

Context totals_of(RunView const& view, std::vector<RosterLine> const& lines) {
    Context totals;
    for (std::size_t column = 0; column < view.columns.size(); ++column) {
        auto const& declared = view.columns[column];
        if (!declared.total || declared.hidden) continue;
        Decimal sum;
        for (auto const& line : lines)
            if (line.values[column].is(Value::Type::number))
                sum = sum.plus(line.values[column].number()).value_or(sum);
        totals.put(declared.id, declared.shown(sum));
    }
    return totals;
}

}  // namespace jizhi::decision
