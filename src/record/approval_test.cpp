#include "record/approval.hpp"

#include "people/testing.hpp"
#include "record/checker.hpp"
#include "record/testing.hpp"

namespace jizhi::record {
namespace {

constexpr auto purses = R"yaml(
record: purse
title: { zh: 钱袋, en: Purse }
region: { level: community, field: place }
label: name
children: [ grant ]
fields:
  name: { type: text, required: true, title: { zh: 名称, en: Name } }
  place: { type: region, required: true, title: { zh: 地点, en: Place } }
  card: { type: text, sensitive: true, approval: true, title: { zh: 卡号, en: Card } }
  limit_of: { type: integer, min: 0, approval: true, title: { zh: 限额, en: Limit } }
  colour: { type: text, title: { zh: 颜色, en: Colour } }
---
record: grant
title: { zh: 拨付, en: Grant }
parent: purse
approval: true
fields:
  amount: { type: integer, required: true, title: { zh: 数额, en: Amount } }
)yaml";

class Approval : public testing::WithRecords {
protected:
    void SetUp() override {
        start(purses);
        hold_writes(commands, records);
        purse = created("purse", R"({"name": "甲袋", "place": "990001001001", "limit_of": 5})");
    }
    static Context values(std::string_view json) { return parse_json(json)->context(); }
    /// The proposal that comes of a write which must wait; the error's code where none does.
    template <class Write>
    std::string held(Write const& write) {
        auto const done = run([&](store::Tx& tx) {
            return propose(tx, commands, records, write,
                           people::testing::actor("maker", "street_clerk", "990001001"));
        });
        return done ? (*done)["proposal"].string_or("") : done.error().code;
    }
    std::string held_change(std::string_view json) {
        return held(Change{.type = "purse", .id = purse, .values = values(json)});
    }
    Result<Value> agree(std::string const& proposal, std::string const& who = "second") {
        auto const tree = regions.tree();
        auto const by = people::testing::actor(who, "reviewer", "990001");
        return people::outcome_of(run(
            [&](store::Tx& tx) { return people::approve(tx, {commands, *tree, by}, proposal); }));
    }
    Value field(std::string const& id) {
        auto const rows = list({.sensitive = true}, "purse").rows;
        return rows.empty() ? Value() : *rows[0].values.find(id);
    }

    people::HeldCommands commands;
    std::string purse;
};

TEST_P(Approval, is_asked_for_by_a_change_of_such_a_field_and_of_no_other) {
    auto const waits = change("purse", purse, R"({"limit_of": 9})");
    ASSERT_FALSE(waits);
    EXPECT_EQ(waits.error().code, needs_approval);
    EXPECT_TRUE(change("purse", purse, R"({"colour": "红"})"));
    EXPECT_TRUE(change("purse", purse, R"({"limit_of": 5})")) << "it is so already";
    EXPECT_EQ(field("limit_of").integer_or(0), 5);
}

TEST_P(Approval, lets_the_change_hold_once_a_second_person_agrees) {
    auto const proposal = held_change(R"({"limit_of": 9})");
    EXPECT_EQ(field("limit_of").integer_or(0), 5);
    auto const said = people::find_proposal(*store().read(), proposal);
    ASSERT_TRUE(said);
    EXPECT_EQ(said->region, "990001001001");
    EXPECT_EQ(said->title.zh, "变更钱袋：甲袋");
    EXPECT_EQ(said->detail.en, "Limit: 9");
    EXPECT_FALSE(agree(proposal, "maker")) << "not her own";
    EXPECT_TRUE(agree(proposal));
    EXPECT_EQ(field("limit_of").integer_or(0), 9);
}

TEST_P(Approval, is_refused_once_the_record_has_become_another) {
    auto const proposal = held_change(R"({"limit_of": 9})");
    ASSERT_TRUE(change("purse", purse, R"({"colour": "红"})"));
    auto const done = agree(proposal);
    ASSERT_FALSE(done);
    EXPECT_EQ(field("limit_of").integer_or(0), 5);
}

TEST_P(Approval, keeps_what_is_sealed_sealed_while_it_waits) {
    auto const proposal = held_change(R"({"card": "6222020012345678"})");
    EXPECT_EQ(count("SELECT COUNT(*) FROM proposal WHERE payload LIKE '%6222020012345678%' OR "
                    "detail_zh LIKE '%6222020012345678%'"),
              0);
    EXPECT_TRUE(agree(proposal));
    EXPECT_EQ(field("card").string_or(""), "6222020012345678");
}

TEST_P(Approval, of_a_whole_type_makes_each_new_row_wait) {
    auto const waits = create("grant", R"({"amount": 3})", purse);
    ASSERT_FALSE(waits);
    EXPECT_EQ(waits.error().code, needs_approval);
    auto const proposal =
        held(Create{.type = "grant", .values = values(R"({"amount": 3})"), .parent_id = purse});
    EXPECT_EQ(list({}, "grant").rows.size(), 0U);
    EXPECT_TRUE(agree(proposal));
    EXPECT_EQ(list({}, "grant").rows.size(), 1U);
}

TEST_P(Approval, is_announced_by_a_form_and_refused_by_an_import) {
    auto const catalog = catalogs.now();
    auto const check = [&](bool import) {
        auto const sql = store().read();
        Checker checker(records, *sql, *catalog->type("purse"), date_of(clock.now()), import);
        return checker.check(values(R"({"limit_of": 9})"), purse, {});
    };
    ASSERT_EQ(check(false).size(), 1U);
    EXPECT_TRUE(check(false)[0].warning);
    ASSERT_EQ(check(true).size(), 1U);
    EXPECT_FALSE(check(true)[0].warning);
    EXPECT_EQ(check(true)[0].field, "limit_of");
}

JIZHI_ON_BOTH_STORES(Approval);

}  // namespace
}  // namespace jizhi::record
