#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "cli/model_file.hpp"
#include "cli/subcommand.hpp"
#include "dmn/explain.hpp"
#include "dmn/model.hpp"
#include "dmn/tck.hpp"
#include "value/json.hpp"

namespace jizhi::cli {
namespace {

namespace fs = std::filesystem;

void print_trace(dmn::Decision const& decision, dmn::Outcome const& outcome,
                 feel::Environment& environment) {
    for (auto const& reason : dmn::explain(*decision.program(), outcome, environment)) {
        fmt::print(stderr, "{}{}: {}{}\n", reason.decision_name,
                   reason.row > 0 ? fmt::format(" #{}", reason.row) : std::string(), reason.zh,
                   reason.amount.empty() ? std::string() : "  " + reason.amount);
        if (reason.en != reason.zh) fmt::print(stderr, "    {}\n", reason.en);
    }
}

int evaluate(Arguments const& given) {
    TRY_OR_FAIL(model, load_model(given.text("MODEL")));
    for (auto const& problem : model.problems())
        fmt::print(stderr, "{}: {} / {}\n", problem.where, problem.zh, problem.en);
    TRY_OR_FAIL(decision, model.decision(given.text("--decision")));
    Context inputs;
    if (given.has("--input")) {
        TRY_OR_FAIL(text, read_file(given.text("--input")));
        TRY_OR_FAIL(json, parse_json(text));
        if (json.is(Value::Type::context)) inputs = json.context();
    }
    feel::Environment environment;
    auto const level = given.has("--trace") ? dmn::TraceLevel::matched : dmn::TraceLevel::off;
    auto const outcome = decision.evaluate(inputs, environment, level);
    for (auto const& each : outcome.diagnostics)
        fmt::print(stderr, "{} ({}:{}): {} / {}\n", each.code, each.line, each.column, each.zh,
                   each.en);
    print_trace(decision, outcome, environment);
    fmt::print("{}\n", to_pretty_json(outcome.value));
    return model.problems().empty() ? exit_fine : exit_failed;
}

/// Folders that hold test files, with the path from `root` as their name.
Result<std::vector<std::pair<std::string, std::vector<dmn::TckFile>>>> suite(fs::path const& root) {
    std::vector<fs::path> folders{root};
    for (auto const& entry : fs::recursive_directory_iterator(root))
        if (entry.is_directory()) folders.push_back(entry.path());
    std::ranges::sort(folders);
    std::vector<std::pair<std::string, std::vector<dmn::TckFile>>> found;
    for (auto const& folder : folders) {
        std::vector<dmn::TckFile> files;
        for (auto const& path : files_in(folder)) {
            if (path.extension() != ".dmn" && path.extension() != ".xml") continue;
            TRY(text, read_file(path));
            files.push_back({path.filename().string(), std::move(text)});
        }
        if (!files.empty())
            found.emplace_back(fs::relative(folder, root).string(), std::move(files));
    }
    return found;
}

int conformance(Arguments const& given) {
    fs::path const root(given.text("DIR"));
    if (!fs::is_directory(root))
        return failed({"file.no_folder", root.string(), "没有这个文件夹", "there is no such folder"});
    TRY_OR_FAIL(folders, suite(root));
    std::string csv;
    auto passed = 0, missed = 0;
    for (auto const& [name, files] : folders)
        for (auto const& done : dmn::run_tck(name, files)) {
            csv += dmn::tck_line(done);
            ++(done.passed ? passed : missed);
            if (!done.passed)
                fmt::print("{} {} {}: {}\n", done.folder, done.test, done.id, done.message);
        }
    if (given.has("--csv")) {
        std::ofstream out(given.text("--csv"), std::ios::binary);
        out << csv;
        if (!out.flush())
            return failed({"file.unwritable", given.text("--csv"), "写不了这个文件",
                           "this file cannot be written"});
    }
    fmt::print("{} passed, {} failed\n", passed, missed);
    return missed == 0 ? exit_fine : exit_failed;
}

Subcommand const eval_command{
    "dmn eval", "Evaluate a decision of a DMN model for one case",
    {argument("MODEL", "a .dmn file; what it imports is looked for beside it"),
     {"--decision", "NAME", "name or id of a decision or decision service", true, false},
     option("--input", "FILE", "inputs as a JSON object"),
     flag("--trace", "print the sentences of what matched")},
    evaluate};
Subcommand const tck_command{"dmn tck", "Run the DMN conformance cases below a folder",
                             {argument("DIR", "folder of models and their test files"),
                              option("--csv", "OUT", "write the results in the suite's own form")},
                             conformance};

}  // namespace
}  // namespace jizhi::cli
