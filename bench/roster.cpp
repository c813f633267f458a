// Level and pay of a large roster through the packs' own rules, by columns with the rules that were
// hit, and a change of the rules rehearsed on it. The roster is made of the demo's workers: each
// field and child list of a row is drawn from another worker. Prints one JSON line.
//
//   bench_roster DATA [WORKERS [THREADS]]
#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <ctime>

#include "decision/roster_pass.hpp"
#include "kit/random.hpp"
#include "opened.hpp"

namespace {

using namespace jizhi;
using Clock = std::chrono::steady_clock;

double processor_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

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

int run(char const* folder, std::size_t workers, unsigned threads) {
    bench::Opened const bench(folder);
    if (!bench.error.empty()) return fmt::print(stderr, "{}\n", bench.error), 1;
    auto const& desk = *bench.desk;
    auto const catalog = desk.catalogs().now();
    auto const book = desk.books().now();
    auto const records = bench.workers("2026-10-31");
    auto const* declared = catalog->view("payroll", {});
    auto const* model = book->model("pay", {});
    auto const view = decision::RunView::make(*catalog, *declared, *model);
    auto const period = view->period("2026-10");
    auto const setting = view->setting(*period);
    auto builder =
        decision::BoundRoster::Builder::make(desk, *catalog->type("worker"), *view, setting, {book},
                                             decision::BoundRoster::Decided::computed);
    if (!builder) return fmt::print(stderr, "{}\n", builder.error().en), 1;
    auto binding = 0.0;
    for (std::size_t i = 0; i < workers; ++i) {
        auto const record = drawn(records, i);
        auto const began = Clock::now();
        builder->add(record, view->extra(record.value, {}, setting));
        binding += seconds_since(began);
    }
    auto const roster = builder->take();

    auto best = 1e9, cpu = 1e9;
    std::size_t hits = 0;
    std::vector<std::int64_t> sums;
    for (auto round = 0;
         round < (std::getenv("ROUNDS") == nullptr ? 3 : std::atoi(std::getenv("ROUNDS")));
         ++round) {
        auto const began = Clock::now();
        auto const used = processor_seconds();
        auto pass = decision::RosterPass::make(desk, roster, book, *catalog, *declared);
        if (!pass) return fmt::print(stderr, "{}\n", pass.error().en), 1;
        sums.assign(view->columns.size() * threads, 0);
        hits = 0;
        pass->run(threads, [&](decision::PassBlock const& block) {
            std::vector<std::int64_t> figures(block.rows);
            for (std::size_t i = 0; i < block.columns.size(); ++i) {
                if (!view->columns[i].total) continue;
                decision::figures_of(block.columns[i], block.rows, 2, figures.data());
                for (auto const figure : figures)
                    if (figure != decision::no_figure)
                        sums[block.thread * view->columns.size() + i] += figure;
            }
            hits += block.hits.size() * block.rows;
        });
        best = std::min(best, seconds_since(began));
        cpu = std::min(cpu, processor_seconds() - used);
    }
    std::int64_t total = 0;
    for (auto const sum : sums) total += sum;
    fmt::print(
        "{{\"workers\":{},\"threads\":{},\"binding\":{:.2f},\"seconds\":{:.4f},\"cpu\":{:.4f},"
        "\"hits\":{},"
        "\"total\":{}}}\n",
        workers, threads, binding, best, cpu, hits, total);
    return 0;
}

}  // namespace

int main(int count, char** words) {
    if (count < 2) return fmt::print(stderr, "bench_roster DATA [WORKERS [THREADS]]\n"), 2;
    return run(words[1], count > 2 ? std::strtoul(words[2], nullptr, 10) : 1'000'000,
               count > 3 ? static_cast<unsigned>(std::strtoul(words[3], nullptr, 10)) : 1U);
}
