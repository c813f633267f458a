#include <fmt/format.h>

#include <cstdio>

#include "cli/model_file.hpp"
#include "cli/surroundings.hpp"
#include "value/json.hpp"

namespace jizhi::cli {
namespace {

Result<Context> read_context(std::string const& path) {
    if (path.empty()) return Context{};
    TRY(text, read_file(path));
    TRY(json, parse_json(text));
    if (!json.is(Value::Type::context))
        return fail("feel.context", path, "文件应是一个 JSON 对象",
                    "the file must be a JSON object");
    return json.context();
}

/// Every name within a value, so that `person.date of birth` is read as it is meant.
void collect_members(Value const& value, std::vector<std::string>& names) {
    if (value.is(Value::Type::list))
        for (auto const& item : value.list()) collect_members(item, names);
    if (!value.is(Value::Type::context)) return;
    for (auto const& [name, inner] : value.context().entries()) {
        names.push_back(name);
        collect_members(inner, names);
    }
}

int evaluate(Arguments const& given) {
    TRY_OR_FAIL(variables, read_context(given.text("--context")));
    feel::Scope scope;
    for (auto const& [name, value] : variables.entries()) {
        scope.names.push_back(name);
        collect_members(value, scope.members);
    }
    TRY_OR_FAIL(expression, feel::compile(given.text("EXPR"), scope));
    TRY_OR_FAIL(surroundings, Surroundings::of(given));
    auto& environment = surroundings.environment();
    std::vector<feel::Diagnostic> diagnostics;
    environment.diagnostics = &diagnostics;
    auto const value = expression.evaluate(variables, environment);
    for (auto const& each : diagnostics)
        fmt::print(stderr, "{}:{}: {} / {}{}\n", each.line, each.column, each.zh, each.en,
                   each.given.empty() ? "" : " ← " + each.given);
    fmt::print("{}\n", to_json(value));
    return exit_fine;
}

std::vector<Option> options() {
    std::vector<Option> all{
        argument("EXPR", "the expression"),
        option("--context", "FILE", "a JSON object: the names that the expression may use")};
    for (auto const& each : Surroundings::options()) all.push_back(each);
    return all;
}

Subcommand const feel_command{"feel", "Evaluate a FEEL expression", options(), evaluate};

}  // namespace
}  // namespace jizhi::cli
