#include <fmt/format.h>

#include "cli/model_file.hpp"
#include "cli/subcommand.hpp"
#include "dmn/check.hpp"

namespace jizhi::cli {
namespace {

void print(dmn::Finding const& finding, int& errors, int& notes) {
    ++(finding.error ? errors : notes);
    auto const& said = finding.said;
    if (finding.error)
        fmt::print("{}: {} / {}\n", said.where, said.zh, said.en);
    else
        fmt::print("{}: 提示 {} / note: {}\n", said.where, said.zh, said.en);
}

int finish(int errors, int notes) {
    fmt::print("{} errors, {} notes\n", errors, notes);
    return errors == 0 ? exit_fine : exit_failed;
}

int check(Arguments const& given) {
    auto errors = 0, notes = 0;
    for (auto const& path : given.all("MODEL")) {
        auto const model = load_model(path);
        if (!model) {
            print({true, model.error(), {}}, errors, notes);
            continue;
        }
        for (auto const& each : dmn::check(*model)) print(each, errors, notes);
    }
    return finish(errors, notes);
}

/// What is wrong ends with the status of failure; gaps alone may be meant and do not.
int gaps(Arguments const& given) {
    TRY_OR_FAIL(model, load_model(given.text("MODEL")));
    auto const decision = given.text("--decision");
    if (!decision.empty()) CHECK_OR_FAIL(model.decision(decision));
    auto errors = 0, notes = 0;
    for (auto const& report : dmn::find_gaps(*model.program(), decision))
        for (auto const& each : dmn::findings(report)) print(each, errors, notes);
    return finish(errors, notes);
}

Subcommand const check_command{
    "dmn check",
    "Say what is wrong with DMN models without evaluating them",
    {arguments("MODEL", "a .dmn file; what it imports is looked for beside it")},
    check};
Subcommand const gaps_command{
    "dmn gaps",
    "Say which inputs no rule of a decision table matches, and where rules overlap",
    {argument("MODEL", "a .dmn file; what it imports is looked for beside it"),
     option("--decision", "NAME", "name or id of one decision; else all of the model")},
    gaps};

}  // namespace
}  // namespace jizhi::cli
