#include "pack/mutant.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pack/mutation.hpp"

namespace jizhi::pack {
namespace {

constexpr char const* toll = R"(parameter: toll
title: { zh: 过桥费, en: Toll }
words: { by_axle: { zh: 按轴, en: By axle }, by_day: { zh: 按天, en: By day } }
values:
  - from: 2020-01-01
    value: { way: by_axle, car: 10, lorry: 0.5, since: 1990-05-01, free: [ "01", true ], top: null }
    basis: { class: example, text: { zh: 示例, en: Example } }
  - from: 2021-01-01
    value: { way: by_axle, car: 10, lorry: 0.5, since: 1990-05-01, free: [ "01", true ], top: null }
    basis: { class: draft, text: { zh: 草案, en: Draft } }
  - from: 2022-01-01
    value: 12
    basis: { class: draft, text: { zh: 草案, en: Draft } }
)";

std::vector<std::string> said_of(Folder const& folder) {
    std::vector<std::string> said;
    for (auto const& mutant : mutants_of(folder, {folder})) said.push_back(mutant.what);
    return said;
}

Folder bridges() {
    return {"packs/bridges",
            {{"pack.yaml", "pack: bridges\nversion: 1.0.0\ntitle: { zh: 桥, en: Bridges }\n"},
             {"parameters/toll.yaml", toll}}};
}

TEST(Mutants, are_each_figure_word_and_day_of_a_parameter) {
    auto const said = said_of(bridges());
    EXPECT_THAT(said, testing::IsSupersetOf(
                          {"the file", "2020-01-01 way by_axle -> by_day",
                           "2020-01-01 car 10 -> 11", "2020-01-01 lorry 0.5 -> 1.5",
                           "2020-01-01 since 1990-05-01 -> 2030-05-01",
                           "2020-01-01 free[1] 01 -> by_axle", "2020-01-01 free[2] true -> false",
                           "2020-01-01 top  -> 1", "2022-01-01 12 -> 13",
                           "2022-01-01 taken away"}));
    EXPECT_THAT(said, testing::Not(testing::Contains("2021-01-01 taken away")))
        << "the value before says the same";
}

TEST(Mutants, change_one_thing_and_leave_the_rest) {
    for (auto const& mutant : mutants_of(bridges(), {})) {
        if (mutant.what != "2020-01-01 free[1] 01 -> by_axle") continue;
        auto expected = std::string(toll);
        expected.replace(expected.find("\"01\""), 4, "\"by_axle\"");
        EXPECT_EQ(mutant.text, expected);
    }
}

TEST(Mutants, take_away_rules_and_the_codes_that_rules_name) {
    auto folder = bridges();
    folder.files["dictionaries/shape.yaml"] =
        "dictionary: shape\ntitle: { zh: 桥型, en: Shape }\n"
        "codes: [ { code: arch, zh: 拱桥, en: Arch }, { code: beam, zh: 梁桥, en: Beam } ]\n";
    folder.files["records/bridge.yaml"] =
        "record: bridge\ntitle: { zh: 桥梁, en: Bridge }\n"
        "region: { level: community, field: place }\n"
        "fields:\n"
        "  place: { type: region, title: { zh: 地点, en: Place } }\n"
        "  shape: { type: code, dictionary: shape, title: { zh: 桥型, en: Shape } }\n"
        "bind: { fee: { shape: shape } }\n";
    folder.files["decisions/fee.dmn"] = R"(<definitions
 xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="urn:test:fee" name="fee">
<inputData id="shape" name="shape"><variable name="shape" typeRef="string"/></inputData>
<decision id="fee" name="fee"><variable name="fee"/>
<informationRequirement><requiredInput href="#shape"/></informationRequirement>
<decisionTable hitPolicy="FIRST"><input><inputExpression><text>shape</text></inputExpression></input>
<output/><rule id="r1"><inputEntry><text>"arch"</text></inputEntry>
<outputEntry><text>1</text></outputEntry></rule></decisionTable></decision></definitions>)";
    auto const said = said_of(folder);
    EXPECT_THAT(said, testing::IsSupersetOf({"rule r1", "code arch"}));
    EXPECT_THAT(said, testing::Not(testing::Contains("code beam")));
}

TEST(Mutation, lets_stand_what_no_scenario_needs) {
    Folder folder{"packs/fees",
                  {{"pack.yaml", "pack: fees\nversion: 1.0.0\ntitle: { zh: 费, en: Fees }\n"},
                   {"parameters/fee.yaml", R"(parameter: fee
title: { zh: 费, en: Fee }
values:
  - { from: 2020-01-01, value: { car: 10, lorry: 20 }, basis: { class: example, text: { zh: 例, en: x } } }
)"},
                   {"decisions/fee.dmn", R"(<definitions
 xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="urn:test:fee" name="fee">
<inputData id="kind" name="kind"><variable name="kind" typeRef="string"/></inputData>
<decision id="fee" name="fee"><variable name="fee"/>
<informationRequirement><requiredInput href="#kind"/></informationRequirement>
<literalExpression><text>get value(param("fee"), kind)</text></literalExpression>
</decision></definitions>)"},
                   {"scenarios/one.yaml", R"(scenario: a car pays
covers: [ X01 ]
given: { region: "990001001001" }
then: [ { decides: fee, as_of: 2024-01-01, inputs: { kind: car }, expect: 10 } ]
)"}}};
    EXPECT_THAT(survivors(folder, {folder}),
                testing::ElementsAre("parameters/fee.yaml: 2020-01-01 lorry 20 -> 21"));
}

}  // namespace
}  // namespace jizhi::pack
