#include "decision/parameters.hpp"

#include <gtest/gtest.h>

#include "value/temporal.hpp"

namespace jizhi::decision {
namespace {

constexpr char const* everywhere = R"yaml(
parameter: toll
unit: { zh: 元, en: CNY }
title: { zh: 过路费, en: Toll }
values:
  - from: 2024-01-01
    value: 10
    basis: { class: official, text: { zh: 甲文, en: Document A }, clause: 第一条 }
  - { from: 2025-01-01, value: 12, basis: { class: draft, text: 乙文 } }
  - { from: 2025-01-01, value: 13, known: 2025-06-01, basis: { class: official, text: 丙文 } }
)yaml";
constexpr char const* in_the_city = R"yaml(
parameter: toll
values:
  - { from: 2024-07-01, to: 2025-12-31, value: 20, basis: { class: example, text: 示例 } }
)yaml";

Parameters made() {
    Parameters parameters;
    EXPECT_TRUE(parameters.add("", *parse_yaml(everywhere, "toll.yaml")));
    EXPECT_TRUE(parameters.add("9900", *parse_yaml(in_the_city, "localities/9900/toll.yaml")));
    return parameters;
}

struct Case {
    char const* says;
    std::vector<std::string> path;
    char const* as_of;
    char const* known_on;
    int expected;  ///< 0: no value
};

class Look : public testing::TestWithParam<Case> {};

TEST_P(Look, finds_the_nearest_in_force) {
    auto const& [says, path, as_of, known_on, expected] = GetParam();
    auto const parameters = made();
    std::optional<Date> known;
    if (*known_on != '\0') known = parse_date(known_on);
    auto const found = parameters.find("toll", path, *parse_date(as_of), known);
    if (expected == 0) {
        ASSERT_FALSE(found) << says;
        EXPECT_EQ(found.error().code, "parameter.no_value");
    } else {
        ASSERT_TRUE(found) << says;
        EXPECT_EQ(found->value->value, Value(expected)) << says;
    }
}

INSTANTIATE_TEST_SUITE_P(
    Parameters, Look,
    testing::Values(
        Case{"none before the first", {}, "2023-12-31", "", 0},
        Case{"from its day on", {}, "2024-01-01", "", 10},
        Case{"until the next", {}, "2024-12-31", "", 10},
        Case{"a correction wins once it is known", {}, "2025-03-01", "", 13},
        Case{"but not as known before", {}, "2025-03-01", "2025-05-31", 12},
        Case{"a locality with a value in force wins",
             {"990001", "9900", "99"},
             "2025-03-01",
             "",
             20},
        Case{"one whose value has not begun does not", {"990001", "9900"}, "2024-03-01", "", 10},
        Case{"its last day counts", {"9900"}, "2025-12-31", "", 20},
        Case{"after that day it is silent", {"9900"}, "2026-01-01", "", 13},
        Case{"another locality's value is not seen", {"880001", "8800"}, "2025-03-01", "", 13}));

TEST(Parameters, say_where_a_file_is_wrong) {
    Parameters parameters;
    auto const without_basis = parameters.add(
        "", *parse_yaml("parameter: a\nvalues:\n  - { from: 2024-01-01, value: 1 }\n", "a.yaml"));
    ASSERT_FALSE(without_basis);
    EXPECT_EQ(without_basis.error().code, "parameter.basis_missing");
    EXPECT_TRUE(without_basis.error().where.starts_with("a.yaml:3:"));
    auto const rumour = parameters.add(
        "",
        *parse_yaml(
            "parameter: a\nvalues:\n  - { from: 2024-01-01, value: 1, basis: { class: rumour } }\n",
            "a.yaml"));
    EXPECT_EQ(rumour.error().code, "parameter.basis_class");
}

TEST(Parameters, do_not_take_a_typing_mistake_for_silence) {
    for (auto const* value :
         {"{ from: 2024-01-01, too: 2024-12-31, value: 1, basis: { class: draft } }",
          "{ from: 2024-01-01, value: 1, basis: { class: draft, txt: x } }"}) {
        auto const added = Parameters{}.add(
            "", *parse_yaml("parameter: a\nvalues:\n  - " + std::string(value) + "\n", "a.yaml"));
        ASSERT_FALSE(added) << value;
        EXPECT_EQ(added.error().code, "parameter.unknown_key");
        EXPECT_TRUE(added.error().where.starts_with("a.yaml:3:"));
    }
    auto const backwards = Parameters{}.add(
        "", *parse_yaml("parameter: a\nvalues:\n  - { from: 2024-01-01, to: 2023-01-01, value: 1, "
                        "basis: { class: draft } }\n",
                        "a.yaml"));
    EXPECT_EQ(backwards.error().code, "parameter.to");
}

TEST(Parameters, an_outlook_remembers_values_and_what_was_missing) {
    auto const parameters = made();
    Outlook outlook(parameters, {}, *parse_date("2024-02-01"), std::nullopt);
    auto const use = outlook.find("toll");
    ASSERT_TRUE(use);
    EXPECT_EQ(use->value, Value(10));
    EXPECT_EQ(use->origin["basis"]["class"], Value("official"));
    EXPECT_EQ(use->origin["basis"]["text"]["en"], Value("Document A"));
    EXPECT_FALSE(outlook.find("fee"));
    EXPECT_FALSE(outlook.find("fee"));
    ASSERT_EQ(outlook.errors().size(), 1U);
    EXPECT_EQ(outlook.errors()[0].code, "parameter.unknown");
}

}  // namespace
}  // namespace jizhi::decision
