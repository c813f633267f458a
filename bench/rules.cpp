// Level and pay of 10,000 workers with matched-rule trace, inputs bound from records in memory:
// what a January run asks of the rules, without the database. Prints one JSON line.
//
//   bench_rules DATA [WORKERS [THREADS]]
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <thread>

#include "opened.hpp"

namespace {

using namespace jizhi;

struct Done {
    std::size_t steps = 0, without_value = 0;
};

Done evaluate(decision::Desk const& desk, record::RecordType const& type,
              std::vector<record::Loaded> const& records, std::size_t from, std::size_t to) {
    auto evaluator = desk.evaluator(decision::setting_on(*parse_date("2026-10-31")));
    auto const catalog = desk.catalogs().now();
    Context const extra{{"ytd_income", 0},
                        {"ytd_own", 0},
                        {"ytd_special", 0},
                        {"ytd_tax", 0},
                        {"months_before", 0}};
    Done done;
    for (auto i = from; i < to; ++i) {
        auto const& record = records[i % records.size()];
        decision::Subject const subject{&type, record.id, record.region, record.value, catalog};
        for (auto const& [model, inputs] : type.bind) {
            auto const made = evaluator.evaluate(subject, model, extra, dmn::TraceLevel::matched);
            if (!made || made->outcome.value.is_null())
                ++done.without_value;
            else
                done.steps += made->outcome.steps.size();
        }
    }
    return done;
}

int run(char const* folder, std::size_t workers, unsigned threads) {
    bench::Opened const bench(folder);
    if (!bench.error.empty()) return fmt::print(stderr, "{}\n", bench.error), 1;
    auto const& desk = *bench.desk;
    auto const catalog = desk.catalogs().now();
    auto const* type = catalog->type("worker");
    auto const records = bench.workers("2026-10-31");
    if (records.empty()) return fmt::print(stderr, "no workers in {}\n", folder), 1;
    (void)evaluate(desk, *type, records, 0, 200);
    auto best = 1e9;
    Done total;
    for (auto round = 0; round < 5; ++round) {
        std::vector<Done> parts(threads);
        auto const began = std::chrono::steady_clock::now();
        {
            std::vector<std::jthread> working;
            for (unsigned t = 0; t < threads; ++t)
                working.emplace_back([&, t] {
                    parts[t] = evaluate(desk, *type, records, workers * t / threads,
                                        workers * (t + 1) / threads);
                });
        }
        std::chrono::duration<double> const took = std::chrono::steady_clock::now() - began;
        best = std::min(best, took.count());
        total = {};
        for (auto const& part : parts) {
            total.steps += part.steps;
            total.without_value += part.without_value;
        }
    }
    fmt::print(
        "{{\"workers\":{},\"threads\":{},\"seconds\":{:.4f},\"steps\":{},\"without_value\":{}}}\n",
        workers, threads, best, total.steps, total.without_value);
    return 0;
}

}  // namespace

int main(int count, char** words) {
    if (count < 2) return fmt::print(stderr, "bench_rules DATA [WORKERS [THREADS]]\n"), 2;
    return run(words[1], count > 2 ? std::strtoul(words[2], nullptr, 10) : 10'000,
               count > 3 ? static_cast<unsigned>(std::strtoul(words[3], nullptr, 10)) : 2U);
}
