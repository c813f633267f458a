#include "record/query.hpp"

#include "record/testing.hpp"

namespace jizhi::record {
namespace {

class Query_ : public testing::WithRecords {
protected:
    void plant_some() {
        start();
        if (HasFatalFailure()) return;
        add("张三", "990001001001", "oak", "12.5", "2019-03-01");
        add("李四", "990001001002", "pine", "3", "2020-01-01");
        add("王五", "990001002001", "oak", "", "2021-01-01");
        add("赵六", "990001002001", "", "7.25", "2022-01-01");
    }
    void add(std::string const& name, std::string const& place, std::string const& kind,
             std::string const& height, std::string const& on) {
        ids[name] = created("plant", R"({"name": ")" + name + R"(", "place": ")" + place +
                                         R"(", "kind": ")" + kind + R"(", "height": ")" + height +
                                         R"(", "planted_on": ")" + on + R"("})");
    }
    std::string filtered(std::string_view json) {
        Query asked;
        asked.filters = parse_filters(parse_json(json).value()).value();
        return names(std::move(asked));
    }
    std::map<std::string, std::string> ids;
};

TEST_P(Query_, lists_in_pinyin_order) {
    plant_some();
    EXPECT_EQ(names({}), "李四 王五 张三 赵六");
    Query back;
    back.sort = {"-name"};
    EXPECT_EQ(names(back), "赵六 张三 王五 李四");
}

TEST_P(Query_, what_has_no_value_comes_last_both_ways) {
    plant_some();
    Query up, down;
    up.sort = {"height"};
    down.sort = {"-height"};
    EXPECT_EQ(names(up), "李四 赵六 张三 王五");
    EXPECT_EQ(names(down), "张三 赵六 李四 王五");
}

TEST_P(Query_, filters_say_what_they_mean) {
    plant_some();
    EXPECT_EQ(filtered(R"({"kind": {"eq": "oak"}})"), "王五 张三");
    EXPECT_EQ(filtered(R"({"kind": "oak"})"), "王五 张三");
    EXPECT_EQ(filtered(R"({"kind": {"ne": "oak"}})"), "李四 赵六");
    EXPECT_EQ(filtered(R"({"kind": {"in": ["oak", "pine"]}})"), "李四 王五 张三");
    EXPECT_EQ(filtered(R"({"kind": {"empty": true}})"), "赵六");
    EXPECT_EQ(filtered(R"({"height": {"ge": "7.25"}})"), "张三 赵六");
    EXPECT_EQ(filtered(R"({"height": {"gt": 7, "lt": 10}})"), "赵六");
    EXPECT_EQ(filtered(R"({"planted_on": {"lt": "2020-06-01"}})"), "李四 张三");
    EXPECT_EQ(filtered(R"({"name": {"contains": "五"}})"), "王五");
    EXPECT_EQ(filtered(R"({"place": {"eq": "990001002"}})"), "王五 赵六");
    EXPECT_EQ(filtered(R"({"name": {"contains": "%"}})"), "");
}

TEST_P(Query_, a_child_is_filtered_by_a_dot) {
    plant_some();
    created("visit", R"({"year": 2024, "note": "好"})", ids["王五"]);
    EXPECT_EQ(filtered(R"({"visit.year": {"eq": 2024}})"), "王五");
    EXPECT_EQ(filtered(R"({"visit.year": {"eq": 2023}})"), "");
}

TEST_P(Query_, a_filter_that_cannot_be_meant_is_refused) {
    plant_some();
    auto const catalog = catalogs.now();
    for (auto const* json :
         {R"({"colour": "red"})", R"({"height": {"like": 1}})", R"({"height": {"gt": "x"}})",
          R"({"owner_id": {"lt": "1"}})", R"({"height": {"contains": "1"}})"}) {
        Query asked;
        asked.scope.everything = true;
        asked.today = "2026-01-05";
        asked.filters = parse_filters(parse_json(json).value()).value();
        EXPECT_FALSE(query(*store().read(), *catalog, keys, *catalog->type("plant"), asked))
            << json;
    }
}

TEST_P(Query_, the_search_box_takes_parts_initials_places_and_sealed_numbers) {
    plant_some();
    ASSERT_TRUE(change("plant", ids["王五"], R"({"owner_id": "11010519491231002X", "sex": "2"})"));
    auto const found = [&](std::string q) {
        Query asked;
        asked.q = std::move(q);
        return names(asked);
    };
    EXPECT_EQ(found("三"), "王五 张三 赵六") << "also those of 三社区";
    EXPECT_EQ(found("zs"), "张三");
    EXPECT_EQ(found("ZS"), "张三");
    EXPECT_EQ(found("11010519491231002x"), "王五");
    EXPECT_EQ(found("002x"), "王五");
    EXPECT_EQ(found("王 三社区"), "王五");
    EXPECT_EQ(found("_"), "");
    EXPECT_EQ(found("没有"), "");
}

TEST_P(Query_, pages_follow_each_other_without_gap_or_repeat) {
    plant_some();
    for (auto const& sort :
         {std::vector<std::string>{}, {"height"}, {"-height"}, {"kind", "-name"}}) {
        Query asked;
        asked.sort = sort;
        auto const whole = names(asked);
        asked.limit = 1;
        std::string pieces;
        for (int pages = 0; pages < 10; ++pages) {
            auto const page = list(asked);
            EXPECT_EQ(page.total, 4);
            for (auto const& row : page.rows)
                pieces += (pieces.empty() ? "" : " ") + row.values.find("name")->string();
            if (page.next.empty()) break;
            asked.cursor = page.next;
        }
        EXPECT_EQ(pieces, whole);
    }
}

TEST_P(Query_, a_foreign_cursor_is_refused) {
    plant_some();
    auto const catalog = catalogs.now();
    for (auto const* cursor : {"x", "bnVsbA==", "W10="}) {
        Query asked;
        asked.scope.everything = true;
        asked.today = "2026-01-05";
        asked.cursor = cursor;
        EXPECT_FALSE(query(*store().read(), *catalog, keys, *catalog->type("plant"), asked))
            << cursor;
    }
}

TEST_P(Query_, nobody_sees_beyond_the_scope) {
    plant_some();
    people::Scope west;
    west.regions = {"990001002"};
    Query asked;
    asked.scope = west;
    EXPECT_EQ(names(asked), "王五 赵六");
    asked.region = "990001001";
    EXPECT_EQ(names(asked), "");
    people::Scope own;
    own.records = {ids["李四"]};
    EXPECT_EQ(names({.scope = own}), "李四");
    auto const catalog = catalogs.now();
    auto const& type = *catalog->type("plant");
    EXPECT_TRUE(find(*store().read(), *catalog, keys, type, ids["王五"], west, "2026-01-05"));
    EXPECT_EQ(
        find(*store().read(), *catalog, keys, type, ids["张三"], west, "2026-01-05").error().code,
        "record.not_found");
    auto const groups = structure(*store().read(), *catalog, keys, type, "kind",
                                  {.scope = west, .today = "2026-01-05"});
    ASSERT_TRUE(groups);
    EXPECT_EQ(groups->size(), 2U);
}

TEST_P(Query_, no_scope_at_all_sees_nothing) {
    plant_some();
    auto const catalog = catalogs.now();
    auto const page =
        query(*store().read(), *catalog, keys, *catalog->type("plant"), {.today = "2026-01-05"});
    ASSERT_TRUE(page);
    EXPECT_EQ(page->total, 0);
}

TEST_P(Query_, structure_counts_by_code) {
    plant_some();
    auto const catalog = catalogs.now();
    people::Scope all;
    all.everything = true;
    auto const groups = structure(*store().read(), *catalog, keys, *catalog->type("plant"), "kind",
                                  {.scope = all, .today = "2026-01-05"});
    ASSERT_TRUE(groups);
    EXPECT_EQ(groups->at(0).code.string(), "oak");
    EXPECT_EQ(groups->at(0).count, 2);
}

TEST_P(Query_, marks_are_seen_and_can_be_asked_for) {
    plant_some();
    auto const catalog = catalogs.now();
    ASSERT_TRUE(run([&](store::Tx& tx) -> Result<Value> {
        records.mark(tx, *catalog->type("plant"), ids["王五"], "grading.rank", true);
        return Value();
    }));
    EXPECT_EQ(filtered(R"({"differs": {"eq": "grading.rank"}})"), "王五");
    EXPECT_EQ(filtered(R"({"differs": {"empty": true}})"), "李四 张三 赵六");
    EXPECT_EQ(list({.q = "ww"}).rows.at(0).differs, std::vector<std::string>{"grading.rank"});
}

JIZHI_ON_BOTH_STORES(Query_);

}  // namespace
}  // namespace jizhi::record
