#include "report/past_rows.hpp"

#include "record/testing.hpp"
#include "report/indicators.hpp"
#include "value/json.hpp"
#include "value/temporal.hpp"

namespace jizhi::report {
namespace {

constexpr auto plants = R"yaml(
record: plant
title: { zh: 树木, en: Plant }
region: { level: community, field: place }
children: [ visit ]
label: name
search: [ name ]
sort: [ name ]
starts_with: planted_on
ends_with: felled_on
fields:
  name: { type: text, required: true, title: { zh: 名称, en: Name } }
  tag: { type: text, sensitive: true, title: { zh: 编号, en: Tag } }
  place: { type: region, required: true, title: { zh: 地点, en: Place } }
  height: { type: decimal, scale: 1, title: { zh: 高度, en: Height } }
  planted_on: { type: date, title: { zh: 种植日期, en: Planted on } }
  felled_on: { type: date, title: { zh: 砍伐日期, en: Felled on } }
---
record: visit
title: { zh: 巡查, en: Visit }
parent: plant
starts_with: seen_on
fields:
  kind: { type: text, title: { zh: 类别, en: Kind } }
  seen_on: { type: date, title: { zh: 日期, en: Seen on } }
)yaml";

/// Three trees in two streets: one grew, one was moved to the other street, one was felled.
class Past : public record::testing::WithRecords {
protected:
    void SetUp() override {
        start(plants);
        if (HasFatalFailure()) return;
        scope.regions = {"990001"};
        oak = plant("橡树", "990001001001", "2");
        pine = plant("松树", "990001001002", "8");
        elm = plant("榆树", "990001002001", "20");
        change(oak, R"({"height": "12"})", "2025-06-01");
        change(pine, R"({"place": "990001002001"})", "2025-06-01");
        change(elm, R"({"felled_on": "2025-03-31"})", "2025-03-31", record::Kind::end);
        created("visit", R"({"kind": "全面", "seen_on": "2025-02-01"})", oak);
        created("visit", R"({"kind": "抽查", "seen_on": "2025-09-01"})", oak);
    }
    std::string plant(std::string const& name, std::string const& place,
                      std::string const& height) {
        return created("plant", R"({"name":")" + name + R"(","tag":"T-123456","place":")" + place +
                                    R"(","height":")" + height + R"(","planted_on":"2024-05-10"})");
    }
    void change(std::string const& id, std::string_view json, std::string const& from,
                record::Kind kind = record::Kind::change) {
        auto const done = WithRecords::change("plant", id, json, from, kind);
        ASSERT_TRUE(done) << done.error().en;
    }
    PastWorld world(std::string const& day) {
        catalog = catalogs.now();
        tree = regions.tree();
        return {*catalog, keys, *tree, {.as_of = *parse_date(day)}, scope, "2026-01-05"};
    }
    /// "名称 高度" of each row of a list, in its order.
    std::vector<std::string> listed(std::string const& day, record::Query const& asked,
                                    std::vector<std::string> const& columns = {}) {
        auto const read = store().read();
        PastRows rows(*read, world(day));
        auto const page = past_page(rows, *catalog->type("plant"), asked, columns);
        EXPECT_TRUE(page) << (page ? "" : page.error().en);
        if (!page) return {};
        last = *page;
        std::vector<std::string> said;
        for (auto const& row : page->rows)
            said.push_back(row.values.find("name")->string() + " " +
                           row.values.find("height")->number().to_string());
        return said;
    }
    using Says = std::vector<std::string>;

    people::Scope scope;
    std::string oak, pine, elm;
    record::Page last;
    std::shared_ptr<record::Catalog const> catalog;
    std::shared_ptr<region::Tree const> tree;
};

TEST_P(Past, a_list_says_what_was_there_and_how_it_was) {
    EXPECT_EQ(listed("2024-05-09", {}), Says{}) << "not planted yet";
    EXPECT_EQ(listed("2025-01-01", {}), (Says{"松树 8.0", "橡树 2.0", "榆树 20.0"}));
    EXPECT_EQ(listed("2025-12-01", {}), (Says{"松树 8.0", "橡树 12.0"})) << "one is felled";
    EXPECT_EQ(listed("2025-12-01", {.ended = true}).size(), 3U);
}

TEST_P(Past, a_list_is_filtered_searched_sorted_and_paged_as_of_then) {
    auto const high = record::Filter{"height", "ge", Value(Decimal(8))};
    EXPECT_EQ(listed("2025-01-01", {.filters = {high}, .sort = {"-height"}}),
              (Says{"榆树 20.0", "松树 8.0"}));
    EXPECT_EQ(listed("2025-01-01", {.region = "990001001"}), (Says{"松树 8.0", "橡树 2.0"}));
    EXPECT_EQ(listed("2025-12-01", {.region = "990001001"}), (Says{"橡树 12.0"})) << "it moved";
    EXPECT_EQ(listed("2025-01-01", {.q = "xs"}), (Says{"橡树 2.0"})) << "by initials";
    EXPECT_EQ(listed("2025-01-01", {.limit = 2}).size(), 2U);
    EXPECT_EQ(last.total, 3);
    EXPECT_EQ(listed("2025-01-01", {.limit = 2, .cursor = last.next}), (Says{"榆树 20.0"}));
    EXPECT_EQ(last.next, "");
    EXPECT_EQ(listed("2025-06-30", {.q = "橡"}, {"visit.kind"}).size(), 1U);
    EXPECT_EQ(last.rows[0].extra[0].value.string(), "全面") << "the visit of then";
}

TEST_P(Past, shows_nothing_outside_the_scope_and_masks_what_is_sealed) {
    EXPECT_EQ(listed("2025-01-01", {.q = "橡"}).size(), 1U);
    EXPECT_EQ(last.rows[0].values.find("tag")->string().find("123456"), std::string::npos);
    scope.regions = {"990001001"};
    EXPECT_EQ(listed("2025-01-01", {}), (Says{"橡树 2.0"})) << "the moved one is another's now";
    scope.regions = {};
    EXPECT_EQ(listed("2025-01-01", {}), Says{});
}

TEST_P(Past, refuses_what_it_cannot_answer) {
    auto const read = store().read();
    auto const refused = [&](record::Query const& asked) {
        PastRows rows(*read, world("2025-01-01"));
        auto const page = past_page(rows, *catalog->type("plant"), asked, {});
        return page ? std::string("answered") : page.error().code;
    };
    EXPECT_EQ(refused({.filters = {{"differs", "empty", Value(false)}}}), "query.filter");
    EXPECT_EQ(refused({.sort = {"tag"}}), "query.sort");
    EXPECT_EQ(refused({.cursor = "x"}), "query.cursor");
    auto narrow = world("2025-01-01");
    narrow.rows_max = 2;
    PastRows few(*read, narrow);
    EXPECT_EQ(few.of(*catalog->type("plant")).error().code, "query.as_of.too_many");
}

TEST_P(Past, structures_and_indicators_count_as_of_then) {
    auto declared = record::catalog_of(plants);
    ASSERT_TRUE(declared);
    for (auto const* condition : {R"({"height":{"ge":10}})", R"({"differs":{"empty":true}})"}) {
        auto const high = parse_json(R"({"title":{"zh":"高","en":"High"},"scale":100,
            "target":50,"gap":{"zh":"还缺 {}","en":"{} short"},
            "denominator":{"record":"plant"},"numerator":{"record":"plant","where":)" +
                                     std::string(condition) + "}}");
        ASSERT_TRUE(high);
        declared->add_indicator(std::string(condition).substr(2, 3), *high);
    }
    catalogs.swap(std::make_shared<record::Catalog const>(std::move(*declared)));
    auto const read = store().read();
    decision::Parameters const none;
    std::string gap;
    auto const told = [&](std::string const& day, std::size_t which) {
        auto const there = world(day);
        auto const all = indicators(*read, {*catalog, keys, none, *tree, scope, "990001",
                                            *parse_date("2026-01-05"), 0, there.when});
        EXPECT_TRUE(all) << (all ? "" : all.error().en);
        auto const& one = all->list()[which];
        gap = to_json(one["gap"]["count"]);
        return to_json(one["numerator"]) + "/" + to_json(one["denominator"]);
    };
    EXPECT_EQ(told("2025-12-01", 1), "1/2") << "another one, of fewer";
    EXPECT_EQ(told("2025-01-01", 1), "1/3");
    EXPECT_EQ(gap, "1") << "half of three is two";
    EXPECT_EQ(told("2025-12-01", 1), "1/2");
    EXPECT_EQ(gap, "null") << "half of two is one";
    EXPECT_EQ(told("2025-01-01", 0), "null/null") << "nobody knows what differed then";
    PastRows rows(*read, world("2025-01-01"));
    auto const groups = past_structure(rows, *catalog->type("plant"), "place", {});
    ASSERT_TRUE(groups);
    EXPECT_EQ(groups->size(), 3U);
}

JIZHI_ON_BOTH_STORES(Past);

}  // namespace
}  // namespace jizhi::report
