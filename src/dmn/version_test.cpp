// Models as tools write them for each version of the standard.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "dmn/check.hpp"
#include "dmn/testing.hpp"
#include "value/json.hpp"

namespace jizhi::dmn {
namespace {

using namespace testing;

struct Version {
    char const* name;
    char const* model;  ///< namespaces
    char const* feel;
};

class Versions : public ::testing::TestWithParam<Version> {};

constexpr Version all_versions[] = {
    {"1.2", "http://www.omg.org/spec/DMN/20180521/MODEL/",
     "http://www.omg.org/spec/DMN/20180521/FEEL/"},
    {"1.3", "https://www.omg.org/spec/DMN/20191111/MODEL/",
     "https://www.omg.org/spec/DMN/20191111/FEEL/"},
    {"1.4", "https://www.omg.org/spec/DMN/20211108/MODEL/",
     "https://www.omg.org/spec/DMN/20211108/FEEL/"},
    {"1.5", "https://www.omg.org/spec/DMN/20230324/MODEL/",
     "https://www.omg.org/spec/DMN/20230324/FEEL/"},
    {"1.6", "https://www.omg.org/spec/DMN/20240513/MODEL/",
     "https://www.omg.org/spec/DMN/20240513/FEEL/"},
};

std::string evaluated(Model const& model, std::string_view decision, std::string_view inputs) {
    feel::Environment environment;
    auto const outcome = model.evaluate(decision, parse_json(inputs)->context(), environment);
    for (auto const& each : outcome.diagnostics) ADD_FAILURE() << each.where << " " << each.en;
    return to_json(outcome.value);
}

void expect_in_order(Model const& model) {
    for (auto const& each : check(model))
        EXPECT_FALSE(each.error) << each.said.where << " " << each.said.en;
}

constexpr char const* lending = R"(<semantic:definitions xmlns:semantic="{0}" xmlns:feel="{1}"
 xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:own="urn:lending" namespace="urn:lending"
 name="lending">
<semantic:itemDefinition name="tTier" label="Tier"><semantic:typeRef>feel:string</semantic:typeRef>
<semantic:allowedValues><semantic:text>"low", "high"</semantic:text></semantic:allowedValues>
</semantic:itemDefinition>
<semantic:itemDefinition name="tPerson"><semantic:itemComponent name="age">
<semantic:typeRef>xsd:decimal</semantic:typeRef></semantic:itemComponent>
<semantic:itemComponent name="tier"><semantic:typeRef>own:tTier</semantic:typeRef>
</semantic:itemComponent></semantic:itemDefinition>
<semantic:inputData id="p" name="person"><semantic:variable name="person" typeRef="own:tPerson"/>
</semantic:inputData>
<semantic:decision id="d" name="rate"><semantic:variable name="rate" typeRef="feel:number"/>
<semantic:informationRequirement id="r"><semantic:requiredInput href="#p"/>
</semantic:informationRequirement>
<semantic:decisionTable id="t" hitPolicy="UNIQUE" outputLabel="rate">
<semantic:input id="i1"><semantic:inputExpression typeRef="feel:number"><semantic:text>person.age
</semantic:text></semantic:inputExpression></semantic:input>
<semantic:input id="i2"><semantic:inputExpression typeRef="own:tTier"><semantic:text>person.tier
</semantic:text></semantic:inputExpression></semantic:input>
<semantic:output id="o" typeRef="feel:number"/>
<semantic:rule id="1"><semantic:inputEntry><semantic:text>&lt; 30</semantic:text>
</semantic:inputEntry><semantic:inputEntry><semantic:text>-</semantic:text></semantic:inputEntry>
<semantic:outputEntry><semantic:text>0.05</semantic:text></semantic:outputEntry></semantic:rule>
<semantic:rule id="2"><semantic:inputEntry><semantic:text>&gt;= 30</semantic:text>
</semantic:inputEntry><semantic:inputEntry><semantic:text>"high"</semantic:text>
</semantic:inputEntry><semantic:outputEntry><semantic:text>0.02</semantic:text>
</semantic:outputEntry></semantic:rule></semantic:decisionTable></semantic:decision>
</semantic:definitions>)";

TEST_P(Versions, qualified_type_names_mean_the_types_they_name) {
    auto const model = model_of(fmt::format(lending, GetParam().model, GetParam().feel));
    expect_in_order(model);
    EXPECT_EQ(evaluated(model, "rate", R"({"person": {"age": 20, "tier": "low"}})"), "0.05");
    EXPECT_EQ(evaluated(model, "rate", R"({"person": {"age": 40, "tier": "high"}})"), "0.02");
}

TEST_P(Versions, imported_decisions_functions_and_types) {
    auto const base =
        Model::parse(fmt::format(R"(<definitions xmlns="{}" namespace="urn:base" name="base">
<itemDefinition name="tRate"><typeRef>number</typeRef></itemDefinition>
<decision id="r" name="rate"><variable name="rate" typeRef="tRate"/><literalExpression>
<text>0.5</text></literalExpression></decision>
<businessKnowledgeModel id="f" name="twice"><variable name="twice"/><encapsulatedLogic>
<formalParameter name="x" typeRef="tRate"/><literalExpression><text>x * 2</text>
</literalExpression></encapsulatedLogic></businessKnowledgeModel></definitions>)",
                                 GetParam().model),
                     "base.dmn");
    ASSERT_TRUE(base) << base.error().en;
    auto const xml = fmt::format(
        R"(<definitions xmlns="{0}" xmlns:b="urn:base" namespace="urn:top" name="top">
<import name="lib" namespace="urn:base" importType="{0}"/>
<decision id="d" name="d"><variable name="d" typeRef="b:tRate"/>
<informationRequirement><requiredDecision href="urn:base#r"/></informationRequirement>
<knowledgeRequirement><requiredKnowledge href="urn:base#f"/></knowledgeRequirement>
<literalExpression typeRef="lib.tRate"><text>lib.twice(lib.rate)</text></literalExpression>
</decision></definitions>)",
        GetParam().model);
    auto const top = Model::parse(xml, "top.dmn", {*base});
    ASSERT_TRUE(top) << top.error().en;
    EXPECT_TRUE(top->problems().empty());
    expect_in_order(*top);
    EXPECT_EQ(evaluated(*top, "d", "{}"), "1.0");
}

INSTANTIATE_TEST_SUITE_P(Dmn, Versions, ::testing::ValuesIn(all_versions), [](auto const& each) {
    std::string name = each.param.name;
    name[1] = '_';
    return "v" + name;
});

}  // namespace
}  // namespace jizhi::dmn
