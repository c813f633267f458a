#include "decision/stored_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>

#include "decision/kept_value.hpp"
#include "decision/packed.hpp"
#include "kit/text.hpp"
#include "value/json.hpp"

namespace jizhi::decision {
namespace {

constexpr std::string_view run_columns =
    "id, view_id, period, region_code, state, as_of, book, basis, made_by, made_by_name, "
    "decided_by, decided_by_name, proposal_id, previous_id, made_at, decided_at, line_count, "
    "problem_count, totals, comparison, caveats";

StoredRun read_run(store::Row const& row) {
    auto const text = [&](int column) { return std::string(row.text(column)); };
    StoredRun run;
    run.id = text(0);
    run.view = text(1);
    run.period = text(2);
    run.region = text(3);
    run.state = text(4);
    run.as_of = text(5);
    run.book = text(6);
    run.basis = text(7);
    run.made_by = text(8);
    run.made_by_name = text(9);
    run.decided_by = text(10);
    run.decided_by_name = text(11);
    run.proposal = text(12);
    run.previous = text(13);
    run.made_at = row.integer(14);
    run.decided_at = row.integer(15);
    run.lines = row.integer(16);
    run.problems = row.integer(17);
    run.totals = text(18);
    run.comparison = text(19);
    run.caveats = text(20);
    return run;
}

/// What people type to find a line: the name and its initials.
std::string search_text(std::string const& name) {
    return text::lower(name) + " " + text::initials(name);
}

struct Where {
    std::string sql;
    std::vector<std::string> texts;  ///< of the `?`, in order; deque-like: never moved once bound
};

Where conditions(people::Scope const& scope, LineQuery const& asked, std::string_view day) {
    auto const allowed = scope.condition("l.region_code", "l.record_id", day);
    Where where{" AND " + allowed.sql, allowed.texts};
    if (!asked.record_id.empty()) {
        where.sql += " AND l.record_id = ?";
        where.texts.push_back(asked.record_id);
    }
    if (!asked.q.empty()) {
        where.sql += " AND l.search_text LIKE ? ESCAPE '\\'";
        auto escaped = text::replace_all(text::lower(asked.q), "\\", "\\\\");
        escaped = text::replace_all(text::replace_all(escaped, "%", "\\%"), "_", "\\_");
        where.texts.push_back("%" + escaped + "%");
    }
    if (asked.only_changed) where.sql += " AND l.changed = 1";
    return where;
}

std::int64_t number(std::string_view text) {
    std::int64_t n = 0;
    std::from_chars(text.data(), text.data() + text.size(), n);
    return n;
}

}  // namespace

void insert_run(store::Connection& sql, StoredRun const& run) {
    sql.execute(R"sql(
INSERT INTO decision_run (id, view_id, period, region_code, state, as_of, book, basis, made_by,
  made_by_name, decided_by, decided_by_name, proposal_id, previous_id, made_at, decided_at,
  line_count, problem_count, totals, comparison, caveats)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
)sql",
                {run.id,       run.view,         run.period,     run.region,
                 run.state,    run.as_of,        run.book,       run.basis,
                 run.made_by,  run.made_by_name, run.decided_by, run.decided_by_name,
                 run.proposal, run.previous,     run.made_at,    run.decided_at,
                 run.lines,    run.problems,     run.totals,     run.comparison,
                 run.caveats});
}

void insert_line(store::Connection& sql, std::string const& run, std::int64_t seq,
                 RosterLine const& line, RunView const& view, bool changed) {
    auto const found = search_text(line.name);
    auto const figures = to_json(view.by_id(line.values));
    auto const inputs = keep(List(line.inputs));
    auto const carried = keep(line.carried);
    auto const problem = line.problem_zh.empty()
                             ? std::string()
                             : to_json(Context{{"zh", line.problem_zh}, {"en", line.problem_en}});
    sql.execute_later(R"sql(
INSERT INTO decision_run_line (run_id, seq, record_id, name, search_text, region_code, figures,
  inputs, carried, changed, problem, steps)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
)sql",
                      {run, seq, line.record_id, line.name, found, line.region, figures, inputs,
                       carried, std::int64_t{changed ? 1 : 0}, problem, store::BlobView{""}});
}

std::optional<StoredRun> find_run(store::Connection& sql, std::string_view id) {
    std::optional<StoredRun> found;
    sql.query(fmt::format("SELECT {} FROM decision_run WHERE id = ?", run_columns), {id},
              [&](store::Row const& row) { found = read_run(row); });
    return found;
}

bool holds_own(store::Connection& sql, StoredRun const& run, people::Scope const& scope) {
    for (auto const& record : scope.records)
        if (sql.integer("SELECT COUNT(*) FROM decision_run_line WHERE run_id = ? AND record_id = ?",
                        {run.id, record}) > 0)
            return true;
    return false;
}

std::vector<StoredRun> list_runs(store::Connection& sql, std::string_view view,
                                 people::Scope const& scope, std::string_view region,
                                 std::string_view day) {
    auto const allowed = scope.condition("r.region_code", "", day);
    auto where = allowed.sql;
    std::vector<store::Bind> binds{view};
    allowed.bind_to(binds);
    for (auto const& record : scope.records) {
        where +=
            " OR (r.state = 'locked' AND EXISTS (SELECT 1 FROM decision_run_line l"
            " WHERE l.run_id = r.id AND l.record_id = ?))";
        binds.emplace_back(std::string_view(record));
    }
    auto statement = fmt::format("SELECT {} FROM decision_run r WHERE r.view_id = ? AND ({})",
                                 run_columns, where);
    std::vector<std::string> const top{std::string(region)};
    auto const below = region::below("r.region_code", top, day);
    if (!region.empty()) {
        statement += " AND " + below.sql;
        below.bind_to(binds);
    }
    std::vector<StoredRun> found;
    sql.query(statement + " ORDER BY r.period DESC, r.made_at DESC LIMIT 200",
              std::span<store::Bind const>(binds),
              [&](store::Row const& row) { found.push_back(read_run(row)); });
    return found;
}

std::vector<StoredLine> list_lines(store::Connection& sql, StoredRun const& run,
                                   people::Scope const& scope, LineQuery const& asked,
                                   std::string_view day) {
    auto const where = conditions(scope, asked, day);
    auto const previous = text::split(run.previous, ',');
    std::string places;
    std::vector<store::Bind> binds;
    for (auto const id : previous) {
        places += places.empty() ? "?" : ", ?";
        binds.emplace_back(id);
    }
    binds.emplace_back(std::string_view(run.id));
    binds.emplace_back(number(asked.cursor));
    for (auto const& text : where.texts) binds.emplace_back(std::string_view(text));
    binds.emplace_back(asked.limit);
    std::vector<StoredLine> found;
    sql.query(fmt::format(R"sql(
SELECT l.record_id, l.name, l.region_code, l.problem, l.seq, l.figures, l.inputs, l.changed,
  p.figures
FROM decision_run_line l
LEFT JOIN decision_run_line p ON p.run_id IN ({}) AND p.record_id = l.record_id
WHERE l.run_id = ? AND l.seq > ?{} ORDER BY l.seq LIMIT ?)sql",
                          places, where.sql),
              std::span<store::Bind const>(binds), [&](store::Row const& row) {
                  auto& line = found.emplace_back();
                  line.record_id = row.text(0);
                  line.name = row.text(1);
                  line.region = row.text(2);
                  line.problem = row.text(3);
                  line.seq = row.integer(4);
                  line.figures = row.text(5);
                  line.inputs = row.text(6);
                  line.changed = row.integer(7) != 0;
                  if (!row.null(8)) line.before = std::string(row.text(8));
              });
    return found;
}

std::unordered_map<std::string, StoredLine> lines_by_record(store::Connection& sql,
                                                            StoredRun const& run) {
    people::Scope all;
    all.everything = true;
    LineQuery every;
    every.limit = run.lines + 1;
    std::unordered_map<std::string, StoredLine> found;
    for (auto& line : list_lines(sql, run, all, every, run.as_of))
        found.emplace(line.record_id, std::move(line));
    return found;
}

Context figures_of(StoredLine const& line) {
    auto value = parse_json(line.figures);
    return value && value->is(Value::Type::context) ? value->context() : Context{};
}

std::int64_t count_lines(store::Connection& sql, StoredRun const& run, people::Scope const& scope,
                         LineQuery const& asked, std::string_view day) {
    auto const where = conditions(scope, asked, day);
    std::vector<store::Bind> binds{std::string_view(run.id)};
    for (auto const& text : where.texts) binds.emplace_back(std::string_view(text));
    std::int64_t count = 0;
    sql.query("SELECT COUNT(*) FROM decision_run_line l WHERE l.run_id = ?" + where.sql,
              std::span<store::Bind const>(binds),
              [&](store::Row const& row) { count = row.integer(0); });
    return count;
}

Result<std::string> kept_steps(store::Connection& sql, std::string_view run,
                               std::string_view record) {
    std::string packed;
    sql.query("SELECT steps FROM decision_run_line WHERE run_id = ? AND record_id = ?",
              {run, record}, [&](store::Row const& row) { packed = row.blob(0); });
    if (packed.empty()) return std::string();
    return unpack_text(packed);
}

std::vector<StoredRun> runs_before(store::Connection& sql, RunView const& view,
                                   Period const& period, std::string_view region,
                                   UpwardOf const& upward_of) {
    std::map<std::string, StoredRun, std::less<>> by_region;
    sql.query(fmt::format(R"sql(
SELECT {} FROM decision_run WHERE view_id = ? AND period = ? AND state <> 'rejected'
ORDER BY CASE state WHEN 'locked' THEN 0 ELSE 1 END, made_at DESC
)sql",
                          run_columns),
              {view.id, view.period_before(period).id}, [&](store::Row const& row) {
                  auto run = read_run(row);
                  by_region.emplace(run.region, std::move(run));
              });
    for (auto const& code : upward_of(region))
        if (auto const found = by_region.find(code); found != by_region.end())
            return {found->second};
    std::vector<StoredRun> below;
    for (auto const& [code, run] : by_region) {
        auto const upward = upward_of(code);
        if (upward.empty()) continue;
        auto const top = std::ranges::find(upward, region);
        auto const held = std::any_of(upward.begin() + 1, top, [&](auto const& between) {
            return by_region.contains(between);
        });
        if (top != upward.end() && !held) below.push_back(run);
    }
    return below;
}

std::vector<StoredRun> compared_with(store::Connection& sql, StoredRun const& run) {
    std::vector<StoredRun> found;
    if (run.previous.empty()) return found;
    for (auto const id : text::split(run.previous, ','))
        if (auto one = find_run(sql, id)) found.push_back(std::move(*one));
    return found;
}

}  // namespace jizhi::decision
