#include "kit/limits_dmn.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "dmn/check.hpp"
#include "dmn/testing.hpp"

namespace jizhi::dmn {
namespace {

using namespace testing;

std::string model(std::string const& body) {
    return R"(<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="u" name="m">)" +
           body + "</definitions>";
}

std::string literal(std::string const& text) {
    return "<literalExpression><text>" + text + "</text></literalExpression>";
}

/// Decision `id` that needs `needs`.
std::string decision(std::string const& id, std::string const& needs, std::string const& logic) {
    auto const need = needs.empty() ? std::string()
                                    : fmt::format(
                                          "<informationRequirement><requiredDecision href=\"#{}\"/>"
                                          "</informationRequirement>",
                                          needs);
    return fmt::format(
        "<decision id=\"{0}\" name=\"{0}\"><variable name=\"{0}\"/>{1}{2}</decision>", id, need,
        logic);
}

std::string refused(std::string const& xml) {
    auto const made = Model::parse(xml, "m.dmn");
    if (made) return "";
    EXPECT_FALSE(made.error().zh.empty());
    return made.error().code;
}

TEST(DmnLimit, a_chain_of_requirements) {
    std::string forward, backward;
    for (auto i = 0; i < 5'000; ++i) {
        auto const one =
            decision(fmt::format("d{}", i), i == 0 ? "" : fmt::format("d{}", i - 1), literal("1"));
        forward += one;
        backward = i % 50 == 0 ? one + backward : backward.insert(0, one);
    }
    EXPECT_EQ(refused(model(backward)), "dmn.requirements");
    auto const made = Model::parse(model(forward), "m.dmn");
    ASSERT_TRUE(made) << "each by itself is fine";
    EXPECT_EQ(made->decision("d4999").error().code, "dmn.requirements");
    EXPECT_TRUE(made->decision("d100"));
}

TEST(DmnLimit, a_chain_of_types_is_told) {
    std::string items;
    for (auto i = 0; i < 5'000; ++i)
        items += fmt::format("<itemDefinition name=\"t{}\"><typeRef>t{}</typeRef></itemDefinition>",
                             i, i + 1);
    auto const made = model_of(model(
        items + R"(<inputData id="i" name="i"><variable name="i" typeRef="t0"/></inputData>)"));
    ASSERT_FALSE(made.problems().empty());
    EXPECT_EQ(made.problems()[0].code, "dmn.types_too_deep");
}

TEST(DmnLimit, types_that_multiply_are_checked_in_time) {
    // Each has sixty fields of the next: the whole would be 60^12 fields.
    std::string items;
    for (auto i = 0; i < 12; ++i) {
        items += fmt::format("<itemDefinition name=\"t{}\">", i);
        for (auto field = 0; field < 60; ++field)
            items += fmt::format(
                "<itemComponent name=\"f{}\"><typeRef>t{}</typeRef></itemComponent>", field, i + 1);
        items += "</itemDefinition>";
    }
    auto const made = model_of(
        model(items + R"(<itemDefinition name="t12"><typeRef>number</typeRef></itemDefinition>
<inputData id="i" name="i"><variable name="i" typeRef="t0"/></inputData>
<decision id="d" name="d"><variable name="d" typeRef="t0"/><informationRequirement>
<requiredInput href="#i"/></informationRequirement>)" +
              literal("i") + "</decision>"));
    EXPECT_TRUE(check(made).empty());
}

TEST(DmnLimit, models_that_import_each_other_on_many_ways) {
    std::vector<Model> models;
    std::string said;
    for (auto i = 0; i < 40 && said.empty(); ++i) {
        std::string imports;
        for (auto other = 0; other < i; ++other)
            imports += fmt::format(
                R"(<import name="m{0}" namespace="u{0}" importType="https://www.omg.org/spec/DMN/"/>)",
                other);
        auto xml = model(imports);
        xml.replace(xml.find("namespace=\"u\""), 13, fmt::format("namespace=\"u{}\"", i));
        auto made = Model::parse(xml, "m.dmn", models);
        if (made)
            models.push_back(*made);
        else
            said = made.error().code;
    }
    EXPECT_EQ(said, "dmn.too_many_imports");
}

TEST(DmnLimit, bytes_that_are_no_text) {
    EXPECT_EQ(refused(model("<description>\xff\xfe</description>")), "dmn.encoding");
    EXPECT_EQ(refused(model("<description>\xed\xa0\x80</description>")), "dmn.encoding");
    EXPECT_EQ(refused(std::string(limit::text_bytes_max + 1, ' ')), "dmn.too_large");
    EXPECT_EQ(refused("<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY x \"xx\">"
                      "<!ENTITY y \"&x;&x;&x;&x;\">]><a>&y;</a>"),
              "dmn.doctype");
}

/// The code of the last diagnostic of decision "d"; its value must be null.
std::string stopped(std::string const& xml) {
    feel::Environment environment;
    auto const outcome = model_of(xml).evaluate("d", {}, environment);
    EXPECT_TRUE(outcome.value.is_null());
    EXPECT_EQ(environment.depth, 0);
    if (outcome.diagnostics.empty()) return "";
    EXPECT_FALSE(outcome.diagnostics.back().where.empty());
    return outcome.diagnostics.back().code;
}

std::string loop(std::string const& body) {
    return R"(<for iteratorVariable="i"><in>)" + literal("[1..1000]") + "</in><return>" + body +
           "</return></for>";
}

TEST(DmnLimit, boxed_loops_within_loops_share_one_allowance) {
    auto const xml = model(decision("d", "", loop(loop(loop(literal("1"))))));
    EXPECT_EQ(stopped(xml), "feel.too_long");
    auto const small = model(decision("d", "", loop(loop(literal("1")))));
    feel::Environment environment;
    auto const made = model_of(small).evaluate("d", {}, environment).value;
    ASSERT_TRUE(made.is(Value::Type::list));
    EXPECT_EQ(made.list().size(), 1'000U);
}

TEST(DmnLimit, a_boxed_loop_is_charged_for_the_results_so_far_only_where_it_asks_for_them) {
    auto const over = [](char const* range, char const* text) {
        return model(decision("d", "",
                              R"(<for iteratorVariable="i"><in>)" + literal(range) +
                                  "</in><return>" + literal(text) + "</return></for>"));
    };
    feel::Environment environment;
    auto const all = model_of(over("[1..100000]", "i")).evaluate("d", {}, environment).value;
    ASSERT_TRUE(all.is(Value::Type::list));
    EXPECT_EQ(all.list().size(), 100'000U);
    EXPECT_EQ(stopped(over("[1..100000]", "count(partial)")), "feel.too_long");
    auto const few = model_of(over("[1..3]", "i + sum(partial)")).evaluate("d", {}, environment);
    EXPECT_EQ(few.value, Value(List{Value(), Value(), Value()})) << "the sum of nothing is null";
}

std::string knowledge(std::string const& text) {
    return R"(<businessKnowledgeModel id="f" name="f"><variable name="f"/><knowledgeRequirement>
<requiredKnowledge href="#f"/></knowledgeRequirement><encapsulatedLogic><formalParameter name="n"/>)" +
           literal(text) + R"(</encapsulatedLogic></businessKnowledgeModel>
<decision id="d" name="d"><variable name="d"/><knowledgeRequirement><requiredKnowledge href="#f"/>
</knowledgeRequirement>)" +
           literal("f(1)") + "</decision>";
}

TEST(DmnLimit, knowledge_models_that_call_themselves) {
    EXPECT_EQ(stopped(model(knowledge("f(n + 1)"))), "dmn.call_depth");
    // Twice each time: 2^100 calls, were it not for the allowance.
    EXPECT_EQ(stopped(model(knowledge("[f(n), f(n)]"))), "feel.too_long");
}

}  // namespace
}  // namespace jizhi::dmn
