#include "decision/wording.hpp"

#include <gtest/gtest.h>

#include "value/temporal.hpp"
#include "value/yaml.hpp"

namespace jizhi::decision {
namespace {

constexpr char const* model = R"(<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/"
 xmlns:jizhi="urn:jizhi:dmn:1" namespace="urn:test" name="dues">
<inputData id="trips" name="trips"><extensionElements><jizhi:title zh="航次" en="Trips"/>
</extensionElements><variable name="trips"/></inputData>
<decision id="sum" name="sum"><variable name="sum"/><context>
<contextEntry><extensionElements><jizhi:title zh="满年" en="Full years"/></extensionElements>
<variable name="years"/><literalExpression><text>1</text></literalExpression></contextEntry>
</context></decision>
<businessKnowledgeModel id="rises" name="rises"><encapsulatedLogic><formalParameter name="months">
<extensionElements><jizhi:title zh="月数" en="Months"/></extensionElements></formalParameter>
<literalExpression><text>months</text></literalExpression></encapsulatedLogic>
</businessKnowledgeModel>
<decision id="dues" name="dues"><variable name="dues"/><literalExpression><text>1</text>
</literalExpression></decision></definitions>)";

constexpr char const* way = R"yaml(
parameter: way
title: { zh: 算法, en: Way }
words: { each: { zh: 每次, en: Each time }, cap: { zh: 最多, en: At most } }
values: [ { from: 2020-01-01, value: each, basis: { class: example, text: 示例 } } ]
)yaml";
constexpr char const* floor_level = R"yaml(
parameter: floor_level
title: { zh: 起点, en: Start }
unit: { zh: 级, en: "level {}" }
words: { only: { zh: 仅此, en: Only this } }
values: [ { from: 2020-01-01, value: 3, basis: { class: example, text: 示例 } } ]
)yaml";
constexpr char const* rate = R"yaml(
parameter: rate
title: { zh: 费率, en: Rate }
unit: { zh: 元, en: CNY }
words: { cap: { zh: 最多, en: At most } }
values: [ { from: 2020-01-01, value: { cap: 300 }, basis: { class: example, text: 示例 } } ]
)yaml";

class WordingOf : public testing::Test {
protected:
    void SetUp() override {
        Book::Builder builder;
        builder.add_model("", "dues", model, "test", "dues.dmn");
        for (auto const* yaml : {way, rate, floor_level})
            ASSERT_TRUE(builder.add_parameter("", *parse_yaml(yaml, "p.yaml")));
        auto made = builder.build();
        ASSERT_TRUE(made) << made.error().en;
        book_ = *made;
    }
    Wording wording(std::string_view element = "dues") {
        vocabulary_.emplace(*book_, catalog_, book_->model("dues", {}), RegionPath{},
                            *parse_date("2025-01-01"));
        return {*vocabulary_, element};
    }

private:
    record::Catalog catalog_;
    std::shared_ptr<Book const> book_;
    std::optional<Vocabulary> vocabulary_;
};

TEST_F(WordingOf, names_and_operators_are_words) {
    auto const said = wording().formula("if trips >= 3 then 12 * sum.years else 0");
    EXPECT_EQ(said.zh, "若 航次 ≥ 3，则 12 × 满年；否则 0");
    EXPECT_EQ(said.en, "if Trips ≥ 3 then 12 × Full years; otherwise 0");
}

TEST_F(WordingOf, a_parameter_is_its_title_with_the_value_in_force) {
    EXPECT_EQ(wording().formula(R"(param("rate").cap)").zh, "费率 · 最多（300 元）");
    EXPECT_EQ(wording().formula(R"(param("way"))").en, "Way (Each time)");
}

TEST_F(WordingOf, a_unit_stands_where_it_says) {
    EXPECT_EQ(wording().formula(R"(param("floor_level"))").zh, "起点（3 级）");
    EXPECT_EQ(wording().formula(R"(param("floor_level"))").en, "Start (level 3)");
}

TEST_F(WordingOf, dates_and_spans_are_what_they_give) {
    auto const said = wording().formula(R"(date("2024-04-07") - duration("P1D"))");
    EXPECT_EQ(said.zh, "2024年4月7日 − 1天");
    EXPECT_EQ(said.en, "7 April 2024 − 1 day");
    EXPECT_EQ(wording().formula(R"(duration("P1Y3M"))").en, "1 year 3 months");
    EXPECT_EQ(wording().formula(R"(duration("soon"))").en, "duration(soon)");
}

TEST_F(WordingOf, a_text_is_a_code_of_what_stands_beside_it) {
    EXPECT_EQ(wording().formula(R"(param("way") = "cap")").zh, "算法（每次） = 最多");
    EXPECT_EQ(wording().formula(R"(rises(trips, "only"))").zh, "rises（航次，仅此）")
        << "it can mean only one thing";
}

TEST_F(WordingOf, names_of_the_rules_own_are_words) {
    EXPECT_EQ(wording("rises").formula("months * 2").zh, "月数 × 2");
    EXPECT_EQ(wording().formula("for row in trips return row * 2").zh,
              "对每个 项 在 航次 取 项 × 2");
}

TEST_F(WordingOf, a_title_stands_apart_from_what_it_is_given) {
    EXPECT_EQ(wording().formula("trips(1)").en, "Trips (1)");
    EXPECT_EQ(wording().formula("trips(1)").zh, "航次（1）");
    EXPECT_EQ(wording().formula("mystery(1)").en, "mystery(1)");
}

TEST_F(WordingOf, a_cell_says_its_test) {
    EXPECT_EQ(wording().test("-", "trips").zh, "不限");
    EXPECT_EQ(wording().test("> 0", "trips").zh, "大于 0");
    EXPECT_EQ(wording().test("null", "trips").en, "not given");
    EXPECT_EQ(wording().test(R"("each")", R"(param("way"))").zh, "每次");
    EXPECT_EQ(wording().test(R"(? <= param("rate").cap)", "trips").en,
              "at most Rate · At most (300 CNY)");
}

TEST_F(WordingOf, what_it_does_not_know_stays_as_written) {
    EXPECT_EQ(wording().formula("mystery + \"x\"").zh, "mystery + x");
    EXPECT_EQ(wording().formula(R"(param("nowhere"))").en, "param(nowhere)");
    EXPECT_EQ(wording().formula("\"not closed").en, "\"not closed");
    EXPECT_EQ(wording().formula("").zh, "");
}

TEST_F(WordingOf, braces_of_a_sentence_are_named) {
    EXPECT_EQ(wording().sentence("{trips | fixed 1} 次，{{").zh, "〔航次〕 次，{");
    EXPECT_EQ(wording().sentence("open {trips").en, "open [Trips]");
}

}  // namespace
}  // namespace jizhi::decision
