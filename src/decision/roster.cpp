#include "decision/roster.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <thread>

#include "decision/binding.hpp"
#include "decision/kept_value.hpp"
#include "feel/inspection.hpp"
#include "kit/text.hpp"
#include "value/temporal.hpp"

namespace jizhi::decision {
namespace {

constexpr unsigned threads_max = 4;
constexpr std::size_t lines_per_thread_min = 200;  // fewer are not worth a thread

void tell_problem(Evaluation const& evaluation, RosterLine& line) {
    if (!evaluation.errors.empty()) {
        line.problem_zh = evaluation.errors.front().zh;
        line.problem_en = evaluation.errors.front().en;
        return;
    }
    auto const& said = evaluation.outcome.diagnostics;
    line.problem_zh = said.empty() ? "算不出结果" : said.front().zh;
    line.problem_en = said.empty() ? "nothing could be computed" : said.front().en;
}

/// The models that decide a field which the model's bind reads, and those below them.
void add_deciders(record::RecordType const& type, std::string const& model,
                  std::set<std::string>& found) {
    auto const declared = type.bind.find(model);
    if (declared == type.bind.end()) return;
    auto const scope = Binding::scope_of(type);
    for (auto const& [input, text] : declared->second) {
        auto const code = feel::compile(text, scope);
        if (!code) continue;
        for (auto const& mention : feel::inspect(*code).inputs) {
            auto const* field = type.field(mention.name);
            if (field == nullptr || field->decided_by.empty()) continue;
            auto const decider = field->decided_by.substr(0, field->decided_by.find('.'));
            if (found.insert(decider).second) add_deciders(type, decider, found);
        }
    }
}

/// Computes some of the lines; one for each thread.
class Worker {
public:
    Worker(Desk const& desk, Roster& roster, record::RecordType const& type,
           std::shared_ptr<record::Catalog const> const& catalog,
           std::vector<record::Loaded> const& records, Carried const& carried)
        : evaluator_(desk, roster.book, catalog, roster.setting),
          roster_(roster),
          type_(type),
          catalog_(catalog),
          records_(records),
          carried_(carried) {
        add_deciders(type, roster.view.model, deciders_);
        deciders_.erase(roster.view.model);
    }

    void compute(std::size_t from, std::size_t to) {
        for (auto i = from; i < to; ++i) {
            compute(records_[i], roster_.lines[i]);
            decide(records_[i]);
        }
    }
    [[nodiscard]] Caveats caveats() const {
        Caveats made;
        for (auto const& use : evaluator_.parameters_used()) made.look_at(use);
        for (auto const* model : used_) made.look_at(*model->main.program());
        return made;
    }

private:
    /// The stored results that the model reads rest on rules too: they are asked again, not for
    /// what they give but for what they use.
    void decide(record::Loaded const& loaded) {
        Subject const subject{&type_, loaded.id, loaded.region, loaded.value, catalog_};
        for (auto const& model : deciders_)
            if (auto const done = evaluator_.evaluate(subject, model, {}, dmn::TraceLevel::off))
                used_.insert(done->model);
    }
    void compute(record::Loaded const& loaded, RosterLine& line) {
        static Context const none;
        auto const& view = roster_.view;
        auto const found = carried_.find(loaded.id);
        auto const& before = found == carried_.end() ? none : found->second;
        line.record_id = loaded.id;
        line.region = loaded.region;
        line.name = loaded.value[type_.label].string_or("");
        Subject const subject{&type_, loaded.id, loaded.region, loaded.value, catalog_};
        auto const extra = view.extra(loaded.value, before, roster_.setting);
        auto evaluation = evaluator_.evaluate(subject, view.model, extra, dmn::TraceLevel::off);
        if (!evaluation) {
            line.problem_zh = evaluation.error().zh;
            line.problem_en = evaluation.error().en;
            line.values.resize(view.columns.size());
            return;
        }
        used_.insert(evaluation->model);
        line.inputs = std::move(evaluation->inputs);
        line.values = view.values_of(evaluation->outcome.value);
        line.carried = view.carry(before, line.values);
        if (view.main_value(line.values).is_null()) tell_problem(*evaluation, line);
    }

    Evaluator evaluator_;
    Roster& roster_;
    record::RecordType const& type_;
    std::shared_ptr<record::Catalog const> catalog_;
    std::vector<record::Loaded> const& records_;
    Carried const& carried_;
    std::set<std::string> deciders_;
    std::set<DeployedModel const*> used_;
};

void keep_included(std::vector<record::Loaded>& records, RunView const& view,
                   Setting const& setting) {
    feel::Environment environment;
    environment.today = setting.as_of;
    std::erase_if(records, [&](record::Loaded const& each) {
        return !view.includes(each.value, setting, environment);
    });
}

void compute_lines(Desk const& desk, Roster& roster, record::RecordType const& type,
                   std::shared_ptr<record::Catalog const> const& catalog,
                   std::vector<record::Loaded> const& records, Carried const& carried) {
    roster.lines.resize(records.size());
    auto const wanted = static_cast<unsigned>(records.size() / lines_per_thread_min + 1);
    auto const count =
        std::min({wanted, threads_max, std::max(1U, std::thread::hardware_concurrency())});
    std::vector<Worker> workers;
    for (unsigned i = 0; i < count; ++i)
        workers.emplace_back(desk, roster, type, catalog, records, carried);
    auto const part = records.size() / count + 1;
    {
        std::vector<std::jthread> threads;
        for (std::size_t from = 0, i = 0; from < records.size(); from += part, ++i)
            threads.emplace_back([&, from, i] {
                workers[i].compute(from, std::min(from + part, records.size()));
            });
    }
    for (auto const& worker : workers) roster.caveats.join(worker.caveats());
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
