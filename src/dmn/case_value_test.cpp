#include "dmn/case_value.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dmn/testing.hpp"
#include "value/json.hpp"

namespace jizhi::dmn {
namespace {

Model leave() {
    return testing::model_of(R"(<definitions namespace="u" name="m"
 xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/">
<itemDefinition name="tSpan"><itemComponent name="from"><typeRef>date</typeRef></itemComponent>
<itemComponent name="for"><typeRef>days and time duration</typeRef></itemComponent></itemDefinition>
<itemDefinition name="tSpans" isCollection="true"><typeRef>tSpan</typeRef></itemDefinition>
<inputData id="s" name="spans"><variable name="spans" typeRef="tSpans"/></inputData>
<inputData id="t" name="at"><variable name="at" typeRef="time"/></inputData>
<inputData id="w" name="word"><variable name="word" typeRef="string"/></inputData>
<decision id="d" name="d"><variable name="d"/>
<informationRequirement><requiredInput href="#s"/></informationRequirement>
<informationRequirement><requiredInput href="#w"/></informationRequirement>
<literalExpression><text>[for each in spans return each.from + each.for, word]</text>
</literalExpression></decision></definitions>)");
}

TEST(CaseValue, texts_become_what_the_model_declares_within_lists_and_contexts_too) {
    auto const decision = *leave().decision("d");
    auto const json = parse_json(
        R"({"spans": [{"from": "2024-02-28", "for": "P2D"}], "word": "2024-02-28"})");
    auto const values = values_of_json(decision, json->context());
    feel::Environment environment;
    auto const outcome = decision.evaluate(values, environment);
    EXPECT_TRUE(outcome.diagnostics.empty());
    EXPECT_EQ(to_json(outcome.value), R"([["2024-03-01"],"2024-02-28"])");
}

TEST(CaseValue, what_does_not_read_so_is_told_when_it_is_evaluated) {
    auto const decision = *leave().decision("d");
    auto const json = parse_json(R"({"spans": [{"from": "tomorrow", "for": "P2D"}]})");
    feel::Environment environment;
    auto const outcome = decision.evaluate(values_of_json(decision, json->context()), environment);
    ASSERT_FALSE(outcome.diagnostics.empty());
    EXPECT_THAT(outcome.diagnostics[0].given, ::testing::HasSubstr("tomorrow"));
}

TEST(CaseValue, names_that_the_model_does_not_have_are_found) {
    auto const decision = *leave().decision("d");
    EXPECT_THAT(unknown_inputs(decision, {{"spans", 1}, {"at", 2}, {"wrod", 3}}),
                ::testing::ElementsAre("wrod"));
}

}  // namespace
}  // namespace jizhi::dmn
