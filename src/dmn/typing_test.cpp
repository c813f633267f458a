#include "dmn/typing.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dmn/testing.hpp"

namespace jizhi::dmn {
namespace {

using namespace testing;
using ::testing::HasSubstr;

std::string model(std::string const& body) {
    return R"(<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="u" name="m">
<itemDefinition name="tier"><typeRef>string</typeRef>
<allowedValues><text>"low", "high"</text></allowedValues></itemDefinition>
<inputData id="n" name="n"><variable name="n" typeRef="number"/></inputData>
<inputData id="t" name="t"><variable name="t" typeRef="tier"/></inputData>
)" + body + "</definitions>";
}

std::string decision(std::string const& type, std::string const& expression) {
    return model(R"(<decision id="d" name="等级"><variable name="等级" typeRef=")" + type +
                 R"("/><informationRequirement><requiredInput href="#n"/></informationRequirement>
<informationRequirement><requiredInput href="#t"/></informationRequirement>
)" + expression + "</decision>");
}

std::string literal(std::string const& text) {
    return "<literalExpression><text>" + text + "</text></literalExpression>";
}

std::vector<Error> errors_of(std::string const& xml) {
    return type_errors(*model_of(xml).program());
}

TEST(Typing, finds_nothing_wrong_with_what_fits) {
    EXPECT_TRUE(errors_of(decision("number", literal("n + 1"))).empty());
    EXPECT_TRUE(errors_of(decision("", literal("t + \"!\""))).empty());
    EXPECT_TRUE(errors_of(decision("tier", literal("if n > 1 then \"low\" else null"))).empty());
}

TEST(Typing, says_file_line_column_element_and_what_to_do) {
    auto const found = errors_of(decision("number", literal("n + t")));
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].where, "m.dmn:8:26");
    EXPECT_THAT(found[0].zh, HasSubstr("“等级”（d）：不能用数字与文字计算；接成文字请用 string()"));
    EXPECT_THAT(found[0].en, HasSubstr("cannot compute with number and string"));
}

TEST(Typing, a_result_that_is_not_of_its_declared_type) {
    auto const found = errors_of(decision("number", literal("t")));
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].code, "dmn.type");
    EXPECT_THAT(found[0].zh, HasSubstr("声明为 number"));
}

TEST(Typing, types_go_through_decisions_entries_and_functions) {
    auto const needs = [](char const* what) {
        return std::string(R"(<informationRequirement><requiredDecision href="#)") + what +
               R"("/></informationRequirement>)";
    };
    auto const base = std::string(R"(<decision id="a" name="a"><variable name="a"/>
<context><contextEntry><variable name="x"/><literalExpression><text>1</text></literalExpression>
</contextEntry><contextEntry><variable name="y"/><literalExpression><text>x + 1</text>
</literalExpression></contextEntry></context></decision>)");
    auto const with = [&](char const* text) {
        return model(base + R"(<decision id="b" name="b"><variable name="b"/>)" + needs("a") +
                     literal(text) + "</decision>");
    };
    EXPECT_TRUE(errors_of(with("a.y + 1")).empty());
    EXPECT_EQ(errors_of(with("a.y + \"1\"")).size(), 1U);
    EXPECT_EQ(errors_of(with("a.z")).size(), 1U);
    auto const function = R"(<businessKnowledgeModel id="f" name="f"><variable name="f"/>
<encapsulatedLogic><formalParameter name="p" typeRef="number"/><literalExpression><text>p + 1</text>
</literalExpression></encapsulatedLogic></businessKnowledgeModel>)";
    auto const calling = [&](char const* text) {
        return model(std::string(function) +
                     R"(<decision id="b" name="b"><variable name="b"/><knowledgeRequirement>
<requiredKnowledge href="#f"/></knowledgeRequirement>)" +
                     literal(text) + "</decision>");
    };
    EXPECT_TRUE(errors_of(calling("f(1) + 1")).empty());
    EXPECT_EQ(errors_of(calling("f(\"1\")")).size(), 1U);
    EXPECT_EQ(errors_of(calling("f(1, 2)")).size(), 1U);
    EXPECT_EQ(errors_of(calling("f(1) + \"a\"")).size(), 1U);
}

std::vector<Error> errors_of(Table const& table) { return errors_of(xml_of(table)); }

TEST(Typing, cells_that_cannot_be_compared_with_their_column) {
    Table table{.columns = {{"n", "number", ""}}, .rows = {{{"\"a\""}, {"1"}}, {{"< 3"}, {"2"}}}};
    auto const found = errors_of(table);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_THAT(found[0].zh, HasSubstr("永远不会匹配"));
    EXPECT_EQ(found[0].where, "m.dmn:3:33");
}

TEST(Typing, constants_outside_of_the_allowed_values) {
    Table table{.columns = {{"s", "string", "\"a\", \"b\""}},
                .outputs = {{.values = "\"x\", \"y\""}},
                .rows = {{{"\"a\""}, {"\"x\""}}, {{"\"c\""}, {"\"z\""}}, {{"null"}, {"null"}}}};
    auto const found = errors_of(table);
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].code, "dmn.not_allowed");
    EXPECT_THAT(found[0].zh, HasSubstr("\"c\""));
    EXPECT_THAT(found[1].zh, HasSubstr("\"z\""));
}

TEST(Typing, outputs_that_are_not_of_their_column) {
    Table table{.columns = {{"n", "number", ""}},
                .outputs = {{.type = "number"}},
                .rows = {{{"-"}, {"\"a\""}}}};
    EXPECT_EQ(errors_of(table).size(), 1U);
}

}  // namespace
}  // namespace jizhi::dmn
