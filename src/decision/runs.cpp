#include "decision/runs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "value/json.hpp"
#include "value/temporal.hpp"

namespace jizhi::decision {
namespace {

constexpr std::size_t people_listed_max = 200;

Value json_or_null(std::string const& text) {
    if (text.empty()) return {};
    auto value = parse_json(text);
    return value ? std::move(*value) : Value();
}

Value instant(Micros at) {
    if (at == 0) return {};
    DateTime made;
    auto const seconds = at / 1'000'000;
    made.date.day = seconds / seconds_per_day;
    made.time.nanos = (seconds % seconds_per_day) * nanos_per_second;
    made.time.zone.kind = Zone::Kind::offset;
    return made;
}

struct Figure {
    std::string name;
    Context values;
    bool within = true;  ///< of the region that is compared; a run above holds others too
};
using Figures = std::unordered_map<std::string, Figure>;

/// Name and figures of stored runs, by record.
Figures figures_of(store::Connection& sql, std::vector<StoredRun> const& runs,
                   std::string_view region, UpwardOf const& upward_of) {
    Figures found;
    std::map<std::string, bool, std::less<>> within;
    for (auto const& run : runs)
        sql.query(
            "SELECT record_id, name, figures, region_code FROM decision_run_line WHERE run_id = ?",
            {run.id}, [&](store::Row const& row) {
                auto const value = json_or_null(std::string(row.text(2)));
                auto const place = within.try_emplace(std::string(row.text(3)), false);
                if (place.second) {
                    auto const upward = upward_of(row.text(3));
                    place.first->second = std::ranges::find(upward, region) != upward.end();
                }
                found.emplace(std::string(row.text(0)),
                              Figure{std::string(row.text(1)),
                                     value.is(Value::Type::context) ? value.context() : Context{},
                                     place.first->second});
            });
    return found;
}

/// What people see of a line: hidden columns do not count as changes.
Context visible(RunView const& view, Context const& figures) {
    Context seen;
    for (auto const& column : view.columns)
        if (auto const* value = figures.find(column.id); value != nullptr && !column.hidden)
            seen.put(column.id, *value);
    return seen;
}

/// Compares a roster with the runs before it, line by line.
class Comparison {
public:
    Comparison(Roster const& roster, std::vector<StoredRun> const& before, Figures const& figures)
        : roster_(roster), before_(before), figures_(figures) {}

    bool look(RosterLine const& line) {
        auto const found = figures_.find(line.record_id);
        now_.insert(line.record_id);
        if (before_.empty()) return false;
        if (found == figures_.end()) {
            added_.push_back(person(line.record_id, line.name));
            ++added_count_;
            return true;
        }
        auto const now = visible(roster_.view, roster_.view.by_id(line.values));
        auto const changed =
            !difference_of(visible(roster_.view, found->second.values), now).empty();
        ++(changed ? changed_ : unchanged_);
        return changed;
    }

    [[nodiscard]] Value told(Context const& totals, region::Tree const& tree) const;

private:
    static Value person(std::string const& id, std::string const& name) {
        return Context{{"record_id", id}, {"name", name}};
    }
    [[nodiscard]] List removed() const;
    [[nodiscard]] Value total_before(std::string const& column) const;

    Roster const& roster_;
    std::vector<StoredRun> const& before_;
    Figures const& figures_;
    std::set<std::string> now_;
    std::int64_t changed_ = 0, unchanged_ = 0, added_count_ = 0;
    List added_;
};

List Comparison::removed() const {
    List gone;
    for (auto const& [id, figure] : figures_)
        if (figure.within && !now_.contains(id)) gone.push_back(person(id, figure.name));
    return gone;
}

/// Of the people of this region only.
Value Comparison::total_before(std::string const& column) const {
    Decimal sum;
    for (auto const& [id, figure] : figures_) {
        auto const* value = figure.values.find(column);
        if (!figure.within || value == nullptr || !value->is(Value::Type::string)) continue;
        auto const amount = Decimal::parse(value->string());
        auto const more = amount ? sum.plus(*amount) : std::nullopt;
        if (more) sum = *more;
    }
    return sum.to_string();
}

Value Comparison::told(Context const& totals, region::Tree const& tree) const {
    if (before_.empty()) return Context{{"previous", Value()}};
    auto const same = before_.size() == 1 && before_.front().region == roster_.region;
    auto const whole = same ? json_or_null(before_.front().totals) : Value();
    Context made;
    for (auto const& [column, now] : totals.entries()) {
        auto const old = same ? whole[column] : total_before(column);
        auto const difference = difference_of(Context{{column, old}}, Context{{column, now}});
        auto const* changed = difference.find(column);
        made.put(column, Context{{"now", now},
                                 {"before", old},
                                 {"difference", changed == nullptr ? Value("0.00") : *changed}});
    }
    auto gone = removed();
    auto const gone_count = static_cast<std::int64_t>(gone.size());
    if (gone.size() > people_listed_max) gone.resize(people_listed_max);
    auto added = added_;
    if (added.size() > people_listed_max) added.resize(people_listed_max);
    List regions;
    for (auto const& run : before_)
        regions.emplace_back(Context{{"code", run.region}, {"name", tree.name(run.region)}});
    return Context{{"previous", Context{{"id", before_.front().id},
                                        {"period", before_.front().period},
                                        {"state", before_.front().state},
                                        {"same_region", same},
                                        {"regions", std::move(regions)}}},
                   {"totals", std::move(made)},
                   {"added", added_count_},
                   {"removed", gone_count},
                   {"changed", changed_},
                   {"unchanged", unchanged_},
                   {"added_people", std::move(added)},
                   {"removed_people", std::move(gone)}};
}

Result<void> give_way(store::Tx& tx, Roster const& roster) {
    std::vector<std::string> drafts;
    std::string standing;
    tx.sql().query(R"sql(
SELECT id, state FROM decision_run WHERE view_id = ? AND period = ? AND region_code = ?
)sql",
                   {roster.view.id, roster.period.id, roster.region}, [&](store::Row const& row) {
                       if (row.text(1) == "draft" || row.text(1) == "rejected")
                           drafts.emplace_back(row.text(0));
                       else
                           standing = row.text(1);
                   });
    if (!standing.empty())
        return fail("run.standing.conflict", roster.period.id,
                    standing == "locked" ? "这一期已经锁定；要改请作补差"
                                         : "这一期正在等复核；要重算请先撤回",
                    standing == "locked"
                        ? "this period is locked; a later change is a difference sheet"
                        : "this period waits for approval; withdraw it first");
    for (auto const& id : drafts) {
        tx.sql().execute("DELETE FROM decision_run_line WHERE run_id = ?", {id});
        tx.sql().execute("DELETE FROM decision_run WHERE id = ?", {id});
    }
    return {};
}

}  // namespace

Result<Roster> Runs::compute(store::Connection& sql, RosterQuery const& asked) const {
    TRY(view, require_run_view(desk_, asked.view, asked.region));
    TRY(period, view.period(asked.period));
    // Read before the records: what changes in between makes the run stale, not wrong.
    auto const before = basis(sql, asked.view, asked.region, to_text(view.setting(period).as_of));
    TRY(roster, compute_roster(desk_, sql, asked));
    roster.basis = before;
    return std::move(roster);
}

Result<Value> Runs::create(store::Tx& tx, Roster const& roster, people::Actor const& by) const {
    CHECK_OK(give_way(tx, roster));
    auto const upward_of = [&](std::string_view region) { return desk_.path(region); };
    auto const before = runs_before(tx.sql(), roster.view, roster.period, roster.region, upward_of);
    auto const figures = figures_of(tx.sql(), before, roster.region, upward_of);
    StoredRun run;
    run.id = tx.new_id();
    run.view = roster.view.id;
    run.period = roster.period.id;
    run.region = roster.region;
    run.state = "draft";
    run.as_of = to_text(roster.setting.as_of);
    run.book = roster.book->version();
    run.basis = roster.basis;
    run.made_by = by.account_id;
    run.made_by_name = by.name;
    run.made_at = tx.now();
    for (auto const& each : before) run.previous += (run.previous.empty() ? "" : ",") + each.id;
    run.lines = static_cast<std::int64_t>(roster.lines.size());
    Comparison comparison(roster, before, figures);
    std::int64_t seq = 0;
    for (auto const& line : roster.lines) {
        insert_line(tx.sql(), run.id, ++seq, line, roster.view, comparison.look(line));
        if (!line.problem_zh.empty()) ++run.problems;
    }
    auto const totals = totals_of(roster.view, roster.lines);
    run.totals = to_json(totals);
    run.comparison = to_json(comparison.told(totals, *desk_.regions().tree()));
    run.caveats = to_json(roster.caveats.to_value());
    insert_run(tx.sql(), run);
    tx.append({.subject_type = run.view,
               .subject_id = run.id,
               .region = run.region,
               .activity = "compute",
               .lifecycle = "complete",
               .delta = Context{{"period", run.period}, {"count", run.lines}}});
    return head(run);
}

Result<Value> Runs::discard(store::Tx& tx, std::string const& id,
                            people::Scope const& scope) const {
    TRY(run, find(tx.sql(), id, scope));
    if (run.state != "draft" && run.state != "rejected")
        return fail("run.not_draft.conflict", id, "只有草稿可以删除",
                    "only a draft can be removed");
    tx.sql().execute("DELETE FROM decision_run_line WHERE run_id = ?", {id});
    tx.sql().execute("DELETE FROM decision_run WHERE id = ?", {id});
    tx.append({.subject_type = run.view,
               .subject_id = id,
               .region = run.region,
               .activity = "discard",
               .lifecycle = "complete",
               .delta = Value()});
    return Value();
}

Result<StoredRun> Runs::find(store::Connection& sql, std::string_view id,
                             people::Scope const& scope) const {
    auto run = find_run(sql, id);
    auto const tree = desk_.regions().tree();
    if (run && scope.contains(*tree, run->region)) return std::move(*run);
    if (run && run->state == "locked" && holds_own(sql, *run, scope)) {
        run->own_only = true;
        return std::move(*run);
    }
    return fail("run.not_found", std::string(id), "没有这次计算，或不在您的范围内",
                "there is no such run, or it is outside your scope");
}

Result<Value> Runs::list(store::Connection& sql, std::string_view view, people::Scope const& scope,
                         std::string_view region, std::string_view day) const {
    List made;
    auto const tree = desk_.regions().tree();
    for (auto& run : list_runs(sql, view, scope, region, day)) {
        run.own_only = !scope.contains(*tree, run.region);
        auto one = head(run).context();
        one.erase("comparison");
        made.emplace_back(std::move(one));
    }
    return Value(std::move(made));
}

Value Runs::head(StoredRun const& run) const {
    auto const tree = desk_.regions().tree();
    return Context{{"id", run.id},
                   {"view", run.view},
                   {"period", run.period},
                   {"region", Context{{"code", run.region}, {"name", tree->name(run.region)}}},
                   {"state", run.state},
                   {"as_of", run.as_of},
                   {"made_by", run.made_by_name},
                   {"made_at", instant(run.made_at)},
                   {"decided_by", run.decided_by_name},
                   {"decided_at", instant(run.decided_at)},
                   {"proposal", run.proposal.empty() ? Value() : Value(run.proposal)},
                   {"count", run.own_only ? 1 : run.lines},
                   {"problems", run.own_only ? 0 : run.problems},
                   {"totals", run.own_only ? Value(Context{}) : json_or_null(run.totals)},
                   {"comparison", run.own_only ? Value() : json_or_null(run.comparison)},
                   {"caveats", json_or_null(run.caveats)}};
}

}  // namespace jizhi::decision
