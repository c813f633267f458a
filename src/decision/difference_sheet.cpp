#include "decision/difference_sheet.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace jizhi::decision {
namespace {

Decimal amount(Context const& figures, std::string const& column) {
    auto const* value = figures.find(column);
    if (value == nullptr) return {};
    if (value->is(Value::Type::number)) return value->number();
    return value->is(Value::Type::string) ? Decimal::parse(value->string()).value_or(Decimal())
                                          : Decimal();
}

void add_to(Context& sums, std::string const& column, Decimal const& more) {
    auto const sum = amount(sums, column).plus(more);
    if (sum) sums.put(column, *sum);
}

/// now − before of the columns that have totals; those that are equal are left out.
Context differences(RunView const& view, Context const& before, Context const& now) {
    Context made;
    for (auto const& column : view.columns) {
        if (!column.total || column.hidden) continue;
        auto const difference = amount(now, column.id).minus(amount(before, column.id));
        if (difference && !difference->is_zero()) made.put(column.id, *difference);
    }
    return made;
}

/// Computes locked runs of one region anew, one period after the other.
class Recomputation {
public:
    Recomputation(Desk const& desk, store::Connection& sql, DifferenceSheet& sheet,
                  std::map<std::string, DifferenceSheet::Row>& rows)
        : desk_(desk), sql_(sql), sheet_(sheet), rows_(rows) {}

    Result<void> add(StoredRun const& run);

private:
    void note(RosterLine const& line, std::string const& period, Context difference);

    Desk const& desk_;
    store::Connection& sql_;
    DifferenceSheet& sheet_;
    std::map<std::string, DifferenceSheet::Row>& rows_;
    std::string region_, year_;
    Carried carried_;  ///< of the periods computed so far, by record
};

void Recomputation::note(RosterLine const& line, std::string const& period, Context difference) {
    if (difference.empty()) return;
    auto& row = rows_[line.record_id];
    row.record_id = line.record_id;
    row.name = line.name;
    row.region = line.region;
    for (auto const& [column, value] : difference.entries()) {
        add_to(row.total, column, value.number());
        add_to(sheet_.total, column, value.number());
    }
    row.periods[period] = std::move(difference);
}

Result<void> Recomputation::add(StoredRun const& run) {
    RosterQuery asked{run.view, run.region, run.period, {}};
    auto const year = run.period.substr(0, 4);
    if (run.region == region_ && year == year_) asked.carried = &carried_;
    TRY(roster, compute_roster(desk_, sql_, asked));
    auto before = lines_by_record(sql_, run);
    Carried next;
    for (auto const& line : roster.lines) {
        next.emplace(line.record_id, line.carried);
        auto const old = before.find(line.record_id);
        auto const was = old == before.end() ? Context{} : figures_of(old->second);
        note(line, run.period, differences(roster.view, was, roster.view.by_id(line.values)));
        if (old != before.end()) before.erase(old);
    }
    // Who is not in the roster any more was paid for nothing.
    for (auto const& [id, line] : before) {
        RosterLine gone;
        gone.record_id = id;
        gone.name = line.name;
        gone.region = line.region;
        note(gone, run.period, differences(roster.view, figures_of(line), {}));
    }
    region_ = run.region;
    year_ = year;
    carried_ = std::move(next);
    return {};
}

Value shown(RunView const& view, Context const& figures) {
    Context made;
    for (auto const& column : view.columns)
        if (auto const* value = figures.find(column.id)) made.put(column.id, column.shown(*value));
    return Value(std::move(made));
}

Value row_value(DifferenceSheet const& sheet, DifferenceSheet::Row const& row,
                region::Tree const& tree) {
    Context periods;
    for (auto const& [period, figures] : row.periods)
        periods.put(period, shown(sheet.view, figures));
    return Context{{"record_id", row.record_id},
                   {"name", row.name},
                   {"region", Context{{"code", row.region}, {"name", tree.name(row.region)}}},
                   {"periods", std::move(periods)},
                   {"total", shown(sheet.view, row.total)}};
}

}  // namespace

Result<DifferenceSheet> difference_sheet(Desk const& desk, store::Connection& sql,
                                         DifferenceQuery const& asked) {
    TRY(view, require_run_view(desk, asked.view, asked.region));
    DifferenceSheet sheet{std::move(view), asked.region, {}, {}, {}};
    auto runs = list_runs(sql, asked.view, asked.scope, asked.region, asked.day);
    auto const tree = desk.regions().tree();
    std::erase_if(runs, [&](StoredRun const& run) {
        return run.state != "locked" || run.period < asked.from ||
               (!asked.to.empty() && run.period > asked.to) ||
               !asked.scope.contains(*tree, run.region);
    });
    std::ranges::sort(runs, {},
                      [](StoredRun const& run) { return std::pair(run.region, run.period); });
    std::map<std::string, DifferenceSheet::Row> rows;
    Recomputation recomputation(desk, sql, sheet, rows);
    std::set<std::string> periods;
    for (auto const& run : runs) {
        periods.insert(run.period);
        CHECK_OK(recomputation.add(run));
    }
    sheet.periods.assign(periods.begin(), periods.end());
    for (auto& [id, row] : rows) sheet.rows.push_back(std::move(row));
    std::ranges::sort(sheet.rows, {}, [](DifferenceSheet::Row const& row) {
        return std::tie(row.region, row.name, row.record_id);
    });
    return sheet;
}

Value to_value(DifferenceSheet const& sheet, region::Tree const& tree) {
    List rows, columns, periods;
    for (auto const& period : sheet.periods) periods.emplace_back(period);
    for (auto const& column : sheet.view.columns)
        if (column.total && !column.hidden)
            columns.emplace_back(
                Context{{"id", column.id},
                        {"title", Context{{"zh", column.title.zh}, {"en", column.title.en}}},
                        {"type", column.type},
                        {"main", column.main}});
    for (auto const& row : sheet.rows) rows.push_back(row_value(sheet, row, tree));
    return Context{{"view", sheet.view.id},
                   {"region", Context{{"code", sheet.region}, {"name", tree.name(sheet.region)}}},
                   {"periods", std::move(periods)},
                   {"columns", std::move(columns)},
                   {"rows", std::move(rows)},
                   {"total", shown(sheet.view, sheet.total)}};
}

}  // namespace jizhi::decision
