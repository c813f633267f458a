#include "decision/desk.hpp"

#include "decision/rules.hpp"
#include "decision/testing.hpp"

namespace jizhi::decision {
namespace {

class Explanations : public testing::WithDecisions {
protected:
    Value explained(std::string const& id, std::string_view day) {
        auto const made =
            desk.explanations(*store().read(), "boat", id, {.as_of = *parse_date(day)});
        EXPECT_TRUE(made) << (made ? "" : made.error().en);
        return made ? *made : Value();
    }
    static Value entry(Value const& all, std::string_view decision) {
        for (auto const& each : all.list())
            if (each["decision"] == Value(decision)) return each;
        return {};
    }
    static std::string sentences(Value const& one) {
        std::string said;
        for (auto const& step : one["steps"].list()) said += step["zh"].string() + "|";
        return said;
    }
};

TEST_P(Explanations, say_each_step_with_row_amount_and_basis) {
    start_boats();
    auto const id = boat("白鹭");
    trip(id, "2025-01-10");
    trip(id, "2025-02-10");
    auto const rank = entry(explained(id, "2025-06-30"), "standing.rank");
    EXPECT_EQ(rank["value"], Value(5));
    EXPECT_TRUE(rank["stored"].is_null());
    EXPECT_EQ(rank["differs"], Value(true));
    EXPECT_EQ(rank["title"]["en"], Value("Rank"));
    EXPECT_EQ(sentences(rank), "铁船从 3 级起|2 个航次，升 2 级|");
    auto const& first = rank["steps"].list()[0];
    EXPECT_EQ(first["row"], Value(1));
    EXPECT_EQ(first["rule_id"], Value("steel"));
    EXPECT_EQ(first["decision_title"]["zh"], Value("起点表"));
    EXPECT_EQ(first["basis"].list()[0]["class"], Value("example"));
    EXPECT_EQ(first["basis"].list()[0]["parameter"], Value("steel_rank"));
    EXPECT_EQ(rank["steps"].list()[1]["amount"], Value("+2"));
}

TEST_P(Explanations, change_with_the_record_and_the_day) {
    start_boats();
    auto const id = boat("白鹭", "wood");
    trip(id, "2025-01-10");
    EXPECT_EQ(sentences(entry(explained(id, "2025-06-30"), "standing.rank")),
              "从 1 级起|1 个航次，升 1 级|");
    EXPECT_EQ(sentences(entry(explained(id, "2024-12-31"), "standing.rank")), "从 1 级起|");
}

TEST_P(Explanations, change_with_one_row_of_a_rule) {
    start_boats();
    auto const id = boat("白鹭");
    std::string changed(testing::standing_dmn);
    constexpr std::string_view row = R"(<text>param("steel_rank")</text>)";
    changed.replace(changed.find(row), row.size(), "<text>7</text>");
    deploy(testing::rate_yaml, changed);
    auto const rank = entry(explained(id, "2025-06-30"), "standing.rank");
    EXPECT_EQ(rank["value"], Value(7));
    EXPECT_EQ(sentences(rank), "铁船从 7 级起|");
    EXPECT_TRUE(rank["steps"].list()[0]["basis"].list().empty()) << "no parameter gives it now";
}

TEST_P(Explanations, of_a_model_that_stores_nothing_show_the_columns_of_its_run) {
    start_boats();
    auto const id = boat("白鹭");
    ASSERT_TRUE(applied(id, "2025-06-01"));
    auto const dues = entry(explained(id, "2025-06-30"), "dues");
    EXPECT_EQ(dues["value"], Value("301.50"));
    EXPECT_EQ(dues["components"].list().size(), 1U);  // the other column is hidden
    EXPECT_EQ(dues["period"], Value("2025-06"));
    EXPECT_EQ(dues["steps"].list()[0]["basis"].list()[0]["clause"], Value("第二条"));
}

TEST_P(Explanations, tell_what_is_missing_where_nothing_can_be_computed) {
    start_boats();
    deploy(
        "parameter: rate\ntitle: { zh: 费率, en: Rate }\nvalues:\n"
        "  - { from: 2030-01-01, value: 1, basis: { class: official, text: 将来 } }\n");
    auto const id = boat("白鹭");
    ASSERT_TRUE(applied(id, "2025-06-01"));
    auto const dues = entry(explained(id, "2025-06-30"), "dues");
    EXPECT_TRUE(dues["value"].is_null());
    ASSERT_FALSE(dues["problems"].list().empty());
    EXPECT_NE(dues["problems"].list()[0]["zh"].string().find("费率"), std::string::npos);
}

TEST_P(Explanations, applying_stores_the_value_from_a_day_and_keeps_the_steps) {
    start_boats();
    auto const id = boat("白鹭");
    auto const done = applied(id, "2025-06-01");
    ASSERT_TRUE(done) << done.error().en;
    EXPECT_EQ((*done)["values"]["rank"], Value(3));
    EXPECT_EQ(state_on(id, "2025-06-01")["rank"], Value(3));
    EXPECT_TRUE(state_on(id, "2025-05-31")["rank"].is_null());
    EXPECT_EQ(count("SELECT COUNT(*) FROM decision_applied WHERE steps LIKE '%铁船%'"), 1);
    auto const rank = entry(explained(id, "2025-07-01"), "standing.rank");
    EXPECT_EQ(rank["differs"], Value(false));
    EXPECT_EQ(rank["effective_from"], Value("2025-06-01"));
}

TEST_P(Explanations, applying_outside_of_ones_scope_finds_nothing) {
    start_boats();
    auto const id = boat("白鹭");
    people::Scope west;
    west.regions = {"990001002"};
    auto const done = applied(id, "2025-06-01", west);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, "record.not_found");
}

TEST_P(Explanations, a_written_record_is_marked_while_it_differs) {
    start_boats();
    Differing differing(desk, records, store(), writer(), clock);
    differing.watch(records);
    auto const id = boat("白鹭");
    ASSERT_TRUE(differing.flush());
    EXPECT_EQ(count("SELECT COUNT(*) FROM record_mark WHERE mark = 'standing.rank'"), 1);
    ASSERT_TRUE(applied(id, "2025-06-01"));
    ASSERT_TRUE(differing.flush());
    EXPECT_EQ(count("SELECT COUNT(*) FROM record_mark"), 0);
    trip(id, "2025-07-01");
    ASSERT_TRUE(differing.flush());
    EXPECT_EQ(count("SELECT COUNT(*) FROM record_mark"), 1);
}

TEST_P(Explanations, a_record_is_looked_at_again_only_where_rules_rest_on_what_was_written) {
    start_boats();
    Differing differing(desk, records, store(), writer(), clock);
    differing.watch(records);
    auto const id = boat("白鹭");
    ASSERT_EQ(*differing.flush(), 1);
    auto const looked = [&] {  // a look would set the mark again
        (void)run([](store::Tx& tx) -> Result<Value> {
            tx.sql().execute("DELETE FROM record_mark");
            return Value();
        });
        return *differing.flush() == 1;
    };
    ASSERT_TRUE(change("boat", id, R"({"name": "苍鹭"})"));
    EXPECT_FALSE(looked()) << "no rule reads the name";
    (void)created("carried_over", R"({"year": 2025})", id);
    EXPECT_FALSE(looked()) << "nor this kind of child";
    ASSERT_TRUE(change("boat", id, R"({"hull": "wood"})"));
    EXPECT_TRUE(looked()) << "an input";
    trip(id, "2025-07-01");
    EXPECT_TRUE(looked()) << "a child that is counted";
    ASSERT_TRUE(change("boat", id, R"({"berth": "990001002001"})"));
    EXPECT_TRUE(looked()) << "rules go by the place";
}

TEST_P(Explanations, a_scan_finds_what_new_rules_make_differ) {
    start_boats();
    Differing differing(desk, records, store(), writer(), clock);
    auto const id = boat("白鹭");
    ASSERT_TRUE(applied(id, "2025-06-01"));
    EXPECT_EQ(*differing.scan(), 0);
    trip(id, "2025-07-01");
    EXPECT_EQ(*differing.scan(), 1);
}

TEST_P(Explanations, rules_are_shown_as_tables_with_their_parameters) {
    start_boats();
    auto const book = books.now();
    auto const catalog = catalogs.now();
    RulesQuery const asked{*book, *catalog, {}, *parse_date("2025-06-30")};
    auto const table = describe_rule(asked, "standing.base");
    ASSERT_TRUE(table);
    EXPECT_EQ((*table)["kind"], Value("table"));
    EXPECT_EQ((*table)["hit_policy"], Value("FIRST"));
    EXPECT_EQ((*table)["rules"].list()[0]["inputs"].list()[0], Value("\"steel\""));
    EXPECT_EQ((*table)["parameters"].list()[0]["value"], Value(3));
    EXPECT_TRUE((*table)["findings"].list().empty()) << "the last row takes what is left";
    EXPECT_EQ((*describe_rule(asked, "standing"))["requires"].list()[0], Value("standing.base"));
    EXPECT_EQ(list_rules(asked).list().size(), 3U);
    EXPECT_EQ(list_parameters(asked).list().size(), 2U);
    EXPECT_FALSE(describe_rule(asked, "nothing.here"));
}

TEST_P(Explanations, rules_are_said_in_words_beside_what_is_written) {
    start_boats();
    auto const book = books.now();
    auto const catalog = catalogs.now();
    RulesQuery const asked{*book, *catalog, {}, *parse_date("2025-06-30")};
    auto const table = *describe_rule(asked, "standing.base");
    auto const& steel = table["rules"].list()[0];
    EXPECT_EQ(steel["inputs_said"].list()[0]["zh"], Value("铁船"));
    EXPECT_EQ(steel["inputs_said"].list()[0]["en"], Value("Steel"));
    EXPECT_EQ(steel["outputs_said"].list()[0]["en"], Value("Start of steel (3)"));
    EXPECT_EQ(steel["says"]["zh"], Value("〔船体〕从 〔起点表〕 级起"));
    EXPECT_EQ(table["rules"].list()[1]["inputs_said"].list()[0]["en"], Value("any"));
    EXPECT_EQ(table["outputs"].list()[0]["title"]["en"], Value("Start"));
}

TEST_P(Explanations, what_a_rule_looked_at_is_told_by_titles_not_by_codes) {
    start_boats();
    auto const id = boat("白鹭");
    auto const rank = entry(explained(id, "2025-06-30"), "standing.rank");
    auto const& seen = rank["steps"].list()[0]["seen"].list()[0];
    EXPECT_EQ(seen["title"]["zh"], Value("船体"));
    EXPECT_EQ(seen["value"]["zh"], Value("铁船"));
    EXPECT_EQ(seen["value"]["en"], Value("Steel"));
}

JIZHI_ON_BOTH_STORES(Explanations);

}  // namespace
}  // namespace jizhi::decision
