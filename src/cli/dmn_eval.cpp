#include <fmt/format.h>

#include <cstdio>

#include "cli/model_file.hpp"
#include "cli/subcommand.hpp"
#include "dmn/case_value.hpp"
#include "dmn/check.hpp"
#include "dmn/explain.hpp"
#include "value/json.hpp"
#include "value/text.hpp"

namespace jizhi::cli {
namespace {

/// One language or both, as asked.
struct Tongue {
    bool zh = true, en = true;

    [[nodiscard]] std::string of(std::string const& chinese, std::string const& english) const {
        if (!en) return chinese;
        if (!zh || chinese == english) return english;
        return chinese + " / " + english;
    }
};

Result<Tongue> tongue_of(std::string const& asked) {
    if (asked.empty() || asked == "both") return Tongue{};
    if (asked == "zh" || asked == "en") return Tongue{asked == "zh", asked == "en"};
    return fail("cli.language", "--lang " + asked, "语言应是 zh、en 或 both",
                "the language is zh, en or both");
}

std::string class_words(std::string const& basis_class, Tongue const& tongue) {
    if (basis_class == "official") return tongue.of("正式文件", "official");
    if (basis_class == "repost") return tongue.of("转载", "repost");
    if (basis_class == "draft") return tongue.of("草案", "draft");
    if (basis_class == "example") return tongue.of("示例", "example");
    return basis_class;
}

void print_basis(dmn::Basis const& basis, Tongue const& tongue) {
    auto line = tongue.of("依据：", "Basis: ") +
                tongue.of(basis.zh, basis.en.empty() ? basis.zh : basis.en);
    if (!basis.clause.empty()) line += " " + basis.clause;
    if (!basis.basis_class.empty()) line += " [" + class_words(basis.basis_class, tongue) + "]";
    if (!basis.url.empty()) line += " " + basis.url;
    fmt::print(stderr, "    {}\n", line);
}

/// What the person page shows of a decision: a sentence a step, the figure, what it rests on.
void print_trace(dmn::Decision const& decision, dmn::Outcome const& outcome,
                 feel::Environment& environment, Tongue const& tongue) {
    for (auto const& reason : dmn::explain(*decision.program(), outcome, environment)) {
        auto const& title = reason.decision_title;
        auto const name = tongue.of(title.zh.empty() ? reason.decision_name : title.zh,
                                    title.en.empty() ? reason.decision_name : title.en);
        auto const row = reason.row == 0 ? std::string()
                                         : tongue.of(fmt::format("，第 {} 行", reason.row),
                                                     fmt::format(", row {}", reason.row));
        fmt::print(stderr, "{}{}\n    {}{}\n", name, row, tongue.of(reason.zh, reason.en),
                   reason.amount.empty() ? std::string() : "    " + reason.amount);
        for (auto const& each : reason.basis) print_basis(each, tongue);
        for (auto const& use : reason.parameters)
            fmt::print(stderr, "    {} {} = {}\n", tongue.of("参数", "Parameter"), use.name,
                       to_text(use.value));
    }
}

void print_diagnostic(feel::Diagnostic const& each, Tongue const& tongue) {
    auto const where =
        each.where.empty() ? fmt::format("{}:{}", each.line, each.column) : each.where;
    auto const element = each.element.empty() ? std::string() : " “" + each.element + "”";
    fmt::print(stderr, "{}{}: {} ({})\n", where, element, tongue.of(each.zh, each.en), each.code);
}

Result<Context> read_inputs(Arguments const& given) {
    if (!given.has("--input")) return Context{};
    TRY(text, read_file(given.text("--input")));
    TRY(json, parse_json(text));
    if (json.is(Value::Type::context)) return json.context();
    return fail("cli.input", given.text("--input"), "输入文件应是一个 JSON 对象",
                "the input file must be a JSON object");
}

/// What is wrong with the model; how many of it are errors.
int print_problems(dmn::Model const& model, bool strict, Tongue const& tongue) {
    auto count = 0;
    auto const print = [&](Error const& said) {
        ++count;
        fmt::print(stderr, "{}: {} ({})\n", said.where, tongue.of(said.zh, said.en), said.code);
    };
    if (!strict) {
        for (auto const& each : model.problems()) print(each);
        return count;
    }
    for (auto const& each : dmn::check(model))
        if (each.error) print(each.said);
    return count;
}

int evaluate(Arguments const& given) {
    TRY_OR_FAIL(tongue, tongue_of(given.text("--lang")));
    TRY_OR_FAIL(model, load_model(given.text("MODEL")));
    TRY_OR_FAIL(decision, model.decision(given.text("--decision")));
    TRY_OR_FAIL(inputs, read_inputs(given));
    auto const strict = given.has("--strict");
    auto const problems = print_problems(model, strict, tongue);
    if (strict && problems > 0) return exit_failed;
    feel::Environment environment;
    environment.strict = strict;
    auto const level = given.has("--trace") ? dmn::TraceLevel::matched : dmn::TraceLevel::off;
    auto const values = dmn::values_of_json(decision, inputs);
    auto const outcome = decision.evaluate(values, environment, level);
    for (auto const& each : outcome.diagnostics) print_diagnostic(each, tongue);
    print_trace(decision, outcome, environment, tongue);
    fmt::print("{}\n", to_pretty_json(outcome.value));
    auto const failed = problems > 0 || (strict && !outcome.diagnostics.empty());
    return failed ? exit_failed : exit_fine;
}

Subcommand const declared{
    "dmn eval",
    "Evaluate a decision of a DMN model for one case",
    {argument("MODEL", "a .dmn file; what it imports is looked for beside it"),
     {"--decision", "NAME", "name or id of a decision or decision service", true, false},
     option("--input", "FILE", "inputs as a JSON object; dates and the like as texts"),
     flag("--trace", "print the sentences of what matched, with what they rest on"),
     flag("--strict", "fail with the first thing that is wrong, also with the model itself"),
     option("--lang", "LANGUAGE", "zh, en or both (so it is without this option)")},
    evaluate};

}  // namespace
}  // namespace jizhi::cli
