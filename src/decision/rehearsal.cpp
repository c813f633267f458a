#include "decision/rehearsal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <thread>

namespace jizhi::decision {
namespace {

constexpr std::size_t rows_per_thread_min = 4 * feel::block_rows;  // fewer are not worth one
constexpr unsigned threads_max = 8;

unsigned threads_for(std::size_t rows) {
    auto const wanted = static_cast<unsigned>(rows / rows_per_thread_min + 1);
    return std::min({wanted, threads_max, std::max(1U, std::thread::hardware_concurrency())});
}

bool is_figure(RunColumn const& column) {
    return column.type == "money" || column.type == "integer" || column.type == "decimal";
}

void add(std::int64_t figure, std::int64_t& to) {
    if (figure != no_figure) to += figure;
}

std::int64_t gained(RehearsedChange const& change) {
    auto const or_zero = [](std::int64_t figure) { return figure == no_figure ? 0 : figure; };
    return or_zero(change.after) - or_zero(change.before);
}

}  // namespace

int scale_of(RunColumn const& column) {
    if (column.type == "money") return 2;
    return column.type == "integer" ? 0 : 6;
}

/// What one thread has counted.
struct Rehearsal::Tally {
    Simulation made;
    std::vector<std::int64_t> after;  ///< by region, then column
    std::vector<std::int64_t> figures;
    std::vector<std::uint8_t> differs;
    std::vector<std::int64_t> main;
    void join(Tally const& other);
};

void Rehearsal::Tally::join(Tally const& other) {
    for (std::size_t i = 0; i < after.size(); ++i) after[i] += other.after[i];
    for (std::size_t i = 0; i < made.regions.size(); ++i)
        made.regions[i].changed += other.made.regions[i].changed;
    made.changes.insert(made.changes.end(), other.made.changes.begin(), other.made.changes.end());
    made.lost += other.made.lost;
}

std::size_t Rehearsal::main_column() const {
    auto const main = std::ranges::find_if(view_.columns, &RunColumn::main);
    return main == view_.columns.end() ? view_.columns.size() - 1
                                       : static_cast<std::size_t>(main - view_.columns.begin());
}

Result<RosterPass> Rehearsal::pass(std::shared_ptr<Book const> const& book) const {
    auto const* declared = catalog_->view(view_.id, desk_.path(region_));
    if (declared == nullptr)
        return fail("run.unknown_view", view_.id, "没有这个计算页", "there is no such run");
    return RosterPass::make(desk_, roster_, book, *catalog_, *declared);
}

Result<std::shared_ptr<Rehearsal const>> Rehearsal::prepare(
    Desk const& desk, store::Connection& sql, RosterQuery const& asked,
    std::vector<std::shared_ptr<Book const>> const& books) {
    TRY(view, require_run_view(desk, asked.view, asked.region));
    TRY(period, view.period(asked.period));
    auto const setting = view.setting(period);
    auto when = asked.known;
    when.as_of = setting.as_of;
    auto const catalog = desk.catalogs().now();
    TRY(type, catalog->require(view.record_type));
    record::LoadOptions options;
    options.sensitive = false;
    TRY(records,
        record::load_region(sql, *catalog, desk.keys(), *type, asked.region, when, options));
    feel::Environment environment;
    environment.today = setting.as_of;
    std::erase_if(records, [&](record::Loaded const& each) {
        return !view.includes(each.value, setting, environment);
    });
    TRY(carried, carried_before(sql, view, period));
    TRY(builder, BoundRoster::Builder::make(desk, *type, view, setting, books,
                                            BoundRoster::Decided::computed));
    for (auto const& record : records) {
        static Context const none;
        auto const found = carried.find(record.id);
        builder.add(record, view.extra(record.value, found == carried.end() ? none : found->second,
                                       setting));
    }
    return bound(desk, std::move(view), builder.take(), asked.region, books.front());
}

Result<std::shared_ptr<Rehearsal const>> Rehearsal::bound(Desk const& desk, RunView view,
                                                          BoundRoster roster, std::string region,
                                                          std::shared_ptr<Book const> book) {
    std::shared_ptr<Rehearsal> made(new Rehearsal(desk, std::move(view)));
    made->region_ = std::move(region);
    made->known_.as_of = roster.setting().as_of;
    made->catalog_ = desk.catalogs().now();
    made->book_ = std::move(book);
    made->roster_ = std::move(roster);
    CHECK_OK(made->run_baseline());
    return std::shared_ptr<Rehearsal const>(std::move(made));
}

Result<void> Rehearsal::run_baseline() {
    auto const rows = roster_.members().size();
    std::map<std::string_view, std::uint32_t> known;
    for (auto const& part : roster_.parts())
        for (auto const member : part.members) {
            auto const& region = roster_.members()[member].region;
            auto const [at, added] =
                known.try_emplace(region, static_cast<std::uint32_t>(regions_.size()));
            if (added) regions_.push_back(region);
            region_of_.push_back(at->second);
        }
    baseline_.resize(view_.columns.size());
    for (std::size_t i = 0; i < view_.columns.size(); ++i)
        if (is_figure(view_.columns[i])) baseline_[i].resize(rows);
    TRY(made, pass(book_));
    made.run(threads_for(rows), [&](PassBlock const& block) {
        for (std::size_t i = 0; i < view_.columns.size(); ++i)
            if (!baseline_[i].empty())
                figures_of(block.columns[i], block.rows, scale_of(view_.columns[i]),
                           baseline_[i].data() + block.first);
    });
    add_up_baseline();
    return {};
}

/// What each region has under the rules in force: the same for every change that is rehearsed.
void Rehearsal::add_up_baseline() {
    auto const width = view_.columns.size();
    Simulation::Sums const none{std::vector<std::int64_t>(width, 0),
                                std::vector<std::int64_t>(width, 0), 0, 0};
    before_.assign(regions_.size(), none);
    for (auto const region : region_of_) ++before_[region].members;
    for (std::size_t i = 0; i < width; ++i)
        for (std::size_t row = 0; view_.columns[i].total && row < baseline_[i].size(); ++row)
            add(baseline_[i][row], before_[region_of_[row]].before[i]);
}

/// Counts a block of the other rules against the baseline.
void Rehearsal::compare(PassBlock const& block, Tally& tally) const {
    auto const rows = block.rows;
    tally.figures.resize(rows);
    tally.main.assign(rows, no_figure);
    tally.differs.assign(rows, 0);
    auto const main = main_column();
    auto const width = view_.columns.size();
    for (std::size_t i = 0; i < width; ++i) {
        if (baseline_[i].empty()) continue;
        auto const* before = baseline_[i].data() + block.first;
        auto const& column = view_.columns[i];
        figures_of(block.columns[i], rows, scale_of(column), tally.figures.data());
        auto const seen = !column.hidden, sums = column.total;
        auto* differs = tally.differs.data();
        for (std::size_t row = 0; row < rows; ++row) {
            auto const after = tally.figures[row];
            if (sums) add(after, tally.after[region_of_[block.first + row] * width + i]);
            differs[row] |= seen && after != before[row] ? 1 : 0;
        }
        if (i == main) tally.main = tally.figures;
    }
    for (std::size_t row = 0; row < rows; ++row) {
        if (tally.differs[row] == 0) continue;
        ++tally.made.regions[region_of_[block.first + row]].changed;
        auto const before =
            baseline_[main].empty() ? no_figure : baseline_[main][block.first + row];
        if (before != no_figure && tally.main[row] == no_figure) ++tally.made.lost;
        tally.made.changes.push_back(
            {block.part.members[block.from + row], before, tally.main[row]});
    }
}

Result<Simulation> Rehearsal::under(std::shared_ptr<Book const> const& book) const {
    if (!fits(*book))
        return fail("simulation.other_places.conflict", region_, "改动涉及新的地方，请重新推演",
                    "the change concerns further places: rehearse again");
    TRY(made, pass(book));
    auto const width = view_.columns.size();
    auto const threads = threads_for(roster_.members().size());
    std::vector<Tally> tallies(threads);
    for (auto& each : tallies) {
        each.made.regions = before_;
        each.after.assign(regions_.size() * width, 0);
    }
    made.run(threads, [&](PassBlock const& block) { compare(block, tallies[block.thread]); });
    for (unsigned i = 1; i < threads; ++i) tallies.front().join(tallies[i]);
    auto found = std::move(tallies.front().made);
    found.whole.before.assign(width, 0);
    found.whole.after.assign(width, 0);
    for (std::size_t region = 0; region < found.regions.size(); ++region) {
        auto& sums = found.regions[region];
        for (std::size_t i = 0; i < width; ++i) {
            sums.after[i] = tallies.front().after[region * width + i];
            found.whole.before[i] += sums.before[i];
            found.whole.after[i] += sums.after[i];
        }
        found.whole.members += sums.members;
        found.whole.changed += sums.changed;
    }
    std::ranges::sort(found.changes, [](auto const& a, auto const& b) {
        auto const x = gained(a), y = gained(b);
        return x != y ? x > y : a.member < b.member;
    });
    found.gain = std::ranges::count_if(found.changes, [](auto const& c) { return gained(c) > 0; });
    found.lose = std::ranges::count_if(found.changes, [](auto const& c) { return gained(c) < 0; });
    return found;
}

Result<Rehearsal::Explained> Rehearsal::explain(store::Connection& sql, std::string_view record,
                                                std::shared_ptr<Book const> const& book) const {
    auto const setting = roster_.setting();
    TRY(subject, desk_.subject(sql, view_.record_type, record, known_));
    TRY(carried, carried_by(sql, view_, setting.period, record));
    Evaluator evaluator(desk_, book, catalog_, setting);
    Explained made;
    List steps;
    for (auto const& stage : roster_.stages()) {
        auto const last = &stage == &roster_.stages().back();
        auto const extra = last ? view_.extra(subject.value, carried, setting) : Context{};
        TRY(done, evaluator.evaluate(subject, stage.model, extra, dmn::TraceLevel::matched));
        auto const said = evaluator.steps(subject.region, done);
        if (said.is(Value::Type::list))
            steps.insert(steps.end(), said.list().begin(), said.list().end());
        if (last) made.values = view_.values_of(done.outcome.value);
        auto changed = subject.value.context();
        for (auto const& [field, component] : decided_fields(*subject.type, stage.model)) {
            auto const value = component_of(done.outcome.value, component);
            if (!value.is_null()) changed.put(field->id, value);
        }
        subject.value = Value(std::move(changed));
    }
    made.steps = std::move(steps);
    return made;
}

}  // namespace jizhi::decision
