#include <fmt/format.h>

#include <cstdio>

#include "cli/model_file.hpp"
#include "cli/surroundings.hpp"
#include "dmn/case_value.hpp"
#include "dmn/check.hpp"
#include "dmn/explain.hpp"
#include "dmn/program.hpp"
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

/// Where a parameter's value comes from: {class, text: {zh, en}, clause, url}.
dmn::Basis basis_of(feel::ParameterUse const& use) {
    auto const& basis = use.origin["basis"];
    auto const& text = basis["text"];
    return {basis["class"].string_or(""), text["zh"].string_or(text.string_or("")),
            text["en"].string_or(""), basis["clause"].string_or(""), basis["url"].string_or("")};
}

void print_basis(dmn::Basis const& basis, Tongue const& tongue) {
    if (basis.empty()) return;
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
        for (auto const& use : reason.parameters) {
            fmt::print(stderr, "    {} {} = {}\n", tongue.of("参数", "Parameter"), use.name,
                       to_text(use.value));
            print_basis(basis_of(use), tongue);
        }
        for (auto const& missed : reason.missed)
            fmt::print(stderr, "    {}{} {}\n",
                       tongue.of(fmt::format("第 {} 行不符：", missed.row),
                                 fmt::format("row {} does not match: ", missed.row)),
                       missed.column, missed.cell);
    }
}

/// Of a full trace: every value, in the order in which they were known.
void print_values(dmn::Decision const& decision, dmn::Outcome const& outcome) {
    for (auto const& [unit, value] : outcome.computed)
        fmt::print(stderr, "{} = {}\n", decision.program()->units[unit].name, to_literal(value));
}

void print_diagnostic(feel::Diagnostic const& each, Tongue const& tongue) {
    auto const where =
        each.where.empty() ? fmt::format("{}:{}", each.line, each.column) : each.where;
    auto const element = each.element.empty() ? std::string() : " “" + each.element + "”";
    auto const given = each.given.empty() ? std::string() : " ← " + each.given;
    fmt::print(stderr, "{}{}: {}{} ({})\n", where, element, tongue.of(each.zh, each.en), given,
               each.code);
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

Result<std::vector<dmn::Decision>> asked(dmn::Model const& model, Arguments const& given) {
    auto names = given.all("--decision");
    if (names.empty()) names.emplace_back();
    std::vector<dmn::Decision> found;
    for (auto const& name : names) {
        TRY(decision, decision_named(model, name));
        found.push_back(std::move(decision));
    }
    return found;
}

void print_unknown(dmn::Decision const& decision, Context const& inputs, Tongue const& tongue) {
    for (auto const& name : dmn::unknown_inputs(decision, inputs))
        fmt::print(stderr, "{}\n", tongue.of("模型没有名为“" + name + "”的输入",
                                             "the model has no input named '" + name + "'"));
}

int evaluate(Arguments const& given) {
    TRY_OR_FAIL(tongue, tongue_of(given.text("--lang")));
    TRY_OR_FAIL(model, load_model(given.text("MODEL")));
    TRY_OR_FAIL(decisions, asked(model, given));
    TRY_OR_FAIL(inputs, read_inputs(given));
    TRY_OR_FAIL(surroundings, Surroundings::of(given));
    auto const strict = given.has("--strict");
    auto const problems = print_problems(model, strict, tongue);
    if (strict && problems > 0) return exit_failed;
    auto& environment = surroundings.environment();
    environment.strict = strict;
    auto const level = given.has("--full")    ? dmn::TraceLevel::full
                       : given.has("--trace") ? dmn::TraceLevel::matched
                                              : dmn::TraceLevel::off;
    auto failed = problems > 0;
    Context results;
    print_unknown(decisions.front(), inputs, tongue);
    for (auto const& decision : decisions) {
        auto const values = dmn::values_of_json(decision, inputs);
        auto const outcome = decision.evaluate(std::span(values), environment, level);
        for (auto const& each : outcome.diagnostics) print_diagnostic(each, tongue);
        print_values(decision, outcome);
        print_trace(decision, outcome, environment, tongue);
        failed = failed || (strict && !outcome.diagnostics.empty());
        results.put(decision.name(), outcome.value);
    }
    auto const& one = results.entries();
    fmt::print("{}\n", to_pretty_json(one.size() == 1 ? one.front().second : Value(results)));
    return failed ? exit_failed : exit_fine;
}

std::vector<Option> options() {
    std::vector<Option> all{
        argument("MODEL", "a .dmn file; what it imports is looked for beside it"),
        {"--decision", "NAME",
         "name or id, of a service too, several times; else the one that needs the others", false,
         true},
        option("--input", "FILE", "inputs as a JSON object; dates and times are texts in it"),
        flag("--trace", "print the sentences of what matched, with what they rest on"),
        flag("--full",
             "the same with what is silent, every value, and why other rows do not match"),
        flag("--strict", "fail with the first thing that is wrong, also with the model itself"),
        option("--lang", "LANGUAGE", "zh, en or both (so it is without this option)")};
    for (auto const& each : Surroundings::options()) all.push_back(each);
    return all;
}

Subcommand const declared{"dmn eval", "Evaluate decisions of a DMN model for one case", options(),
                          evaluate};

}  // namespace
}  // namespace jizhi::cli
