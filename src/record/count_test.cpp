#include "record/count.hpp"

#include "record/testing.hpp"

namespace jizhi::record {
namespace {

constexpr auto gardens = R"yaml(
record: garden
title: { zh: 园子, en: Garden }
region: { level: community, field: place }
label: place
fields:
  place: { type: region, required: true, unique: true, title: { zh: 地点, en: Place } }
  size: { type: integer, title: { zh: 面积, en: Size } }
  trees:
    { type: integer, counted: { record: tree, match: { place: place }, where: { sound: { eq: true } } },
      title: { zh: 树数, en: Trees } }
---
record: tree
title: { zh: 树, en: Tree }
region: { level: community, field: place }
ends_with: felled_on
starts_with: planted_on
fields:
  name: { type: text, title: { zh: 名称, en: Name } }
  place: { type: region, required: true, title: { zh: 地点, en: Place } }
  sound: { type: boolean, default: true, title: { zh: 健康, en: Sound } }
  planted_on: { type: date, title: { zh: 种植日期, en: Planted on } }
  felled_on: { type: date, title: { zh: 砍伐日期, en: Felled on } }
)yaml";

constexpr auto here = "990001001001", there = "990001002001";

class Counts : public testing::WithRecords {
protected:
    void SetUp() override {
        start(gardens);
        garden = created("garden", R"({"place": "990001001001"})");
        created("garden", R"({"place": "990001002001"})");
    }
    std::string tree(std::string const& place, std::string const& more = {}) {
        return created("tree",
                       R"({"place": ")" + place + R"(", "planted_on": "2020-01-01")" + more + "}");
    }
    std::int64_t trees(std::string const& place) {
        auto const page = list({.region = place}, "garden");
        return page.rows.size() == 1 ? page.rows[0].values.find("trees")->integer_or(-1) : -2;
    }
    std::string garden;
};

TEST_P(Counts, begin_at_nought_and_follow_creation_change_move_and_end) {
    EXPECT_EQ(trees(here), 0);
    auto const oak = tree(here);
    tree(here);
    tree(there);
    EXPECT_EQ(trees(here), 2);
    EXPECT_EQ(trees(there), 1);
    ASSERT_TRUE(change("tree", oak, R"({"sound": false})"));
    EXPECT_EQ(trees(here), 1);
    ASSERT_TRUE(change("tree", oak, R"({"sound": true, "place": "990001002001"})"));
    EXPECT_EQ(trees(here), 1);
    EXPECT_EQ(trees(there), 2);
    ASSERT_TRUE(change("tree", oak, R"({"felled_on": "2021-01-01"})", {}, Kind::end));
    EXPECT_EQ(trees(there), 1);
}

TEST_P(Counts, count_what_is_there_for_a_row_that_comes_later_or_counts_another_place) {
    tree("990001001002");
    tree("990001001002");
    auto const late = created("garden", R"({"place": "990001001002"})");
    EXPECT_EQ(trees("990001001002"), 2);
    tree("990001001002");
    EXPECT_EQ(trees("990001001002"), 3);
}

TEST_P(Counts, stand_in_filters_sums_and_in_what_rules_see) {
    tree(here);
    tree(here);
    EXPECT_EQ(list({.filters = {{"trees", "ge", Value(2)}}}, "garden").rows.size(), 1U);
    EXPECT_EQ(list({.sort = {"-trees"}}, "garden").rows[0].region, here);
    auto const catalog = catalogs.now();
    auto const on = [&](std::string_view day) {
        auto const loaded = load(*store().read(), *catalog, keys, *catalog->type("garden"), garden,
                                 {.as_of = *parse_date(day)});
        EXPECT_TRUE(loaded && *loaded);
        return loaded && *loaded ? (**loaded)["trees"].integer_or(-1) : -1;
    };
    auto const today = to_text(date_of(clock.now()));
    EXPECT_EQ(on(today), 2);
    ASSERT_TRUE(change("garden", garden, R"({"size": 7})", "2020-05-01", Kind::correct));
    EXPECT_EQ(on(today), 2) << "the row is folded from its history, which knows of no count";
    EXPECT_EQ(trees(here), 2);
}

TEST_P(Counts, cannot_be_entered) {
    auto const made = create("garden", R"({"place": "990001001002", "trees": 9})");
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().where, "trees");
}

TEST_P(Counts, are_made_right_again_after_a_deployment) {
    tree(here);
    ASSERT_TRUE(run([&](store::Tx& tx) -> Result<Value> {
        tx.sql().execute("UPDATE r_garden SET trees = NULL", {});
        CHECK_OK(records.recount(tx, *catalogs.now()));
        return Value();
    }));
    EXPECT_EQ(trees(here), 1);
    EXPECT_EQ(trees(there), 0);
}

TEST_P(Counts, tell_whoever_watches_that_the_counting_row_is_another) {
    std::vector<std::string> told;
    records.add_observer([&](store::Tx&, Notice const& notice) -> Result<void> {
        told.push_back(notice.type.id + ":" + notice.changed.front());
        return {};
    });
    tree(here);
    EXPECT_EQ(told, (std::vector<std::string>{"tree:place", "garden:trees"}));
}

TEST_P(Counts, are_those_of_the_day_that_is_asked_for) {
    auto const field = "990001001002";
    auto const old = created("garden", R"({"place": "990001001002"})", {}, "2020-01-01");
    auto const oak = tree(field);
    tree(field);
    ASSERT_TRUE(change("tree", oak, R"({"felled_on": "2024-06-30"})", "2024-06-30",
                       Kind::end));
    auto const on = [&](std::string const& day) {
        auto const catalog = catalogs.now();
        auto const loaded = load(*store().read(), *catalog, keys, *catalog->type("garden"), old,
                                 {.as_of = *parse_date(day)});
        EXPECT_TRUE(loaded && *loaded);
        return loaded && *loaded ? (**loaded)["trees"].integer_or(-1) : -2;
    };
    EXPECT_EQ(trees(field), 1) << "today";
    EXPECT_EQ(on("2024-06-30"), 2) << "the last day of the one that was felled";
    EXPECT_EQ(on("2024-07-01"), 1);
}

JIZHI_ON_BOTH_STORES(Counts);

TEST(Counted, is_refused_where_it_leads_nowhere) {
    auto const problem = [](std::string const& counted) {
        auto const read = catalog_of(R"yaml(
record: garden
title: { zh: 园子, en: Garden }
region: { level: community, field: place }
fields:
  place: { type: region, title: { zh: 地点, en: Place } }
  phone: { type: phone, title: { zh: 电话, en: Phone } }
  trees: { type: integer, counted: )yaml" +
                                     counted + ", title: { zh: 树数, en: Trees } }\n");
        return read ? std::string() : read.error().en;
    };
    EXPECT_EQ(problem("{ record: garden, match: { place: place } }"), "");
    for (auto const* wrong :
         {"{ record: shed, match: { place: place } }", "{ record: garden, match: { spot: place } }",
          "{ record: garden, match: { phone: phone } }", "{ record: garden, match: place }",
          "{ record: garden, match: { trees: place } }",
          "{ record: garden, match: { place: place }, where: { phone: { eq: 1 } } }",
          "{ record: garden, match: { place: place }, if: x }"})
        EXPECT_NE(problem(wrong), "") << wrong;
}

}  // namespace
}  // namespace jizhi::record
