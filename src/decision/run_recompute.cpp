#include "decision/runs.hpp"

namespace jizhi::decision {
namespace {

Value row(std::string const& id, std::string const& name, Value before, Value now,
          Value difference) {
    return Context{{"record_id", id},
                   {"name", name},
                   {"previous", std::move(before)},
                   {"values", std::move(now)},
                   {"difference", std::move(difference)}};
}

}  // namespace

Result<Value> Runs::recompute(store::Connection& sql, StoredRun const& run, Micros known_on) const {
    RosterQuery asked;
    asked.view = run.view;
    asked.region = run.region;
    asked.period = run.period;
    asked.known.known_on = known_on;
    TRY(roster, compute_roster(desk_, sql, asked));
    auto stored = lines_by_record(sql, run);
    List rows;
    for (auto const& line : roster.lines) {
        auto const now = roster.view.by_id(line.values);
        auto const old = stored.find(line.record_id);
        if (old == stored.end()) {
            rows.push_back(row(line.record_id, line.name, Value(), now, now));
            continue;
        }
        auto const before = figures_of(old->second);
        auto const difference = difference_of(before, now);
        if (!difference.empty())
            rows.push_back(row(line.record_id, line.name, before, now, difference));
        stored.erase(old);
    }
    for (auto const& [id, line] : stored)
        rows.push_back(row(id, line.name, figures_of(line), Value(), Value()));
    auto const count = static_cast<std::int64_t>(rows.size());
    return Value(Context{{"run", head(run)},
                         {"totals", totals_of(roster.view, roster.lines)},
                         {"differing", count},
                         {"rows", std::move(rows)}});
}

}  // namespace jizhi::decision
