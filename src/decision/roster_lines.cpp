#include "decision/roster_lines.hpp"

#include <algorithm>
#include <thread>

#include "decision/roster_pass.hpp"

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

    void one_by_one(std::size_t from, std::size_t to) {
        for (auto i = from; i < to; ++i) compute(i);
    }
    /// False where the rules cannot be had for all of them: one by one says for whom.
    [[nodiscard]] bool by_columns(std::size_t from, std::size_t to);

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
    void take(PassBlock const& block, std::size_t row, std::size_t index);

    Desk const& desk_;
    Evaluator evaluator_;
    Roster& roster_;
    record::RecordType const& type_;
    std::shared_ptr<record::Catalog const> catalog_;
    std::vector<record::Loaded> const& records_;
    Carried const& carried_;
};

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
    line.inputs = std::move(evaluation->inputs);
    line.values = view.values_of(evaluation->outcome.value);
    line.carried = view.carry(carried(index), line.values);
    if (view.main_value(line.values).is_null()) tell_problem(*evaluation, line);
}

bool Worker::by_columns(std::size_t from, std::size_t to) {
    auto const& view = roster_.view;
    auto builder = BoundRoster::Builder::make(desk_, type_, view, roster_.setting, {roster_.book},
                                              BoundRoster::Decided::stored);
    if (!builder) return false;
    for (auto i = from; i < to; ++i)
        builder->add(records_[i], view.extra(records_[i].value, carried(i), roster_.setting));
    auto const bound = builder->take();
    auto const pass = RosterPass::make(desk_, bound, roster_.book, &view);
    if (!pass) return false;
    pass->run(1, [&](PassBlock const& block) {
        for (std::size_t row = 0; row < block.rows; ++row)
            take(block, row, from + block.member(row));
    });
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
    std::vector<std::jthread> threads;
    auto const part = records.size() / count + 1;
    if (way == Way::as_fits)
        way = part < rows_by_columns_min ? Way::one_by_one
                                         : Way::by_columns;
    for (std::size_t from = 0; from < records.size(); from += part)
        threads.emplace_back([&, from] {
            Worker worker(desk, roster, type, catalog, records, carried);
            auto const to = std::min(from + part, records.size());
            if (way == Way::one_by_one || !worker.by_columns(from, to))
                worker.one_by_one(from, to);
        });
}

}  // namespace jizhi::decision
