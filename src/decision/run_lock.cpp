#include <fmt/format.h>

#include "decision/caveat.hpp"
#include "decision/kept_value.hpp"
#include "decision/packed.hpp"
#include "decision/runs.hpp"
#include "value/json.hpp"
#include "value/temporal.hpp"

namespace jizhi::decision {
namespace {

constexpr char const* lock_command = "run.lock";
constexpr char const* basis_type = "decision_run";

void set_state(store::Tx& tx, std::string_view id, std::string_view state) {
    tx.sql().execute("UPDATE decision_run SET state = ? WHERE id = ?", {state, id});
}

/// A record may stand in one locked run of a view and period only.
Result<void> no_overlap(store::Connection& sql, StoredRun const& run) {
    std::string name;
    sql.query(R"sql(
SELECT l.name FROM decision_run_line l JOIN decision_run_line o ON o.record_id = l.record_id
JOIN decision_run r ON r.id = o.run_id
WHERE l.run_id = ? AND r.id <> ? AND r.view_id = ? AND r.period = ? AND r.state = 'locked' LIMIT 1
)sql",
              {run.id, run.id, run.view, run.period},
              [&](store::Row const& row) { name = row.text(0); });
    if (name.empty()) return {};
    return fail("run.overlap.conflict", run.period,
                fmt::format("“{}”在这一期已经锁定的另一次计算里，请按不重叠的区域分别计算", name),
                fmt::format("'{}' is in another locked run of this period; run regions that do not "
                            "overlap", name));
}

Result<void> ready(store::Tx& tx, Runs const& runs, StoredRun const& run) {
    if (run.state != "draft")
        return fail("run.not_draft.conflict", run.id, "只有草稿可以提交复核",
                    "only a draft can be handed over");
    if (run.problems > 0)
        return fail("run.problems", run.id,
                    fmt::format("还有 {} 人算不出结果，请先补齐资料再重算", run.problems),
                    fmt::format("{} lines have no result; complete their records and compute again",
                                run.problems));
    if (run.basis != runs.basis(tx.sql(), run.view, run.region, run.as_of))
        return fail("run.stale.conflict", run.id, "计算之后资料或规则有变化，请重算后再提交",
                    "records or rules have changed since; compute again first");
    return no_overlap(tx.sql(), run);
}

people::Title said(RunView const& view, StoredRun const& run, std::string_view region) {
    return {fmt::format("{}：{} {}", view.title.zh, region, run.period),
            fmt::format("{}: {} {}", view.title.en, region, run.period)};
}

people::Title summed(RunView const& view, StoredRun const& run) {
    auto const totals = parse_json(run.totals);
    for (auto const& column : view.columns)
        if (column.main && totals)
            return {fmt::format("{} 人，{}合计 {}", run.lines, column.title.zh,
                                (*totals)[column.id].string_or("")),
                    fmt::format("{} persons, {} in total {}", run.lines, column.title.en,
                                (*totals)[column.id].string_or(""))};
    return {fmt::format("{} 人", run.lines), fmt::format("{} persons", run.lines)};
}

/// Who approves pays: she is told what no official text gives.
people::Title told(RunView const& view, StoredRun const& run) {
    auto made = summed(view, run);
    auto const caveats = parse_json(run.caveats.empty() ? "[]" : run.caveats);
    auto const said = caveats ? caveats_said(*caveats) : Title{};
    if (said.zh.empty()) return made;
    return {made.zh + "；" + said.zh, made.en + ". " + said.en};
}

}  // namespace

void Runs::register_with(people::HeldCommands& commands) const {
    commands.add(lock_command,
                 {[this](store::Tx& tx, people::Held const& held) { return lock(tx, held); },
                  [this](store::Tx& tx, people::Held const& held, std::string_view state) {
                      return refused(tx, held, state);
                  }});
    commands.add_versions(basis_type, [this](store::Connection& sql, std::string_view id) {
        auto const run = find_run(sql, id);
        return run ? basis(sql, run->view, run->region, run->as_of) : std::string();
    });
}

std::string Runs::basis(store::Connection& sql, std::string const& view, std::string const& region,
                        std::string const& as_of) const {
    auto const catalog = desk_.catalogs().now();
    auto const* declared = catalog->view(view, desk_.path(region));
    auto const* type = declared == nullptr ? nullptr : catalog->type(declared->record);
    if (type == nullptr) return {};
    std::vector<record::RecordType const*> types{type};
    for (auto const& child : type->children)
        if (auto const* found = catalog->type(child)) types.push_back(found);
    std::vector<std::string> const top{region};
    auto made = desk_.books().now()->version();
    for (auto const* each : types) {
        auto const below = region::below("a.region_code", top, as_of);
        std::vector<store::Bind> binds{std::string_view(each->id), std::string_view(as_of)};
        below.bind_to(binds);
        sql.query(fmt::format(R"sql(
SELECT COUNT(*), COALESCE(MAX(v.recorded_at), 0) FROM record_version v
JOIN {} a ON a.id = v.record_id
WHERE v.record_type = ? AND v.effective_from <= ? AND {})sql",
                              each->table(), below.sql),
                  std::span<store::Bind const>(binds), [&](store::Row const& row) {
                      made += fmt::format("/{}.{}", row.integer(0), row.integer(1));
                  });
    }
    return made;
}

Result<Runs::KeptSteps> Runs::steps_to_keep(store::Connection& sql, std::string const& id) const {
    KeptSteps made;
    auto const run = find_run(sql, id);
    if (!run) return made;
    TRY(view, require_run_view(desk_, run->view, run->region));
    TRY(period, view.period(run->period));
    auto evaluator = desk_.evaluator(view.setting(period));
    people::Scope all;
    all.everything = true;
    LineQuery every;
    every.limit = run->lines + 1;
    for (auto const& line : list_lines(sql, *run, all, every, run->as_of)) {
        TRY(inputs, kept(line.inputs));
        if (!inputs.is(Value::Type::list)) continue;
        TRY(evaluation, evaluator.evaluate_inputs(line.region, view.model, inputs.list(),
                                                  dmn::TraceLevel::matched));
        made.emplace_back(line.record_id,
                          pack_text(to_json(evaluator.steps(line.region, evaluation))));
    }
    return made;
}

Result<Value> Runs::propose(store::Tx& tx, people::HeldCommands const& commands,
                            std::string const& id, people::Actor const& by,
                            KeptSteps const& steps) const {
    TRY(run, find(tx.sql(), id, by.scope(people::Right::propose)));
    CHECK_OK(ready(tx, *this, run));
    TRY(view, require_run_view(desk_, run.view, run.region));
    for (auto const& [record, packed] : steps)
        tx.sql().execute_later(
            "UPDATE decision_run_line SET steps = ? WHERE run_id = ? AND record_id = ?",
            {store::BlobView{packed}, id, record});
    auto const tree = desk_.regions().tree();
    people::Proposal wanted;
    wanted.command = lock_command;
    wanted.payload = Context{{"run", id}};
    wanted.maker = by.account_id;
    wanted.maker_name = by.name;
    wanted.region = run.region;
    wanted.title = said(view, run, tree->name(run.region));
    wanted.detail = told(view, run);
    wanted.bases = {{basis_type, id, run.basis}};
    wanted.subject_type = run.view;
    wanted.subject_id = id;
    wanted.view = run.view;
    wanted.target = id;
    TRY(proposal, people::propose(tx, commands, std::move(wanted)));
    tx.sql().execute("UPDATE decision_run SET state = 'proposed', proposal_id = ? WHERE id = ?",
                     {proposal.id, id});
    return Value(Context{{"id", id}, {"state", "proposed"}, {"proposal", proposal.id}});
}

Result<Value> Runs::lock(store::Tx& tx, people::Held const& held) const {
    auto const id = held.proposal.payload["run"].string_or("");
    auto const run = find_run(tx.sql(), id);
    if (!run || run->state != "proposed")
        return fail("run.not_proposed.conflict", id, "这次计算已经不在待复核状态",
                    "this run does not wait for approval any more");
    CHECK_OK(no_overlap(tx.sql(), *run));
    auto const name = tx.sql().text("SELECT name FROM account WHERE id = ?", {held.approver});
    tx.sql().execute(R"sql(
UPDATE decision_run SET state = 'locked', decided_by = ?, decided_by_name = ?, decided_at = ?
WHERE id = ?)sql",
                     {held.approver, name, tx.now(), id});
    tx.append({.subject_type = run->view, .subject_id = id, .region = run->region,
               .activity = "lock", .lifecycle = "complete",
               .delta = Context{{"period", run->period}, {"count", run->lines}}});
    return Value(Context{{"id", id}, {"state", "locked"}});
}

Result<void> Runs::refused(store::Tx& tx, people::Held const& held, std::string_view state) const {
    auto const id = held.proposal.payload["run"].string_or("");
    // A rejected run stays to be looked at; a stale or withdrawn one is a draft again.
    set_state(tx, id, state == "rejected" ? "rejected" : "draft");
    return {};
}

}  // namespace jizhi::decision
