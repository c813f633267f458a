#include "pack/scenario.hpp"

#include <gtest/gtest.h>

#include "pack/shipped.hpp"

namespace jizhi::pack {
namespace {

/// A pack about bridges: none that ships, so that nothing here depends on those.
Folder bridges() {
    return {"packs/bridges",
            {{"pack.yaml", "pack: bridges\nversion: 1.0.0\ntitle: { zh: 桥, en: Bridges }\n"},
             {"dictionaries/shape.yaml", R"(
dictionary: shape
title: { zh: 桥型, en: Shape }
codes: [ { code: arch, zh: 拱桥, en: Arch }, { code: beam, zh: 梁桥, en: Beam } ]
)"},
             {"records/bridge.yaml", R"(
record: bridge
title: { zh: 桥梁, en: Bridge }
region: { level: community, field: place }
children: [ look ]
starts_with: built_on
fields:
  name: { type: text, required: true, title: { zh: 名称, en: Name } }
  place: { type: region, required: true, title: { zh: 地点, en: Place } }
  shape: { type: code, dictionary: shape, title: { zh: 桥型, en: Shape } }
  built_on: { type: date, required: true, max: today, title: { zh: 建成, en: Built on } }
)"},
             {"records/look.yaml", R"(
record: look
title: { zh: 检查, en: Look }
parent: bridge
key: [ year ]
fields:
  year: { type: integer, required: true, title: { zh: 年, en: Year } }
)"}}};
}

Scenario scenario(std::string const& text) {
    auto folder = bridges();
    folder.files["scenarios/one.yaml"] = text;
    return scenarios_of(folder).value().at(0);
}

Outcome outcome(std::string const& text) { return ScenarioRunner({bridges()}).run(scenario(text)); }

std::string const given = R"(
scenario: bridges are looked at
covers: [ X01 ]
given:
  on: 2024-01-01
  region: "990001001001"
  records:
    bridge: [ { name: 甲, place: "990001001001", shape: arch, built_on: 2001-05-01, look: [ { year: 2023 } ] } ]
)";

TEST(Scenario, passes_where_all_is_as_it_says) {
    auto const done = outcome(given + R"(
when:
  - { on: 2025-03-01, as: street_clerk@990001001, change: bridge, where: 'name = "甲"', values: { shape: beam } }
  - { on: 2025-04-01, as: street_clerk@990001001, create: look, parent: bridge, where: 'name = "甲"', values: { year: 2025 } }
  - { on: 2025-04-02, as: street_clerk@990001001, create: look, parent: bridge, where: 'name = "甲"', values: { year: 2025 } }
  - { on: 2025-04-03, as: street_clerk@990001002, change: bridge, where: 'name = "甲"', values: { shape: arch } }
then:
  - { record: bridge, where: 'name = "甲"', expect: { shape: beam, look: [ { year: 2023 }, { year: 2025 } ] } }
  - { record: bridge, where: 'name = "甲"', as_of: 2025-01-01, expect: { shape: arch } }
  - { count: look, expect: 2 }
  - { refused: 3, code: record.invalid, field: year }
  - { refused: 4, code: record.region.forbidden }
)");
    EXPECT_TRUE(done.passed) << ::testing::PrintToString(done.complaints);
}

struct Wrong {
    char const* then;
    char const* complaint;
};

TEST(Scenario, says_where_what_came_is_not_what_was_expected) {
    for (auto const& [then, complaint] : {
             Wrong{"  - { record: bridge, expect: { shape: beam } }",
                   "shape: expected beam, found arch"},
             Wrong{"  - { record: bridge, where: 'name = \"乙\"', expect: {} }", "no record fits"},
             Wrong{"  - { record: bridge, expect: { look: [ ] } }", "expected 0 entries, found 1"},
             Wrong{"  - { record: bridge, expect: { look: [ { year: 2022 } ] } }",
                   "expected 2022, found 2023"},
             Wrong{"  - { count: bridge, expect: 2 }", "expected 2, found 1"},
             Wrong{"  - { count: tunnel, expect: 2 }", "no record type"},
             Wrong{"  - { refused: 1 }", "no such step"},
             Wrong{"  - { sees: 1 }", "nothing that is known"},
         }) {
        auto const done = outcome(given + "then:\n" + then + "\n");
        EXPECT_FALSE(done.passed) << then;
        ASSERT_FALSE(done.complaints.empty()) << then;
        EXPECT_NE(done.complaints[0].find(complaint), std::string::npos) << done.complaints[0];
        EXPECT_NE(done.complaints[0].find("scenarios/one.yaml:"), std::string::npos)
            << done.complaints[0];
    }
}

TEST(Scenario, a_refusal_that_nobody_expected_fails_it) {
    auto const done = outcome(given + R"(
when:
  - { on: 2025-03-01, as: auditor@990001, change: bridge, values: { shape: beam } }
then:
  - { count: bridge, expect: 1 }
)");
    EXPECT_FALSE(done.passed);
}

TEST(Scenario, a_row_that_cannot_be_given_fails_it) {
    EXPECT_FALSE(
        outcome("scenario: x\ngiven: { on: 2024-01-01, records: { bridge: [ { name: 甲 } ] } }\n"
                "then: [ { count: bridge, expect: 0 } ]")
            .passed);
}

/// The packs that ship keep their own promises.
class Shipped : public ::testing::TestWithParam<std::string> {};

TEST_P(Shipped, scenario) {
    static ScenarioRunner runner(shipped());
    ASSERT_TRUE(runner.errors().empty())
        << runner.errors().front().where << " " << runner.errors().front().en;
    for (auto const& folder : shipped()) {
        auto const scenarios = scenarios_of(folder).value();
        for (auto const& each : scenarios) {
            if (each.file != GetParam()) continue;
            auto const done = runner.run(each);
            std::string said;
            for (auto const& complaint : done.complaints) said += "\n" + complaint;
            EXPECT_TRUE(done.passed) << each.name << said;
        }
    }
}

std::vector<std::string> all_scenarios() {
    std::vector<std::string> files;
    for (auto const& folder : shipped()) {
        auto const scenarios = scenarios_of(folder).value();
        for (auto const& each : scenarios) files.push_back(each.file);
    }
    return files;
}

INSTANTIATE_TEST_SUITE_P(Packs, Shipped, ::testing::ValuesIn(all_scenarios()),
                         [](auto const& each) {
                             std::string name;
                             for (char c : each.param)
                                 name += (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : '_';
                             return name;
                         });

}  // namespace
}  // namespace jizhi::pack
