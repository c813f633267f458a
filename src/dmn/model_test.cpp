#include "dmn/model.hpp"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include "dmn/explain.hpp"
#include "dmn/testing.hpp"
#include "value/json.hpp"
#include "value/text.hpp"

namespace jizhi::dmn {
namespace {

std::string wrap(std::string_view body, std::string_view version = "20230324",
                 std::string_view scheme = "https") {
    return fmt::format(R"(<definitions xmlns="{}://www.omg.org/spec/DMN/{}/MODEL/"
 xmlns:jizhi="urn:jizhi:dmn:1" namespace="urn:test" name="test">{}</definitions>)",
                       scheme, version, body);
}

std::string literal(std::string_view id, std::string_view text, std::string_view needs = "") {
    return fmt::format(R"(<decision id="{0}" name="{0}"><variable name="{0}"/>{2}
<literalExpression><text>{1}</text></literalExpression></decision>)",
                       id, text, needs);
}

std::string needs(std::string_view id) {
    return fmt::format(
        R"(<informationRequirement><requiredDecision href="#{}"/></informationRequirement>)", id);
}

std::string needs_input(std::string_view id) {
    return fmt::format(
        R"(<informationRequirement><requiredInput href="#{}"/></informationRequirement>)", id);
}

std::string input(std::string_view id, std::string_view type) {
    return fmt::format(
        R"(<inputData id="{0}" name="{0}"><variable name="{0}" typeRef="{1}"/></inputData>)", id,
        type);
}

Model parsed(std::string const& xml) {
    auto model = Model::parse(xml, "test.dmn");
    EXPECT_TRUE(model) << model.error().where << " " << model.error().en;
    return *model;
}

std::string evaluated(Model const& model, std::string_view decision,
                      std::string_view inputs = "{}") {
    feel::Environment environment;
    return to_json(model.evaluate(decision, parse_json(inputs)->context(), environment).value);
}

/// A table over the number n; each rule is "cell -> output".
struct Rule {
    char const* when;
    char const* then;
};
std::string table(std::string_view policy, std::initializer_list<Rule> rules,
                  std::string_view output = "<output/>") {
    std::string rows;
    auto number = 0;
    for (auto const& [when, then] : rules)
        rows += fmt::format(
            "<rule id=\"r{}\"><inputEntry><text>{}</text></inputEntry><outputEntry><text>{}</text>"
            "</outputEntry></rule>", ++number, when, then);
    return wrap(input("n", "number") +
                fmt::format(R"(<decision id="d" name="d"><variable name="d"/>{}
<decisionTable {}><input label="N">
<inputExpression typeRef="number"><text>n</text></inputExpression></input>
{}{}</decisionTable></decision>)",
                            needs_input("n"), policy, output, rows));
}

struct TableCase {
    char const* says;
    std::string xml;
    char const* inputs;
    char const* expected;
};

class Tables : public ::testing::TestWithParam<TableCase> {};

TEST_P(Tables, give_what_their_hit_policy_says) {
    auto const& [says, xml, inputs, expected] = GetParam();
    EXPECT_EQ(evaluated(parsed(xml), "d", inputs), expected) << says;
}

constexpr char const* ranked =
    "<output><outputValues><text>\"high\",\"low\"</text></outputValues></output>";
constexpr char const* with_default =
    "<output><defaultOutputEntry><text>\"none\"</text></defaultOutputEntry></output>";

INSTANTIATE_TEST_SUITE_P(
    Model, Tables,
    ::testing::Values(
        TableCase{"the one rule that matches",
                  table("", {{"&lt; 5", "\"a\""}, {"&gt;= 5", "\"b\""}}), R"({"n": 5})", R"("b")"},
        TableCase{"two matches break UNIQUE", table("", {{"&lt; 5", "1"}, {"-", "2"}}),
                  R"({"n": 1})", "null"},
        TableCase{"none matches", table("", {{"&lt; 5", "1"}}), R"({"n": 9})", "null"},
        TableCase{"none matches but there is a default", table("", {{"&lt; 5", "1"}}, with_default),
                  R"({"n": 9})", R"("none")"},
        TableCase{"ANY agrees", table("hitPolicy='ANY'", {{"-", "7"}, {"1", "7"}}), R"({"n": 1})",
                  "7"},
        TableCase{"ANY disagrees", table("hitPolicy='ANY'", {{"-", "7"}, {"1", "8"}}),
                  R"({"n": 1})", "null"},
        TableCase{"FIRST", table("hitPolicy='FIRST'", {{"2", "1"}, {"-", "2"}, {"1", "3"}}),
                  R"({"n": 1})", "2"},
        TableCase{"PRIORITY by the listed values",
                  table("hitPolicy='PRIORITY'", {{"-", "\"low\""}, {"1", "\"high\""}}, ranked),
                  R"({"n": 1})", R"("high")"},
        TableCase{"OUTPUT ORDER",
                  table("hitPolicy='OUTPUT ORDER'", {{"-", "\"low\""}, {"1", "\"high\""}}, ranked),
                  R"({"n": 1})", R"(["high","low"])"},
        TableCase{"RULE ORDER",
                  table("hitPolicy='RULE ORDER'", {{"-", "\"low\""}, {"1", "\"high\""}}, ranked),
                  R"({"n": 1})", R"(["low","high"])"},
        TableCase{"COLLECT SUM",
                  table("hitPolicy='COLLECT' aggregation='SUM'", {{"-", "2"}, {"[1..3]", "0.5"}}),
                  R"({"n": 3})", "2.5"},
        TableCase{"COLLECT COUNT of nothing is zero",
                  table("hitPolicy='COLLECT' aggregation='COUNT'", {{"1", "2"}}), R"({"n": 3})",
                  "0"},
        TableCase{"COLLECT MIN",
                  table("hitPolicy='COLLECT' aggregation='MIN'", {{"-", "2"}, {"(2..3]", "0.5"}}),
                  R"({"n": 3})", "0.5"},
        TableCase{"COLLECT MAX of times",
                  table("hitPolicy='COLLECT' aggregation='MAX'",
                        {{"-", "@\"09:00:00\""}, {"3", "@\"10:30:00\""}}),
                  R"({"n": 3})", R"("10:30:00")"},
        TableCase{"COLLECT MIN of dates and times",
                  table("hitPolicy='COLLECT' aggregation='MIN'",
                        {{"-", "@\"2020-01-02T09:00:00\""}, {"3", "@\"2020-01-01T10:30:00\""}}),
                  R"({"n": 3})", R"("2020-01-01T10:30:00")"},
        TableCase{"COLLECT MAX of what has no order is null, one value too",
                  table("hitPolicy='COLLECT' aggregation='MAX'", {{"-", "true"}}), R"({"n": 3})",
                  "null"},
        TableCase{"an open end is not in", table("", {{"(2..3)", "1"}, {"not((2..3))", "2"}}),
                  R"({"n": 3})", "2"},
        TableCase{"null matches only what says so", table("", {{"null", "1"}, {"&lt; 3", "2"}}),
                  R"({"n": null})", "1"}));

TEST(Model, reads_every_name_space_from_1_2_to_1_6) {
    EXPECT_EQ(evaluated(parsed(wrap(literal("d", "1 + 1"), "20180521", "http")), "d"), "2");
    for (auto const* version : {"20191111", "20211108", "20230324", "20240513"})
        EXPECT_EQ(evaluated(parsed(wrap(literal("d", "1 + 1"), version)), "d"), "2") << version;
    EXPECT_EQ(Model::parse(wrap("", "20150101"), "m").error().code, "dmn.name_space");
}

TEST(Model, sees_only_what_it_requires) {
    auto const model = parsed(wrap(literal("a", "1") + literal("b", "a + 1", needs("a")) +
                                   literal("c", "if a = null then \"unseen\" else a")));
    EXPECT_EQ(evaluated(model, "b"), "2");
    EXPECT_NE(evaluated(model, "c"), "1");
}

TEST(Model, refuses_a_circle) {
    auto const made =
        Model::parse(wrap(literal("a", "b", needs("b")) + literal("b", "a", needs("a"))), "m");
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, "dmn.cycle");
}

TEST(Model, says_where_an_expression_is_wrong) {
    auto const model = parsed("<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\" "
                              "namespace=\"u\" name=\"m\">\n<decision id=\"d\" name=\"d\">\n"
                              "<literalExpression><text>1 + (</text></literalExpression></decision>"
                              "</definitions>");
    ASSERT_EQ(model.problems().size(), 1U);
    EXPECT_TRUE(model.problems()[0].where.starts_with("test.dmn:3:")) << model.problems()[0].where;
}

TEST(Model, tells_of_a_name_that_means_nothing_and_evaluates_all_the_same) {
    auto const model = parsed(wrap(literal("a", "1 + bonuss")));
    ASSERT_EQ(model.problems().size(), 1U);
    EXPECT_EQ(model.problems()[0].code, "dmn.unknown_name");
    EXPECT_EQ(evaluated(model, "a"), "null");
}

TEST(Model, tells_of_a_hit_policy_or_aggregation_that_is_none) {
    auto const table = [](char const* attributes) {
        return wrap(std::string("<decision id=\"d\" name=\"d\"><decisionTable ") + attributes +
                    "><output/></decisionTable></decision>");
    };
    EXPECT_TRUE(parsed(table("hitPolicy=\"FIRST\"")).problems().empty());
    EXPECT_TRUE(parsed(table("hitPolicy=\"COLLECT\" aggregation=\"SUM\"")).problems().empty());
    for (auto const* wrong : {"hitPolicy=\"FRIST\"", "hitPolicy=\"COLLECT\" aggregation=\"ADD\""}) {
        auto const problems = parsed(table(wrong)).problems();
        ASSERT_EQ(problems.size(), 1U) << wrong;
        EXPECT_EQ(problems[0].code, "dmn.hit_policy");
        EXPECT_TRUE(problems[0].where.starts_with("test.dmn:")) << problems[0].where;
    }
}

struct Broken {
    char const* says;
    std::string xml;
    char const* code;
};

class BrokenModels : public ::testing::TestWithParam<Broken> {};

TEST_P(BrokenModels, are_refused_with_a_reason) {
    auto const made = Model::parse(GetParam().xml, "m.dmn");
    ASSERT_FALSE(made) << GetParam().says;
    EXPECT_EQ(made.error().code, GetParam().code);
    EXPECT_FALSE(made.error().zh.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Model, BrokenModels,
    ::testing::Values(Broken{"no XML", "not xml at all", "dmn.xml"}, Broken{"empty", "", "dmn.xml"},
                    Broken{"an entity bomb", "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>",
                           "dmn.doctype"},
                    Broken{"another vocabulary", "<svg/>", "dmn.name_space"},
                    Broken{"a requirement of nothing", wrap(literal("a", "1", needs("z"))),
                           "dmn.unknown_reference"},
                    Broken{"nested beyond reason",
                           [] {
                               std::string open, close;
                               for (auto i = 0; i < 300; ++i) {
                                   open += "<list>";
                                   close += "</list>";
                               }
                               return wrap("<decision name=\"d\">" + open + close + "</decision>");
                           }(),
                           "dmn.too_deep"}));

TEST(Model, an_imported_decision_is_named_after_its_import) {
    auto const base = Model::parse(
        R"(<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="urn:base"
 name="base">)" + literal("rate", "0.25") + "</definitions>", "base.dmn");
    ASSERT_TRUE(base);
    auto const xml = wrap(
        R"(<import name="base" namespace="urn:base" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>)" +
        literal(
            "d", "base.rate + 1",
            R"(<informationRequirement><requiredDecision href="urn:base#rate"/>
</informationRequirement>)"));
    auto const model = Model::parse(xml, "m.dmn", {*base});
    ASSERT_TRUE(model) << model.error().en;
    EXPECT_EQ(evaluated(*model, "d"), "1.25");
    EXPECT_EQ(Model::parse(xml, "m.dmn").error().code, "dmn.unknown_reference");
}

TEST(Model, a_prepared_decision_takes_values_in_the_order_of_its_inputs) {
    auto const model = parsed(table("", {{"&lt; 5", "\"a\""}, {"&gt;= 5", "\"b\""}}));
    auto const decision = model.decision("d");
    ASSERT_TRUE(decision);
    ASSERT_EQ(decision->inputs().size(), 1U);
    EXPECT_EQ(decision->inputs()[0].name, "n");
    feel::Environment environment;
    Value const five[] = {5};
    EXPECT_EQ(decision->evaluate(std::span<Value const>(five), environment).value, Value("b"));
    Value const wrong[] = {"five"};
    EXPECT_TRUE(decision->evaluate(std::span<Value const>(wrong), environment).value.is_null());
    EXPECT_FALSE(model.decision("x"));
}

TEST(Model, a_text_that_does_not_compile_says_so_each_time_it_is_asked_for) {
    auto const model = testing::model_of(R"(<definitions namespace="u" name="m"
 xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/"><decision id="d" name="d"><variable name="d"/>
<list><literalExpression><text>1</text></literalExpression><literalExpression><text>1 + )</text>
</literalExpression></list></decision></definitions>)");
    ASSERT_EQ(model.problems().size(), 1U);
    feel::Environment environment;
    auto const outcome = model.evaluate("d", {}, environment);
    EXPECT_EQ(outcome.value, Value(List{1, Value()}));
    ASSERT_EQ(outcome.diagnostics.size(), 1U);
    EXPECT_EQ(outcome.diagnostics[0].where, model.problems()[0].where);
    EXPECT_EQ(outcome.diagnostics[0].element, "d");
}

TEST(Model, a_boxed_invocation_calls_a_built_in_as_its_text_does) {
    auto const bound = [](std::string const& name, std::string const& value) {
        return "<binding><parameter name='" + name + "'/><literalExpression><text>" + value +
               "</text></literalExpression></binding>";
    };
    auto const called = [&](std::string const& function, std::string const& bindings) {
        auto const model = testing::model_of(
            "<definitions namespace='u' name='m' "
            "xmlns='https://www.omg.org/spec/DMN/20230324/MODEL/'><decision id='d' name='d'>"
            "<variable name='d'/><invocation><literalExpression><text>" + function +
            "</text></literalExpression>" + bindings + "</invocation></decision></definitions>");
        feel::Environment environment;
        return to_literal(model.evaluate("d", {}, environment).value);
    };
    EXPECT_EQ(called("substring", bound("string", "\"foobar\"") + bound("start position", "3") +
                                      bound("length", "2")),
              "\"ob\"");
    EXPECT_EQ(called("date", bound("day", "2") + bound("month", "1") + bound("year", "2020")),
              "@\"2020-01-02\"");
    EXPECT_EQ(called("get value", bound("context", "{a: 1}") + bound("key", "\"a\"")), "1");
    EXPECT_EQ(called("abs", bound("n", "[-1]")), "1");
    EXPECT_EQ(called("abs", bound("m", "-1")), "null");
    EXPECT_EQ(called("list contains", bound("list", "[null]")), "true");
}

TEST(Model, services_and_knowledge_say_what_they_take_and_give) {
    auto const model = testing::model_of(R"(<definitions namespace="u" name="m"
 xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/">
<itemDefinition name="tMany" isCollection="true"><typeRef>number</typeRef></itemDefinition>
<itemDefinition name="tSum"><functionItem outputTypeRef="number"><parameters name="l" typeRef="tMany"/>
</functionItem></itemDefinition>
<itemDefinition name="tOther"><functionItem outputTypeRef="string"><parameters name="l"
 typeRef="tMany"/></functionItem></itemDefinition>
<businessKnowledgeModel id="f" name="f"><variable name="f" typeRef="tSum"/><encapsulatedLogic>
<formalParameter name="l" typeRef="tMany"/><literalExpression><text>sum(l)</text>
</literalExpression></encapsulatedLogic></businessKnowledgeModel>
<decision id="d" name="d"><variable name="d"/><knowledgeRequirement><requiredKnowledge href="#f"/>
</knowledgeRequirement><literalExpression><text>[f instance of tSum, f instance of tOther,
 f instance of function&lt;list&lt;number>> -> number, f instance of function&lt;number> -> number,
 f instance of function&lt;list&lt;number>> -> string, sum instance of tSum, f([1, 2])]</text>
</literalExpression></decision></definitions>)");
    feel::Environment environment;
    auto const outcome = model.evaluate("d", {}, environment);
    EXPECT_EQ(outcome.value, Value(List{true, false, true, false, false, true, 3}));
}

}  // namespace
}  // namespace jizhi::dmn
