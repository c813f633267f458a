#include "decision/trial.hpp"

#include "decision/rules.hpp"
#include "decision/testing.hpp"
#include "value/json.hpp"

namespace jizhi::decision {
namespace {

class TrialTest : public testing::WithDecisions {
protected:
    Trial trial() {
        return {desk, {books.now(), catalogs.now(), "990001", *parse_date("2025-06-30")}};
    }
    static Value input(Value const& inputs, char const* name) {
        for (auto const& each : inputs.list())
            if (each["name"] == Value(name)) return each;
        return {};
    }
    Result<Value> tried(std::string const& decision, std::string const& json) {
        return trial().run(decision, *parse_json(json));
    }
};

TEST_P(TrialTest, asks_for_each_input_by_its_kind) {
    start_boats();
    auto const inputs = trial().inputs("standing");
    ASSERT_TRUE(inputs) << inputs.error().en;
    EXPECT_EQ(inputs->list().size(), 2U) << "only what the rule needs";
    auto const hull = input(*inputs, "hull");
    EXPECT_EQ(hull["kind"], Value("code"));
    EXPECT_EQ(hull["choices"].list()[1]["zh"], Value("铁船"));
    EXPECT_EQ(input(*inputs, "trips")["kind"], Value("number"));
    EXPECT_FALSE(trial().inputs("nothing.here"));
}

TEST_P(TrialTest, is_filled_from_a_record) {
    start_boats();
    auto const id = boat("白鹭", "wood");
    trip(id, "2025-03-10");
    auto one = trial();
    auto const& type = *catalogs.now()->type("boat");
    auto const values = one.values_of(*store().read(), type, id, "standing");
    ASSERT_TRUE(values) << values.error().en;
    auto const inputs = *one.inputs("standing", *values);
    EXPECT_EQ(input(inputs, "hull")["value"], Value("wood"));
    EXPECT_EQ(input(inputs, "trips")["value"], Value("1"));
    EXPECT_EQ(one.values_of(*store().read(), type, "no-such", "standing").error().code,
              "record.not_found");
}

TEST_P(TrialTest, gives_the_result_its_reasons_and_the_rows_that_matched) {
    start_boats();
    auto const made = tried("standing", R"({"hull": "steel", "trips": " 2 "})");
    ASSERT_TRUE(made) << made.error().en;
    EXPECT_EQ((*made)["value"]["rank"], Value(5));
    EXPECT_EQ((*made)["steps"].list()[0]["zh"], Value("铁船从 3 级起"));
    auto const& matched = (*made)["matched"].list();
    ASSERT_EQ(matched.size(), 1U);
    EXPECT_EQ(matched[0]["decision"], Value("standing.base"));
    EXPECT_EQ(matched[0]["rule"], Value("steel"));
    EXPECT_EQ(matched[0]["row"], Value(1));
    EXPECT_EQ((*tried("standing.base", R"({"hull": "raft"})"))["value"], Value(1));
    auto const nothing = *tried("standing", "{}");
    EXPECT_TRUE(nothing["value"]["rank"].is_null());
    EXPECT_FALSE(nothing["problems"].list().empty()) << "what was missing is said";
}

TEST_P(TrialTest, says_which_input_cannot_be_read) {
    start_boats();
    auto const wrong = tried("standing", R"({"hull": "steel", "trips": "two"})");
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().code, "trial.value.bad_request");
    EXPECT_EQ(wrong.error().where, "trips");
}

JIZHI_ON_BOTH_STORES(TrialTest);

constexpr std::string_view fares = R"xml(<definitions
 xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" xmlns:jizhi="urn:jizhi:dmn:1"
 namespace="urn:test:fares" name="fares">
<inputData id="age" name="age"><variable name="age" typeRef="number"/></inputData>
<inputData id="kind" name="kind"><variable name="kind" typeRef="string"/></inputData>
<inputData id="days" name="days"><variable name="days"/></inputData>
<inputData id="local" name="local"><variable name="local" typeRef="boolean"/></inputData>
<decision id="fares" name="fares"><variable name="fares"/>
<informationRequirement><requiredInput href="#age"/></informationRequirement>
<informationRequirement><requiredInput href="#kind"/></informationRequirement>
<informationRequirement><requiredInput href="#days"/></informationRequirement>
<informationRequirement><requiredInput href="#local"/></informationRequirement>
<decisionTable hitPolicy="UNIQUE">
<input label="年龄"><inputExpression typeRef="number"><text>age</text></inputExpression></input>
<input label="票种"><inputExpression typeRef="string"><text>kind</text></inputExpression></input>
<output/>
<rule id="young"><inputEntry><text>&lt; 18</text></inputEntry><inputEntry><text>-</text></inputEntry>
<outputEntry><text>1</text></outputEntry></rule>
<rule id="season"><inputEntry><text>&lt; 60</text></inputEntry>
<inputEntry><text>"season"</text></inputEntry><outputEntry><text>sum(days)</text></outputEntry></rule>
</decisionTable></decision></definitions>)xml";

class Findings : public ::testing::Test {
protected:
    void SetUp() override {
        Book::Builder builder;
        builder.add_model("", "fares", std::string(fares), "test", "fares.dmn");
        auto made = builder.build();
        ASSERT_TRUE(made) << made.error().where << made.error().en;
        book = *made;
        shown = *describe_rule({*book, catalog, {}, Date{}}, "fares");
    }
    Value finding(char const* code) {
        for (auto const& each : shown["findings"].list())
            if (each["code"] == Value(code)) return each;
        return {};
    }
    record::Catalog catalog;
    std::shared_ptr<Book const> book;
    Value shown;
};

TEST_F(Findings, a_gap_says_column_by_column_what_falls_through) {
    auto const gap = finding("dmn.gap");
    EXPECT_EQ(gap["severity"], Value("warning"));
    ASSERT_EQ(gap["cells"].list().size(), 2U);
    EXPECT_NE(gap["cells"].list()[0].is_null() && gap["cells"].list()[1].is_null(), true);
    EXPECT_TRUE(gap["rules"].list().empty());
}

TEST_F(Findings, an_overlap_names_its_rows_and_says_when_in_words) {
    auto const overlap = finding("dmn.overlap");
    EXPECT_EQ(overlap["severity"], Value("error"));
    ASSERT_EQ(overlap["rules"].list().size(), 2U);
    auto const& cells = overlap["cells"].list();
    EXPECT_EQ(cells[0]["zh"], Value("小于 18"));
    EXPECT_EQ(cells[1]["zh"], Value("season"));
}

}  // namespace
}  // namespace jizhi::decision
