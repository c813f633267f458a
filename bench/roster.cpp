// Level and pay of a large roster through the packs' own rules, by columns with the rules that were
// hit, and a change of the rules rehearsed on it. The roster is made of the demo's workers: each
// field and child list of a row is drawn from another worker. Prints one JSON line.
//
//   bench_roster DATA [WORKERS [THREADS]]
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>

#include "decision/rehearsal.hpp"
#include "feel/identity.hpp"
#include "kit/random.hpp"
#include "opened.hpp"
#include "pack/draft.hpp"
#include "pack/edit.hpp"

namespace {

using namespace jizhi;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point began) {
    return std::chrono::duration<double>(Clock::now() - began).count();
}

/// A worker whose every field is some worker's.
record::Loaded drawn(std::vector<record::Loaded> const& from, std::size_t number) {
    auto seed = number * 0x9e3779b97f4a7c15U + 1;
    auto const next = [&](std::size_t below) {
        seed ^= seed << 13U, seed ^= seed >> 7U, seed ^= seed << 17U;
        return static_cast<std::size_t>(seed % below);
    };
    auto made = from[next(from.size())];
    std::vector<Context::Entry> entries;
    for (auto const& [name, value] : made.value.context().entries())
        entries.emplace_back(name, name == "post" || name == "left_on"
                                       ? value
                                       : from[next(from.size())].value[name]);
    made.value = Value(Context::of(std::move(entries)));
    made.id = fmt::format("{:08}", number);
    return made;
}

struct Passed {
    double seconds = 1e9;
    std::size_t hits = 0;
    std::int64_t total = 0;
};

/// One evaluation of everybody, its totals added up.
Result<Passed> pass_over(decision::Desk const& desk, decision::BoundRoster const& roster,
                         record::View const& declared, decision::RunView const& view,
                         unsigned threads) {
    Passed made;
    auto const began = Clock::now();
    TRY(pass, decision::RosterPass::make(desk, roster, desk.books().now(), *desk.catalogs().now(),
                                         declared));
    std::vector<Passed> parts(threads);
    pass.run(threads, [&](decision::PassBlock const& block) {
        std::vector<std::int64_t> figures(block.rows);
        auto& mine = parts[block.thread];
        for (std::size_t i = 0; i < block.columns.size(); ++i) {
            if (!view.columns[i].total) continue;
            decision::figures_of(block.columns[i], block.rows, 2, figures.data());
            for (auto const figure : figures)
                if (figure != decision::no_figure) mine.total += figure;
        }
        for (auto const& site : block.run.hits()) mine.hits += site.rules.is_null(0) ? 0 : block.rows;
    });
    made.seconds = seconds_since(began);
    for (auto const& each : parts) made.hits += each.hits, made.total += each.total;
    return made;
}

/// Seconds from records in memory to everybody's level and pay with the rules hit, binding and all:
/// each thread takes its share. The best of five.
Result<double> from_records(decision::Desk const& desk, record::View const& declared,
                            decision::RunView const& view, decision::Setting const& setting,
                            std::vector<record::Loaded> const& roster, unsigned threads) {
    auto const catalog = desk.catalogs().now();
    auto const* type = catalog->type(view.record_type);
    auto const share = [&](unsigned thread) -> Result<Passed> {
        TRY(builder,
            decision::BoundRoster::Builder::make(desk, *type, view, setting, {desk.books().now()},
                                                 decision::BoundRoster::Decided::computed));
        auto const to = roster.size() * (thread + 1) / threads;
        for (auto i = roster.size() * thread / threads; i < to; ++i)
            builder.add(roster[i], view.extra(roster[i].value, {}, setting));
        return pass_over(desk, builder.take(), declared, view, 1);
    };
    auto best = 1e9;
    for (auto round = 0; round < 5; ++round) {
        std::vector<Result<Passed>> made(threads, Passed{});
        auto const began = Clock::now();
        {
            std::vector<std::jthread> working;
            for (unsigned t = 0; t < threads; ++t)
                working.emplace_back([&, t] { made[t] = share(t); });
        }
        best = std::min(best, seconds_since(began));
        for (auto const& each : made) CHECK_OK(each);
    }
    return best;
}

/// How many of some workers get other figures one by one than by columns, to the last digit.
Result<std::size_t> unequal(decision::Desk const& desk, decision::BoundRoster const& roster,
                            record::View const& declared, decision::RunView const& view,
                            std::vector<record::Loaded> const& records, std::size_t stride) {
    auto const catalog = desk.catalogs().now();
    auto const& setting = roster.setting();
    auto const* type = catalog->type(view.record_type);
    std::vector<std::vector<Value>> by_columns(roster.members().size());
    TRY(pass, decision::RosterPass::make(desk, roster, desk.books().now(), *catalog, declared));
    pass.run(1, [&](decision::PassBlock const& block) {
        for (std::size_t row = 0; row < block.rows; ++row) {
            auto const member = block.member(row);
            if (member % stride != 0) continue;
            for (auto const& column : block.columns) by_columns[member].push_back(column.at(row));
        }
    });
    auto evaluator = desk.evaluator(setting);
    std::size_t differing = 0;
    for (std::size_t i = 0; i < by_columns.size(); i += stride) {
        auto const record = drawn(records, i);
        decision::Subject subject{type, record.id, record.region, record.value, catalog};
        for (auto const& stage : roster.stages()) {
            auto const last = &stage == &roster.stages().back();
            auto const extra = last ? view.extra(record.value, {}, setting) : Context{};
            TRY(done, evaluator.evaluate(subject, stage.model, extra, dmn::TraceLevel::off));
            if (last && !std::ranges::equal(view.values_of(done.outcome.value), by_columns[i],
                                            feel::identical))
                ++differing;
            auto changed = subject.value.context();
            for (auto const& [field, component] : decision::decided_fields(*type, stage.model)) {
                auto const value = decision::component_of(done.outcome.value, component);
                if (!value.is_null()) changed.put(field->id, value);
            }
            subject.value = Value(std::move(changed));
        }
    }
    return differing;
}

/// The shipped rules with another value of a figure.
std::shared_ptr<decision::Book const> book_with(char const* parameter, int value) {
    auto packs = pack::shipped();
    auto const edit = Value(Context{{"parameter", parameter},
                                    {"region", ""},
                                    {"from", "2026-10-01"},
                                    {"value", value},
                                    {"basis", Context{{"class", "draft"}, {"text", "x"}}}});
    for (auto& folder : packs) {
        auto const files = pack::edited_files(
            folder, {edit}, [](std::string_view) { return std::vector<std::string>{}; });
        if (files) folder = pack::edited(std::move(folder), *files);
    }
    return pack::compile(packs).book;
}

Result<void> measure_small(char const* folder, std::size_t workers, unsigned threads) {
    bench::Opened const bench(folder);
    if (!bench.error.empty()) return fail("bench", folder, bench.error, bench.error);
    auto const& desk = *bench.desk;
    auto const catalog = desk.catalogs().now();
    auto const records = bench.workers("2026-10-31");
    auto const* declared = catalog->view("payroll", {});
    TRY(view, decision::RunView::make(*catalog, *declared, *desk.books().now()->model("pay", {})));
    TRY(period, view.period("2026-10"));
    std::vector<record::Loaded> roster;
    for (std::size_t i = 0; i < workers; ++i) roster.push_back(drawn(records, i));
    TRY(seconds, from_records(desk, *declared, view, view.setting(period), roster, threads));
    fmt::print("{{\"workers\":{},\"threads\":{},\"seconds\":{:.4f}}}\n", workers, threads, seconds);
    return {};
}

Result<void> measure(char const* folder, std::size_t workers, unsigned threads) {
    bench::Opened const bench(folder);
    if (!bench.error.empty()) return fail("bench", folder, bench.error, bench.error);
    auto const& desk = *bench.desk;
    auto const catalog = desk.catalogs().now();
    auto const book = desk.books().now();
    auto const records = bench.workers("2026-10-31");
    auto const* declared = catalog->view("payroll", {});
    TRY(view, decision::RunView::make(*catalog, *declared, *book->model("pay", {})));
    TRY(period, view.period("2026-10"));
    auto const setting = view.setting(period);
    auto const dearer = book_with("base_wage", 3100), sooner = book_with("cycle_years", 2);
    TRY(builder,
        decision::BoundRoster::Builder::make(desk, *catalog->type("worker"), view, setting, {book},
                                             decision::BoundRoster::Decided::computed));
    auto binding = 0.0;
    for (std::size_t i = 0; i < workers; ++i) {
        auto const record = drawn(records, i);
        auto const began = Clock::now();
        builder.add(record, view.extra(record.value, {}, setting));
        binding += seconds_since(began);
    }
    auto roster = builder.take();
    Passed best;
    for (auto round = 0; round < 5; ++round) {
        TRY(made, pass_over(desk, roster, *declared, view, threads));
        if (made.seconds < best.seconds) best = made;
    }
    auto const stride = std::max<std::size_t>(workers / 20'000, 1);
    TRY(differing, unequal(desk, roster, *declared, view, records, stride));
    // The first change with its baseline, then two more on the same roster.
    auto began = Clock::now();
    TRY(rehearsal, decision::Rehearsal::bound(desk, view, std::move(roster), "", book));
    TRY(first, rehearsal->under(dearer));
    auto const first_seconds = seconds_since(began);
    began = Clock::now();
    TRY(second, rehearsal->under(sooner));
    auto const further = seconds_since(began);
    fmt::print(
        "{{\"workers\":{},\"threads\":{},\"binding\":{:.2f},\"seconds\":{:.4f},\"hits\":{},"
        "\"total\":{},\"compared\":{},\"unequal\":{},\"first\":{:.4f},\"further\":{:.4f},"
        "\"changed_first\":{},\"changed_further\":{}}}\n",
        workers, threads, binding, best.seconds, best.hits, best.total,
        (workers + stride - 1) / stride, differing, first_seconds, further, first.changes.size(),
        second.changes.size());
    return {};
}

int run(char const* folder, std::size_t workers, unsigned threads) {
    constexpr std::size_t small = 100'000;  // what is read anew for each run
    auto const done = workers < small ? measure_small(folder, workers, threads)
                                      : measure(folder, workers, threads);
    if (!done) fmt::print(stderr, "{}\n", done.error().en);
    return done ? 0 : 1;
}

}  // namespace

int main(int count, char** words) {
    if (count < 2) return fmt::print(stderr, "bench_roster DATA [WORKERS [THREADS]]\n"), 2;
    return run(words[1], count > 2 ? std::strtoul(words[2], nullptr, 10) : 1'000'000,
               count > 3 ? static_cast<unsigned>(std::strtoul(words[3], nullptr, 10)) : 1U);
}
