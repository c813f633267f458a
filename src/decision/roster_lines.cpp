#include "decision/roster_lines.hpp"

#include <algorithm>
#include <set>
#include <thread>

#include "decision/binding.hpp"
#include "decision/roster_pass.hpp"
#include "feel/inspection.hpp"

namespace jizhi::decision {
namespace {

constexpr unsigned threads_max = 4;
constexpr std::size_t lines_per_thread_min = 200;  // fewer are not worth a thread
constexpr std::size_t rows_by_columns_min = 100;   // fewer are not worth making columns ready

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
        : desk_(desk),
          evaluator_(desk, roster.book, catalog, roster.setting),
          roster_(roster),
          type_(type),
          catalog_(catalog),
          records_(records),
          carried_(carried) {}

    void one_by_one(std::size_t from, std::size_t to);
    /// False where the rules cannot be had for all of them: one by one says for whom.
    [[nodiscard]] bool by_columns(std::size_t from, std::size_t to);
    /// Of all rules and parameters that were used so far.
    [[nodiscard]] Caveats caveats() const;

private:
    [[nodiscard]] Context const& carried(std::size_t index) const {
        static Context const none;
        auto const found = carried_.find(records_[index].id);
        return found == carried_.end() ? none : found->second;
    }
    RosterLine& begin_line(std::size_t index) {
        auto const& loaded = records_[index];
        auto& line = roster_.lines[index];
        line.record_id = loaded.id;
        line.region = loaded.region;
        line.name = loaded.value[type_.label].string_or("");
        return line;
    }
    void compute(std::size_t index);
    [[nodiscard]] Result<BoundRoster> bound(std::size_t from, std::size_t to,
                                            BoundRoster::Decided decided) const;
    [[nodiscard]] bool use_deciders(std::size_t from, std::size_t to);
    void look_at(BoundRoster const& bound, RosterMemory const& memory);
    void take(PassBlock const& block, std::size_t row, std::size_t index);

    Desk const& desk_;
    Evaluator evaluator_;
    Roster& roster_;
    record::RecordType const& type_;
    std::shared_ptr<record::Catalog const> catalog_;
    std::vector<record::Loaded> const& records_;
    Carried const& carried_;
    std::set<DeployedModel const*> used_;
    Caveats by_columns_;
};

void Worker::one_by_one(std::size_t from, std::size_t to) {
    std::set<std::string> deciders;
    add_deciders(type_, roster_.view.model, deciders);
    deciders.erase(roster_.view.model);
    for (auto i = from; i < to; ++i) {
        compute(i);
        // The stored results that the model reads rest on rules too: these are asked again, not
        // for what they give but for what they use.
        Subject const subject{&type_, records_[i].id, records_[i].region, records_[i].value,
                              catalog_};
        for (auto const& model : deciders)
            if (auto const done = evaluator_.evaluate(subject, model, {}, dmn::TraceLevel::off))
                used_.insert(done->model);
    }
}

Caveats Worker::caveats() const {
    auto made = by_columns_;
    for (auto const& use : evaluator_.parameters_used()) made.look_at(use);
    for (auto const* model : used_) made.look_at(*model->main.program());
    return made;
}

void Worker::look_at(BoundRoster const& bound, RosterMemory const& memory) {
    for (std::size_t i = 0; i < memory.parts.size(); ++i) {
        auto const& part = bound.parts()[i];
        auto const here = evaluator_.environment_at(bound.members()[part.members.front()].region);
        for (std::size_t j = 0; j < memory.parts[i].stages.size(); ++j) {
            for (auto const& [name, value] : memory.parts[i].stages[j].parameters)
                if (auto const use = here.parameter(name)) by_columns_.look_at(*use);
            if (auto const* model = roster_.book->model(bound.stages()[j].model, part.path))
                by_columns_.look_at(*model->main.program());
        }
    }
}

void Worker::compute(std::size_t index) {
    auto const& loaded = records_[index];
    auto& line = begin_line(index);
    auto const& view = roster_.view;
    Subject const subject{&type_, loaded.id, loaded.region, loaded.value, catalog_};
    auto const extra = view.extra(loaded.value, carried(index), roster_.setting);
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
    line.carried = view.carry(carried(index), line.values);
    if (view.main_value(line.values).is_null()) tell_problem(*evaluation, line);
}

Result<BoundRoster> Worker::bound(std::size_t from, std::size_t to,
                                  BoundRoster::Decided decided) const {
    TRY(builder, BoundRoster::Builder::make(desk_, type_, roster_.view, roster_.setting,
                                            {roster_.book}, decided));
    for (auto i = from; i < to; ++i)
        builder.add(records_[i],
                    roster_.view.extra(records_[i].value, carried(i), roster_.setting));
    return builder.take();
}

/// The rules behind stored results, evaluated for what they use; false where one is missing.
bool Worker::use_deciders(std::size_t from, std::size_t to) {
    auto const made = bound(from, to, BoundRoster::Decided::computed);
    if (!made) return false;
    if (made->stages().size() < 2) return true;  // nothing that is read was decided
    auto const pass = RosterPass::make(desk_, *made, roster_.book, nullptr);
    if (!pass) return false;
    RosterMemory memory;
    pass->run(1, [](PassBlock const&) {}, &memory);
    look_at(*made, memory);
    return true;
}

bool Worker::by_columns(std::size_t from, std::size_t to) {
    auto const made = bound(from, to, BoundRoster::Decided::stored);
    if (!made || !use_deciders(from, to)) return false;
    auto const pass = RosterPass::make(desk_, *made, roster_.book, &roster_.view);
    if (!pass) return false;
    RosterMemory memory;
    pass->run(
        1,
        [&](PassBlock const& block) {
            for (std::size_t row = 0; row < block.rows; ++row)
                take(block, row, from + block.member(row));
        },
        &memory);
    look_at(*made, memory);
    return true;
}

void Worker::take(PassBlock const& block, std::size_t row, std::size_t index) {
    auto& line = begin_line(index);
    auto const& view = roster_.view;
    for (auto const& column : block.inputs) line.inputs.push_back(column.at(row));
    for (auto const& column : block.columns) line.values.push_back(column.at(row));
    line.carried = view.carry(carried(index), line.values);
    if (!view.main_value(line.values).is_null()) return;
    line = {};
    compute(index);  // which says why
}

}  // namespace

void compute_lines(Desk const& desk, Roster& roster, record::RecordType const& type,
                   std::shared_ptr<record::Catalog const> const& catalog,
                   std::vector<record::Loaded> const& records, Carried const& carried,
                   Way way) {
    roster.lines.resize(records.size());
    auto const wanted = static_cast<unsigned>(records.size() / lines_per_thread_min + 1);
    auto const count =
        std::min({wanted, threads_max, std::max(1U, std::thread::hardware_concurrency())});
    auto const part = records.size() / count + 1;
    if (way == Way::as_fits)
        way = part < rows_by_columns_min ? Way::one_by_one : Way::by_columns;
    std::vector<Caveats> caveats(count);
    {
        std::vector<std::jthread> threads;
        for (std::size_t from = 0, i = 0; from < records.size(); from += part, ++i)
            threads.emplace_back([&, from, i] {
                Worker worker(desk, roster, type, catalog, records, carried);
                auto const to = std::min(from + part, records.size());
                if (way == Way::one_by_one || !worker.by_columns(from, to))
                    worker.one_by_one(from, to);
                caveats[i] = worker.caveats();
            });
    }
    for (auto const& each : caveats) roster.caveats.join(each);
}

}  // namespace jizhi::decision
