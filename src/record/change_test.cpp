#include "record/change.hpp"

#include "record/testing.hpp"

namespace jizhi::record {
namespace {

class Change_ : public testing::WithRecords {};

constexpr auto old_oak = R"({"name": "张三的橡树", "owner_id": "11010519491231002X", "sex": "2",
    "owner_phone": "13812345678", "place": "990001001001", "kind": "oak", "height": "12.50",
    "price": "3370.00", "planted_on": "2019-03-01"})";

TEST_P(Change_, a_creation_keeps_what_was_said_and_computes_the_rest) {
    start();
    auto const id = created("plant", old_oak);
    auto const row = list({}).rows.at(0);
    EXPECT_EQ(row.id, id);
    EXPECT_EQ(row.version, 1);
    EXPECT_EQ(row.region, "990001001001");
    EXPECT_EQ(row.values.find("price")->number(), *Decimal::parse("3370.00"));
    EXPECT_EQ(to_text(row.values.find("planted_on")->date()), "2019-03-01");
    EXPECT_TRUE(row.values.find("tall")->boolean());
    EXPECT_EQ(row.started_on, "2019-03-01");
}

TEST_P(Change_, sealed_values_are_masked_in_lists_and_nowhere_in_the_clear) {
    start();
    auto const id = created("plant", old_oak);
    auto const row = list({}).rows.at(0);
    EXPECT_EQ(row.values.find("owner_id")->string(), "1101**********002X");
    EXPECT_EQ(row.values.find("owner_phone")->string(), "138****5678");
    Query clear;
    clear.sensitive = true;
    EXPECT_EQ(list(clear).rows.at(0).values.find("owner_id")->string(), "11010519491231002X");
    EXPECT_EQ(count("SELECT COUNT(*) FROM record_version WHERE delta LIKE '%19491231%'"), 0);
    EXPECT_EQ(count("SELECT COUNT(*) FROM event WHERE delta LIKE '%19491231%'"), 0);
}

struct Wrong {
    char const* json;
    char const* field;
    char const* says;
};

TEST_P(Change_, what_is_wrong_names_the_field) {
    start();
    for (
        auto const& [json, field, says] : {
            Wrong{R"({"place": "990001001001", "planted_on": "2019-03-01"})", "name", "is needed"},
            Wrong{R"({"name": "甲", "planted_on": "2019-03-01"})", "place", "is needed"},
            Wrong{R"({"name": "甲", "place": "990001", "planted_on": "2019-03-01"})", "place",
                  "county"},
            Wrong{R"({"name": "甲", "place": "123", "planted_on": "2019-03-01"})", "place",
                  "no region"},
            Wrong{R"({"name": "甲", "place": "990001001001", "planted_on": "2019-02-30"})",
                  "planted_on", "date"},
            Wrong{R"({"name": "甲", "place": "990001001001", "planted_on": "2099-01-01"})",
                  "planted_on", "after"},
            Wrong{
                R"({"name": "甲", "place": "990001001001", "planted_on": "2019-03-01", "kind": "rose"})",
                "kind", "not in"},
            Wrong{
                R"({"name": "甲", "place": "990001001001", "planted_on": "2019-03-01", "kind": "elm"})",
                "kind", "not in"},
            Wrong{
                R"({"name": "甲", "place": "990001001001", "planted_on": "2019-03-01", "height": "1.234"})",
                "height", "decimals"},
            Wrong{
                R"({"name": "甲", "place": "990001001001", "planted_on": "2019-03-01", "height": -1})",
                "height", "less"},
            Wrong{
                R"({"name": "甲", "place": "990001001001", "planted_on": "2019-03-01", "rank": 3})",
                "rank", "worked out"},
            Wrong{
                R"({"name": "甲", "place": "990001001001", "planted_on": "2019-03-01", "colour": "red"})",
                "colour", "no field"},
            Wrong{
                R"({"name": "甲", "place": "990001001001", "planted_on": "2019-03-01", "felled_on": "2018-01-01"})",
                "felled_on", "before"},
            Wrong{
                R"({"name": "甲", "place": "990001001001", "planted_on": "2019-03-01", "owner_id": "110105194912310021"})",
                "owner_id", "check digit"},
            Wrong{
                R"({"name": "甲", "place": "990001001001", "planted_on": "2019-03-01", "owner_id": "11010519491231002X", "sex": "1"})",
                "sex", "differs"},
            Wrong{
                R"({"name": "一二三四五六七八九十一二三四五六七八九十一", "place": "990001001001", "planted_on": "2019-03-01"})",
                "name", "20 characters"},
        }) {
        auto const made = create("plant", json);
        ASSERT_FALSE(made) << json;
        EXPECT_EQ(made.error().code, "record.invalid");
        EXPECT_EQ(made.error().where, field) << json;
        EXPECT_NE(made.error().en.find(says), std::string::npos) << made.error().en;
    }
    EXPECT_EQ(list({}).total, 0);
}

TEST_P(Change_, a_unique_value_is_taken_once_and_free_again_after_its_change) {
    start();
    auto const id = created("plant", old_oak);
    auto const twice = create("plant", old_oak);
    ASSERT_FALSE(twice);
    EXPECT_EQ(twice.error().where, "owner_id");
    ASSERT_TRUE(change("plant", id, R"({"owner_id": "440524188001010014", "sex": "1"})"));
    EXPECT_TRUE(create("plant", old_oak));
}

TEST_P(Change_, a_child_key_is_unique_within_its_parent) {
    start();
    auto const one = created("plant", old_oak);
    auto const two = created(
        "plant", R"({"name": "李四", "place": "990001001002", "planted_on": "2020-01-01"})");
    created("visit", R"({"year": 2024})", one);
    created("visit", R"({"year": 2024})", two);
    EXPECT_FALSE(create("visit", R"({"year": 2024})", one));
    EXPECT_FALSE(create("visit", R"({"year": 2025})"));
    EXPECT_FALSE(create("visit", R"({"year": 2025})", "no such id"));
}

TEST_P(Change_, an_old_version_is_refused) {
    start();
    auto const id = created("plant", old_oak);
    ASSERT_TRUE(change("plant", id, R"({"height": 13})", "", Kind::change, 1));
    auto const late = change("plant", id, R"({"height": 14})", "", Kind::change, 1);
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().code, "record.stale");
}

TEST_P(Change_, what_is_so_already_writes_nothing) {
    start();
    auto const id = created("plant", old_oak);
    auto const same = change("plant", id, R"({"height": "12.5", "name": "张三的橡树"})");
    ASSERT_TRUE(same);
    EXPECT_FALSE((*same)["changed"].boolean());
    EXPECT_EQ(list({}).rows.at(0).version, 1);
}

TEST_P(Change_, a_change_of_the_past_does_not_undo_a_later_one) {
    start();
    auto const id = created("plant", old_oak);
    ASSERT_TRUE(change("plant", id, R"({"height": 20})", "2024-01-01"));
    ASSERT_TRUE(change("plant", id, R"({"height": 15, "kind": "pine"})", "2022-01-01"));
    auto const now = list({}).rows.at(0).values;
    EXPECT_EQ(now.find("height")->number(), Decimal(20));
    EXPECT_EQ(now.find("kind")->string(), "pine");
    EXPECT_EQ(state(id, "2023-01-01")["height"].number(), Decimal(15));
    EXPECT_EQ(state(id, "2021-01-01")["height"].number(), *Decimal::parse("12.5"));
}

TEST_P(Change_, a_change_of_the_future_becomes_true_on_its_day) {
    start();
    auto const id = created("plant", old_oak);
    ASSERT_TRUE(change("plant", id, R"({"kind": "pine"})", "2026-02-01"));
    EXPECT_EQ(list({}).rows.at(0).values.find("kind")->string(), "oak");
    EXPECT_EQ(state(id, "2026-03-01")["kind"].string(), "pine");
    clock.set(clock.now() + 40LL * 86'400 * 1'000'000);
    ASSERT_TRUE(run([&](store::Tx& tx) -> Result<Value> {
        TRY(count, records.roll_forward(tx));
        return Value(count);
    }));
    EXPECT_EQ(list({}).rows.at(0).values.find("kind")->string(), "pine");
}

TEST_P(Change_, an_end_leaves_the_lists_and_stays_in_history) {
    start();
    auto const id = created("plant", old_oak);
    ASSERT_TRUE(change("plant", id, "{}", "2026-01-03", Kind::end));
    EXPECT_EQ(list({}).total, 0);
    Query all;
    all.ended = true;
    EXPECT_EQ(list(all).rows.at(0).ended_on, "2026-01-03");
    EXPECT_EQ(to_text(list(all).rows.at(0).values.find("felled_on")->date()), "2026-01-03");
}

TEST_P(Change_, a_child_may_change_its_parent) {
    start();
    auto const id = created("plant", old_oak);
    created("cut", R"({"cut_on": "2025-05-01", "height_after": "8.00"})", id);
    auto const now = list({}).rows.at(0);
    EXPECT_EQ(now.values.find("height")->number(), Decimal(8));
    EXPECT_FALSE(now.values.find("tall")->boolean());
    EXPECT_EQ(state(id, "2025-04-30")["height"].number(), *Decimal::parse("12.5"));
}

TEST_P(Change_, moving_takes_the_children_along) {
    start();
    auto const id = created("plant", old_oak);
    created("visit", R"({"year": 2024})", id);
    ASSERT_TRUE(change("plant", id, R"({"place": "990001002001"})"));
    people::Scope west;
    west.regions = {"990001002"};
    EXPECT_EQ(list({.scope = west}, "visit").total, 1);
    EXPECT_EQ(list({.scope = west}).total, 1);
}

TEST_P(Change_, a_decision_stores_what_nobody_may_type) {
    start();
    auto const id = created("plant", old_oak);
    EXPECT_FALSE(change("plant", id, R"({"rank": 4})"));
    EXPECT_TRUE(change("plant", id, R"({"rank": 4})", "2026-01-01", Kind::decide));
    EXPECT_EQ(list({}).rows.at(0).values.find("rank")->number(), Decimal(4));
}

TEST_P(Change_, observers_hear_of_each_row_and_may_refuse) {
    start();
    std::vector<std::string> heard;
    records.add_observer([&](store::Tx&, Notice const& notice) -> Result<void> {
        heard.push_back(notice.type.id + (notice.created ? "+" : "~"));
        if (notice.type.id == "visit") return fail("no", "", "不", "no");
        return {};
    });
    auto const id = created("plant", old_oak);
    EXPECT_FALSE(create("visit", R"({"year": 2024})", id));
    EXPECT_EQ(heard, (std::vector<std::string>{"plant+", "visit+"}));
    EXPECT_EQ(list({}, "visit").total, 0);
}

TEST_P(Change_, history_tells_every_step_with_sealed_values_masked) {
    start();
    auto const id = created("plant", old_oak);
    ASSERT_TRUE(
        change("plant", id, R"({"owner_phone": "13900001111", "height": 13})", "2025-01-01"));
    auto const catalog = catalogs.now();
    auto const steps = history(*store().read(), *catalog, keys, *catalog->type("plant"), id);
    ASSERT_TRUE(steps);
    ASSERT_EQ(steps->size(), 2U);
    EXPECT_EQ(steps->at(0).kind, "create");
    EXPECT_EQ(steps->at(1).effective_from, "2025-01-01");
    EXPECT_EQ(steps->at(1).values.find("owner_phone")->string(), "139****1111");
    EXPECT_EQ(steps->at(1).values.find("height")->string(), "13.00");
}

JIZHI_ON_BOTH_STORES(Change_);

}  // namespace
}  // namespace jizhi::record
