#include "dmn/random_table.hpp"

#include <fmt/format.h>

#include <array>

namespace jizhi::dmn {
namespace {

constexpr std::string_view columns = "nmsb";

std::string entry(std::string_view name, std::string_view text) {
    std::string escaped;
    for (auto const c : text) escaped += c == '<' ? "&lt;" : std::string(1, c);
    return fmt::format("<{0}><text>{1}</text></{0}>", name, escaped);
}

}  // namespace

std::string RandomTable::policy(bool& one_output) {
    static constexpr std::array<char const*, 5> others{"ANY", "PRIORITY", "RULE ORDER",
                                                       "OUTPUT ORDER", "COLLECT"};
    static constexpr std::array<char const*, 4> aggregators{"SUM", "COUNT", "MIN", "MAX"};
    one_output = false;
    if (pick(3) != 0) return pick(2) == 0 ? "\"UNIQUE\"" : "\"FIRST\"";
    auto const which = pick(6);
    if (which < others.size()) return fmt::format("\"{}\"", others[which]);
    one_output = true;
    return fmt::format("\"COLLECT\" aggregation=\"{}\"", aggregators[pick(4)]);
}

std::string RandomTable::model(std::size_t rules) {
    std::string inputs, needs, clauses;
    for (auto const name : columns) {
        inputs += fmt::format(
            R"(<inputData id="{0}" name="{0}"><variable name="{0}"/></inputData>)", name);
        needs += fmt::format(
            R"(<informationRequirement><requiredInput href="#{}"/></informationRequirement>)",
            name);
        clauses +=
            fmt::format("<input><inputExpression><text>{}</text></inputExpression></input>", name);
    }
    auto one_output = false;
    auto const hit_policy = policy(one_output);
    auto const two = !one_output && pick(3) == 0;
    clauses += output("x") + (two ? output("y") : "");
    for (std::size_t rule = 0; rule < rules; ++rule) {
        clauses += "<rule>" + entry("inputEntry", number_cell()) +
                   entry("inputEntry", number_cell()) + entry("inputEntry", text_cell()) +
                   entry("inputEntry", boolean_cell()) + result(rule);
        clauses += (two ? result(rule) : "") + "</rule>";
    }
    return fmt::format(
        R"(<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="urn:test"
 name="test">{}<decision id="d" name="d"><variable name="d"/>{}<decisionTable hitPolicy={}>{}
</decisionTable></decision></definitions>)",
        inputs, needs, hit_policy, clauses);
}

std::vector<Value> RandomTable::row() {
    std::vector<Value> made;
    for (auto i = 0; i < 2; ++i) {
        auto const odd = pick(12) == 0;
        auto const digits = std::int64_t{pick(120)} - 10;
        auto const number = Decimal::scaled(digits, static_cast<int>(pick(3)));
        made.push_back(!odd ? Value(number) : pick(2) == 0 ? Value() : Value("x"));
    }
    auto const letter = std::string(1, static_cast<char>('a' + pick(5)));
    made.push_back(pick(9) == 0 ? Value() : Value(letter));
    made.push_back(pick(9) == 0 ? Value() : Value(pick(2) == 0));
    return made;
}

std::string RandomTable::output(std::string_view name) {
    auto const values = pick(2) == 0 ? "<outputValues><text>3, 1, 0, 2</text></outputValues>" : "";
    auto const otherwise =
        pick(2) == 0 ? "<defaultOutputEntry><text>n + 1</text></defaultOutputEntry>" : "";
    return fmt::format(R"(<output name="{}">{}{}</output>)", name, values, otherwise);
}

std::string RandomTable::result(std::size_t rule) {
    return entry("outputEntry", pick(3) == 0 ? fmt::format("m * {}", rule) : std::to_string(rule));
}

std::string RandomTable::number_cell() {
    auto const low = pick(90), high = low + pick(30);
    switch (pick(11)) {
        case 0: return fmt::format("[{}..{}]", low, high);
        case 1: return fmt::format("({}..{})", low, high + 1);
        case 2: return fmt::format("< {}.5", high);
        case 3: return fmt::format(">= {}", low);
        case 4: return fmt::format("{}, {}, {}.25", low, high, low);
        case 5: return fmt::format("not({})", low);
        case 6: return fmt::format("? > m - {}", low);
        case 7: return "null";
        case 8: return fmt::format("{}, null", low);
        default: return "-";
    }
}

std::string RandomTable::text_cell() {
    switch (pick(6)) {
        case 0: return fmt::format(R"("{}")", static_cast<char>('a' + pick(5)));
        case 1: return R"("a", "c")";
        case 2: return R"(not("b"))";
        case 3: return pick(2) == 0 ? "null" : R"(null, "d")";
        default: return "-";
    }
}

std::string RandomTable::boolean_cell() {
    if (pick(8) == 0) return pick(2) == 0 ? "null" : "null, true";
    return pick(3) == 0 ? "true" : pick(2) == 0 ? "false" : "-";
}

}  // namespace jizhi::dmn
