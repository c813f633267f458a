#include <fmt/format.h>

#include <fstream>
#include <set>
#include <sstream>

#include "cli/subcommand.hpp"
#include "kit/text.hpp"
#include "pack/mutation.hpp"
#include "pack/scenario.hpp"

namespace jizhi::cli {
namespace {

struct Tally {
    int passed = 0, failed = 0;
    std::set<std::string> covered;
};

void run_pack(pack::Folder const& folder, std::vector<pack::Scenario> const& scenarios,
              pack::ScenarioRunner& runner, Tally& tally) {
    for (auto const& scenario : scenarios) {
        auto const outcome = runner.run(scenario);
        ++(outcome.passed ? tally.passed : tally.failed);
        if (outcome.passed) {
            tally.covered.insert(scenario.covers.begin(), scenario.covers.end());
            continue;
        }
        fmt::print("FAILED {}: {}\n", folder.place, scenario.name);
        for (auto const& complaint : outcome.complaints) fmt::print("  {}\n", complaint);
    }
}

/// The ids of a table of requirements: the first column, its head line aside.
Result<std::vector<std::string>> ids_of(std::string const& path) {
    std::ifstream in(path);
    if (!in) return fail("file.unreadable", path, "读不到这个文件", "this file cannot be read");
    std::vector<std::string> ids;
    std::string line;
    for (bool head = true; std::getline(in, line); head = false)
        if (!head && !line.empty()) ids.push_back(line.substr(0, line.find('\t')));
    return ids;
}

int print_coverage(std::string const& path, Tally const& tally) {
    TRY_OR_FAIL(ids, ids_of(path));
    int covered = 0;
    std::string open;
    for (auto const& id : ids) {
        if (tally.covered.contains(id))
            ++covered;
        else
            open += " " + id;
    }
    if (!open.empty()) fmt::print("not covered:{}\n", open);
    fmt::print("covered {} of {}\n", covered, ids.size());
    return exit_fine;
}

int test(Arguments const& given) {
    std::vector<pack::Folder> packs;
    for (auto const& path : given.all("PACK")) {
        TRY_OR_FAIL(read, pack::read_packs(path));
        packs.insert(packs.end(), read.begin(), read.end());
    }
    Tally tally;
    for (auto const& folder : packs) {
        TRY_OR_FAIL(scenarios, pack::scenarios_of(folder));
        if (!scenarios.empty()) {
            pack::ScenarioRunner runner(pack::with_dependencies({folder}));
            if (!runner.errors().empty()) return failed(runner.errors().front());
            run_pack(folder, scenarios, runner, tally);
        }
        if (!given.has("--mutate")) continue;
        for (auto const& mutant : pack::survivors(folder, packs)) {
            ++tally.failed;
            fmt::print("SURVIVED {}: no scenario fails without {}\n", folder.place, mutant);
        }
    }
    if (given.has("--coverage"))
        if (auto const status = print_coverage(given.text("--coverage"), tally);
            status != exit_fine)
            return status;
    fmt::print("{} passed, {} failed\n", tally.passed, tally.failed);
    return tally.failed == 0 ? exit_fine : exit_failed;
}

Subcommand const declared{
    "test",
    "Run the scenarios of packs",
    {arguments("PACK", "a pack, or a folder of packs"),
     option("--coverage", "TSV", "requirements: say which ids the scenarios cover"),
     flag("--mutate", "take each rule, figure and code away and expect a scenario to fail")},
    test};

}  // namespace
}  // namespace jizhi::cli
