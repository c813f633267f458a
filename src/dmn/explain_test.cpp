#include "dmn/explain.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "value/json.hpp"

namespace jizhi::dmn {
namespace {

constexpr char const* head = R"(<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/"
 xmlns:jizhi="urn:jizhi:dmn:1" namespace="urn:test" name="test">
<inputData id="n" name="n"><variable name="n" typeRef="number"/></inputData>)";

/// Two rules with sentences, and a decision over them with a context whose entries have reasons.
std::string model_text(std::string_view second_rule = "2") {
    return std::string(head) + R"(
<decision id="size" name="size"><extensionElements><jizhi:title zh="大小" en="Size"/>
</extensionElements>
<variable name="size"/><informationRequirement><requiredInput href="#n"/></informationRequirement>
<decisionTable hitPolicy="FIRST"><input label="N"><inputExpression><text>n</text>
</inputExpression></input>
<output/><annotation name="zh"/><annotation name="en"/><annotation name="amount"/>
<annotation name="basis"/><annotation name="class"/>
<rule id="small"><inputEntry><text>&lt; 10</text></inputEntry><outputEntry><text>1</text>
</outputEntry>
<annotationEntry><text>{n} 是小的，{{记 {size}}</text></annotationEntry><annotationEntry>
<text>{n} is small</text></annotationEntry>
<annotationEntry><text>size | signed</text></annotationEntry><annotationEntry><text>某文</text>
</annotationEntry><annotationEntry><text>official</text></annotationEntry></rule>
<rule id="large"><inputEntry><text>-</text></inputEntry><outputEntry><text>)" +
           std::string(second_rule) + R"( * param("step")</text></outputEntry>
<annotationEntry><text>{n | money} 是大的</text></annotationEntry><annotationEntry>
<text>{n | money} is large</text></annotationEntry>
<annotationEntry><text></text></annotationEntry><annotationEntry><text></text></annotationEntry>
<annotationEntry><text></text></annotationEntry></rule>
</decisionTable></decision>
<decision id="d" name="d"><variable name="d"/><informationRequirement>
<requiredDecision href="#size"/></informationRequirement>
<context>
<contextEntry><extensionElements>
<jizhi:reason zh="加倍为 {double}" en="doubled to {double}"
 amount="double | fixed 1" when="size &gt; 1"/>
</extensionElements>
<variable name="double"/><literalExpression><text>size * 2</text></literalExpression></contextEntry>
<contextEntry><variable name="quiet"/><literalExpression><text>1</text></literalExpression>
</contextEntry>
</context></decision></definitions>)";
}

std::vector<Reason> reasons_for(std::string const& xml, Value n) {
    auto const model = Model::parse(xml, "m.dmn");
    EXPECT_TRUE(model && model->problems().empty());
    feel::Environment environment;
    environment.parameter = [](std::string_view name) -> std::optional<feel::ParameterUse> {
        return feel::ParameterUse{std::string(name), Value(3), Context{{"from", "2024-01-01"}}};
    };
    auto const outcome =
        model->evaluate("d", Context{{"n", std::move(n)}}, environment, TraceLevel::matched);
    return explain(*model->program(), outcome, environment);
}

TEST(Explain, says_the_rule_that_matched_with_its_values) {
    auto const reasons = reasons_for(model_text(), 5);
    ASSERT_EQ(reasons.size(), 1U);  // the entry's `when` is false, the other entry is silent
    EXPECT_EQ(reasons[0].zh, "5 是小的，{记 1}");
    EXPECT_EQ(reasons[0].en, "5 is small");
    EXPECT_EQ(reasons[0].amount, "+1");
    EXPECT_EQ(reasons[0].row, 1);
    EXPECT_EQ(reasons[0].element_id, "small");
    EXPECT_EQ(reasons[0].decision_title.zh, "大小");
    ASSERT_EQ(reasons[0].basis.size(), 1U);
    EXPECT_EQ(reasons[0].basis[0].basis_class, "official");
    EXPECT_EQ(*reasons[0].inputs.find("N"), Value(5));
}

TEST(Explain, names_the_parameters_that_a_rule_used) {
    auto const reasons = reasons_for(model_text(), 3480);
    ASSERT_EQ(reasons.size(), 2U);
    EXPECT_EQ(reasons[0].zh, "3,480.00 是大的");
    ASSERT_EQ(reasons[0].parameters.size(), 1U);
    EXPECT_EQ(reasons[0].parameters[0].name, "step");
    EXPECT_EQ(reasons[1].zh, "加倍为 12");
    EXPECT_EQ(reasons[1].amount, "12.0");
}

TEST(Explain, another_rule_row_gives_another_sentence) {
    EXPECT_EQ(reasons_for(model_text("5"), 3480)[1].zh, "加倍为 30");
    EXPECT_NE(reasons_for(model_text(), 5)[0].zh, reasons_for(model_text(), 6)[0].zh);
}

TEST(Explain, without_templates_it_speaks_from_labels_and_values) {
    auto const reasons = reasons_for(std::string(head) + R"(
<decision id="d" name="d"><extensionElements><jizhi:title zh="结果" en="Result"/></extensionElements>
<variable name="d"/><informationRequirement><requiredInput href="#n"/></informationRequirement>
<decisionTable><input label="数"><inputExpression><text>n</text></inputExpression></input><output/>
<rule id="r"><inputEntry><text>&lt; 10</text></inputEntry><outputEntry><text>true</text>
</outputEntry></rule>
</decisionTable></decision></definitions>)",
                                     5);
    ASSERT_EQ(reasons.size(), 1U);
    EXPECT_EQ(reasons[0].zh, "结果：数为5，得 是");
    EXPECT_EQ(reasons[0].en, "Result: 数 is 5; gives yes");
}

TEST(Explain, what_could_not_be_computed_is_silent_after_the_rule_that_lacks_it) {
    auto const xml = model_text("null");
    auto const reasons = reasons_for(xml, 3480);
    ASSERT_EQ(reasons.size(), 1U);  // the doubling of nothing says nothing
    EXPECT_EQ(reasons[0].zh, "3,480.00 是大的");
}

TEST(Explain, codes_are_told_by_their_titles_where_a_glossary_knows_them) {
    auto const model = Model::parse(R"(<definitions
 xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="urn:test" name="test">
<inputData id="n" name="n"><variable name="n"/></inputData>
<decision id="d" name="d"><variable name="d"/>
<informationRequirement><requiredInput href="#n"/></informationRequirement>
<decisionTable><input label="船体"><inputExpression><text>n</text></inputExpression></input>
<output/><rule id="r"><inputEntry><text>"steel"</text></inputEntry><outputEntry><text>1</text>
</outputEntry></rule></decisionTable></decision></definitions>)",
                                    "m.dmn");
    ASSERT_TRUE(model);
    feel::Environment environment;
    auto const outcome =
        model->evaluate("d", Context{{"n", "steel"}}, environment, TraceLevel::matched);
    Glossary const glossary{.code = {},
                            .seen = [](auto expression, auto code) -> std::optional<Title> {
                                if (expression != "n" || code != "steel") return std::nullopt;
                                return Title{"铁船", "Steel", {}};
                            },
                            .name = {}};
    auto const reasons = explain(*model->program(), outcome, environment, glossary);
    ASSERT_EQ(reasons.size(), 1U);
    EXPECT_EQ(reasons[0].zh, "d：船体为铁船，得 1");
    ASSERT_EQ(reasons[0].seen.size(), 1U);
    EXPECT_EQ(reasons[0].seen[0].en, "Steel");
}

TEST(Explain, a_knowledge_model_with_a_reason_is_told_for_each_call) {
    auto const reasons = reasons_for(std::string(head) + R"(
<businessKnowledgeModel id="twice" name="twice"><extensionElements>
<jizhi:reason zh="{x} 的两倍是 {twice}" en="twice {x} is {twice}"/></extensionElements>
<variable name="twice"/>
<encapsulatedLogic><formalParameter name="x"/><literalExpression><text>x * 2</text>
</literalExpression></encapsulatedLogic>
</businessKnowledgeModel>
<decision id="d" name="d"><extensionElements><jizhi:reason zh="共 {d}" en="in all {d}"/>
</extensionElements><variable name="d"/>
<informationRequirement><requiredInput href="#n"/></informationRequirement>
<knowledgeRequirement><requiredKnowledge href="#twice"/></knowledgeRequirement>
<literalExpression><text>twice(n) + twice(1)</text></literalExpression></decision></definitions>)",
                                     5);
    ASSERT_EQ(reasons.size(), 3U);
    EXPECT_EQ(reasons[0].zh, "5 的两倍是 10");
    EXPECT_EQ(reasons[1].zh, "1 的两倍是 2");
    EXPECT_EQ(reasons[2].zh, "共 12");
}

constexpr char const* sourced = R"(
<knowledgeSource id="law" name="工资条例" locationURI="https://example.org/law"><type>official</type>
</knowledgeSource>
<decision id="d" name="d"><variable name="d"/>
<informationRequirement><requiredInput href="#n"/></informationRequirement>
<authorityRequirement><requiredAuthority href="#law"/></authorityRequirement>
<decisionTable hitPolicy="FIRST"><input label="N"><inputExpression><text>n</text></inputExpression>
</input><output/><annotation name="zh"/><annotation name="en"/>
<rule id="a"><inputEntry><text>&lt; 3</text></inputEntry><outputEntry><text>1</text></outputEntry>
<annotationEntry><text>小</text></annotationEntry><annotationEntry><text>small</text>
</annotationEntry></rule>
<rule id="b"><inputEntry><text>[3..9]</text></inputEntry><outputEntry><text>2</text></outputEntry>
<annotationEntry><text></text></annotationEntry><annotationEntry><text></text></annotationEntry>
</rule></decisionTable></decision></definitions>)";

TEST(Explain, names_the_knowledge_sources_of_the_decision) {
    auto const reasons = reasons_for(std::string(head) + sourced, 1);
    ASSERT_EQ(reasons.size(), 1U);
    ASSERT_EQ(reasons[0].basis.size(), 1U);
    EXPECT_EQ(reasons[0].basis[0].zh, "工资条例");
    EXPECT_EQ(reasons[0].basis[0].basis_class, "official");
    EXPECT_EQ(reasons[0].basis[0].url, "https://example.org/law");
    EXPECT_TRUE(reasons[0].missed.empty()) << "only a full trace looks at the other rows";
}

TEST(Explain, a_full_trace_has_what_is_silent_every_value_and_why_other_rows_do_not_match) {
    auto const model = Model::parse(std::string(head) + sourced, "m.dmn");
    ASSERT_TRUE(model) << model.error().en;
    feel::Environment environment;
    Context const given{{"n", 5}};
    auto const matched = model->evaluate("d", given, environment, TraceLevel::matched);
    EXPECT_TRUE(matched.computed.empty());
    EXPECT_TRUE(explain(*model->program(), matched, environment).empty()) << "its row is silent";
    auto const full = model->evaluate("d", given, environment, TraceLevel::full);
    EXPECT_EQ(full.value, matched.value);
    ASSERT_EQ(full.computed.size(), 2U);
    EXPECT_EQ(full.computed[0].value, Value(5));
    EXPECT_EQ(full.computed[1].value, Value(2));
    auto const reasons = explain(*model->program(), full, environment);
    ASSERT_EQ(reasons.size(), 1U);
    EXPECT_EQ(reasons[0].en, "d: N is 5; gives 2");
    ASSERT_EQ(reasons[0].missed.size(), 1U);
    EXPECT_EQ(reasons[0].missed[0].row, 1);
    EXPECT_EQ(reasons[0].missed[0].column, "N");
    EXPECT_EQ(reasons[0].missed[0].cell, "< 3");
}

}  // namespace
}  // namespace jizhi::dmn
