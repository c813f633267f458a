#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>

#include "dmn/agreement.hpp"
#include "dmn/random_table.hpp"
#include "feel/column.hpp"

namespace jizhi::dmn {
namespace {

using Rows = std::vector<std::vector<Value>>;  // by row

std::string wrap(std::string_view body) {
    return fmt::format(R"(<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/"
 namespace="urn:test" name="test">{}</definitions>)",
                       body);
}

std::string input(std::string_view name) {
    return fmt::format(R"(<inputData id="{0}" name="{0}"><variable name="{0}"/></inputData>)",
                       name);
}

std::string needs(std::string_view names) {
    std::string made;
    for (auto const c : names)
        made += fmt::format(
            R"(<informationRequirement><requiredInput href="#{}"/></informationRequirement>)", c);
    return made;
}

/// The same rows by both back ends, in blocks, the inputs coded or not.
void expect_same(std::string const& xml, Rows const& rows, bool coded) {
    auto const model = Model::parse(xml, "test.dmn");
    ASSERT_TRUE(model) << model.error().where << " " << model.error().en;
    auto const decision = model->decision("d");
    ASSERT_TRUE(decision);
    ASSERT_EQ(disagreement(*decision, rows, coded), "") << xml;
}

TEST(Columnar, random_tables_give_what_the_scalar_back_end_gives) {
    for (std::uint32_t seed = 0; seed < 150; ++seed) {
        std::mt19937 random(seed);
        auto const pick = [&](std::uint32_t below) {
            return static_cast<std::uint32_t>(random() % below);
        };
        constexpr std::uint32_t several_blocks = 3 * feel::block_rows;
        RandomTable maker(pick);
        auto const xml = maker.model(1 + pick(seed % 10 == 9 ? 150 : 12));
        Rows rows;
        for (auto count = 20 + pick(seed % 10 == 0 ? several_blocks : 60); count > 0; --count)
            rows.push_back(maker.row());
        expect_same(xml, rows, seed % 2 == 0);
        if (HasFatalFailure()) return;
    }
}

TEST(Columnar, tables_too_large_for_exact_sets) {
    std::string made = input("n") + input("m") +
                       R"(<decision id="d" name="d"><variable name="d"/>)" + needs("nm") +
                       R"(<decisionTable hitPolicy="FIRST">)";
    for (auto const* name : {"n", "m"})
        made +=
            fmt::format("<input><inputExpression><text>{}</text></inputExpression></input>", name);
    made += R"(<output name="x"/>)";
    std::mt19937 random(3);
    for (auto rule = 0; rule < 3000; ++rule) {
        auto const low = random() % 9000, other = random() % 9000;
        made += fmt::format(
            "<rule><inputEntry><text>[{}..{}]</text></inputEntry><inputEntry><text>"
            "[{}..{})</text></inputEntry><outputEntry><text>{}</text>"
            "</outputEntry></rule>",
            low, low + random() % 500, other, other + 1 + random() % 900, rule);
    }
    Rows rows;
    for (std::size_t row = 0; row < 2 * feel::block_rows; ++row)
        rows.push_back(
            {Value(Decimal::scaled(static_cast<std::int64_t>(random() % 100000), 1)),
             row % 50 == 0 ? Value() : Value(static_cast<std::int64_t>(random() % 9999))});
    expect_same(wrap(made + "</decisionTable></decision>"), rows, false);
}

TEST(Columnar, knowledge_models_contexts_and_decisions_that_need_each_other) {
    auto const xml = wrap(input("a") + input("b") + input("l") + R"(
<businessKnowledgeModel id="rounded" name="rounded"><variable name="rounded"/><encapsulatedLogic>
<formalParameter name="amount" typeRef="number"/><formalParameter name="rule"/>
<literalExpression><text>if rule = "up" then round up(amount, 1) else round half up(amount, 2)</text>
</literalExpression></encapsulatedLogic></businessKnowledgeModel>
<decision id="base" name="base"><variable name="base"/>)" +
                          needs("abl") + R"(
<knowledgeRequirement><requiredKnowledge href="#rounded"/></knowledgeRequirement>
<context><contextEntry><variable name="sum" typeRef="number"/><literalExpression>
<text>if count(l) = 0 then a else a + sum(l)</text></literalExpression></contextEntry>
<contextEntry><variable name="part"/><literalExpression><text>rounded(sum * b / 3, "half")</text>
</literalExpression></contextEntry>
<contextEntry><variable name="whole"/><literalExpression><text>rounded(sum * 1.255, "up")</text>
</literalExpression></contextEntry></context></decision>
<decision id="d" name="d"><variable name="d"/>)" +
                          needs("a") + R"(
<informationRequirement><requiredDecision href="#base"/></informationRequirement>
<literalExpression><text>{ net: base.part + base.whole - a, all: base }</text></literalExpression>
</decision>)");
    std::mt19937 random(11);
    Rows rows;
    for (std::size_t row = 0; row < 3 * feel::block_rows + 84; ++row) {
        List items;
        for (auto count = random() % 4; count > 0; --count)
            items.push_back(Value(static_cast<std::int64_t>(random() % 3)));
        rows.push_back(
            {Value(Decimal::scaled(static_cast<std::int64_t>(random() % 500000), 2)),
             row % 40 == 0 ? Value("no number") : Value(static_cast<std::int64_t>(random() % 9)),
             Value(std::move(items))});
    }
    expect_same(xml, rows, true);
    expect_same(xml, rows, false);
}

}  // namespace
}  // namespace jizhi::dmn
