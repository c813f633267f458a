#include "decision/rehearsal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <numeric>
#include <ranges>
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

std::int64_t or_zero(std::int64_t figure) { return figure == no_figure ? 0 : figure; }

std::int64_t gained(RehearsedChange const& change) {
    return or_zero(change.after) - or_zero(change.before);
}

/// Who gains most first; those who gain the same in the roster's order. Many gain the same: digits
/// of the gain are put in order one after another, which compares nothing.
std::vector<RehearsedChange> by_gain(std::vector<RehearsedChange> changes) {
    constexpr unsigned digit_bits = 11, digits = 1U << digit_bits;
    if (changes.empty()) return changes;
    if (!std::ranges::is_sorted(changes, {}, &RehearsedChange::member))
        std::ranges::sort(changes, {}, &RehearsedChange::member);
    auto const gains = std::ranges::minmax(changes | std::views::transform(gained));
    auto const least = gains.min, most = gains.max;
    auto const below = [most](RehearsedChange const& change) {
        return static_cast<std::uint64_t>(most) - static_cast<std::uint64_t>(gained(change));
    };
    auto const range = static_cast<std::uint64_t>(most) - static_cast<std::uint64_t>(least);
    std::vector<RehearsedChange> sorted(changes.size());
    for (unsigned shift = 0; shift < 64 && range >> shift != 0; shift += digit_bits) {
        std::array<std::size_t, digits + 1> starts{};
        for (auto const& each : changes) ++starts[(below(each) >> shift) % digits + 1];
        std::partial_sum(starts.begin(), starts.end(), starts.begin());
        for (auto const& each : changes) sorted[starts[(below(each) >> shift) % digits]++] = each;
        changes.swap(sorted);
    }
    return changes;
}

}  // namespace

int scale_of(RunColumn const& column) {
    if (column.type == "money") return 2;
    return column.type == "integer" ? 0 : 6;
}

/// What one thread has counted.
struct Rehearsal::Tally {
    std::vector<RehearsedChange> changes;
    std::vector<std::int64_t> gains;    ///< by region, then column
    std::vector<std::int64_t> changed;  ///< how many, by region
    void join(Tally const& other);
    // Of the block at hand.
    std::vector<std::int64_t> figures, main;
    std::vector<std::uint8_t> differs;
};

void Rehearsal::Tally::join(Tally const& other) {
    for (std::size_t i = 0; i < gains.size(); ++i) gains[i] += other.gains[i];
    for (std::size_t i = 0; i < changed.size(); ++i) changed[i] += other.changed[i];
    changes.insert(changes.end(), other.changes.begin(), other.changes.end());
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
    boost::unordered_flat_map<std::string_view, std::uint32_t> known;
    region_of_.reserve(rows);
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
    auto const keep = [&](PassBlock const& block) {
        for (std::size_t i = 0; i < view_.columns.size(); ++i)
            if (!baseline_[i].empty())
                figures_of(block.columns[i], block.rows, scale_of(view_.columns[i]),
                           baseline_[i].data() + block.row_of_all(0));
    };
    made.run(threads_for(rows), keep, &memory_);
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
            before_[region_of_[row]].before[i] += or_zero(baseline_[i][row]);
}

/// Counts a block of the other rules against the baseline; whoever is in none has what she had.
void Rehearsal::compare(PassBlock const& block, Tally& tally) const {
    auto const rows = block.rows;
    tally.figures.resize(rows);
    tally.main.assign(rows, no_figure);
    tally.differs.assign(rows, 0);
    auto const main = main_column();
    auto const width = view_.columns.size();
    for (std::size_t i = 0; i < width; ++i) {
        if (baseline_[i].empty()) continue;
        auto const& column = view_.columns[i];
        figures_of(block.columns[i], rows, scale_of(column), tally.figures.data());
        auto const seen = !column.hidden, sums = column.total;
        for (std::size_t row = 0; row < rows; ++row) {
            auto const at = block.row_of_all(row);
            auto const before = baseline_[i][at], after = tally.figures[row];
            if (after == before) continue;
            if (sums) tally.gains[region_of_[at] * width + i] += or_zero(after) - or_zero(before);
            if (seen) tally.differs[row] = 1;
        }
        if (i == main) tally.main = tally.figures;
    }
    for (std::size_t row = 0; row < rows; ++row) {
        if (tally.differs[row] == 0) continue;
        auto const at = block.row_of_all(row);
        ++tally.changed[region_of_[at]];
        auto const before = baseline_[main].empty() ? no_figure : baseline_[main][at];
        tally.changes.push_back({block.member(row), before, tally.main[row]});
    }
}

Result<Simulation> Rehearsal::under(std::shared_ptr<Book const> const& book) const {
    if (!fits(*book))
        return fail("simulation.other_places.conflict", region_, "改动涉及新的地方，请重新推演",
                    "the change concerns further places: rehearse again");
    TRY(made, pass(book));
    auto const threads = threads_for(roster_.members().size());
    std::vector<Tally> tallies(threads);
    for (auto& each : tallies) {
        each.gains.assign(regions_.size() * view_.columns.size(), 0);
        each.changed.assign(regions_.size(), 0);
    }
    made.run_changed(threads, memory_,
                     [&](PassBlock const& block) { compare(block, tallies[block.thread]); });
    for (unsigned i = 1; i < threads; ++i) tallies.front().join(tallies[i]);
    return told(std::move(tallies.front()));
}

/// What was counted, in the order and with the sums that people ask for.
Simulation Rehearsal::told(Tally tally) const {
    Simulation found;
    auto const width = view_.columns.size();
    found.regions = before_;
    found.whole.before.assign(width, 0);
    found.whole.after.assign(width, 0);
    for (std::size_t region = 0; region < found.regions.size(); ++region) {
        auto& sums = found.regions[region];
        for (std::size_t i = 0; i < width; ++i) {
            sums.after[i] = sums.before[i] + tally.gains[region * width + i];
            found.whole.before[i] += sums.before[i];
            found.whole.after[i] += sums.after[i];
        }
        sums.changed = tally.changed[region];
        found.whole.members += sums.members;
        found.whole.changed += sums.changed;
    }
    found.changes = by_gain(std::move(tally.changes));
    for (auto const& change : found.changes) {
        found.gain += gained(change) > 0 ? 1 : 0;
        found.lose += gained(change) < 0 ? 1 : 0;
        found.lost += change.before != no_figure && change.after == no_figure ? 1 : 0;
    }
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
