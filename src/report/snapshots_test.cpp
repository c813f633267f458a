#include "report/snapshots.hpp"

#include <optional>

#include "record/testing.hpp"
#include "report/imports.hpp"
#include "report/indicators.hpp"

namespace jizhi::report {
namespace {

constexpr auto plants = R"yaml(
record: plant
title: { zh: 树木, en: Plant }
region: { level: community, field: place }
children: [ visit ]
label: name
starts_with: planted_on
ends_with: felled_on
fields:
  name: { type: text, required: true, title: { zh: 名称, en: Name } }
  place: { type: region, required: true, title: { zh: 地点, en: Place } }
  height: { type: decimal, scale: 1, title: { zh: 高度, en: Height } }
  planted_on: { type: date, title: { zh: 种植日期, en: Planted on } }
  felled_on: { type: date, title: { zh: 砍伐日期, en: Felled on } }
---
record: visit
title: { zh: 巡查, en: Visit }
parent: plant
starts_with: seen_on
ends_with: void_on
fields:
  kind: { type: text, title: { zh: 类别, en: Kind } }
  seen_on: { type: date, title: { zh: 日期, en: Seen on } }
  void_on: { type: date, title: { zh: 失效日期, en: Void on } }
)yaml";

class Months : public record::testing::WithRecords {
protected:
    void SetUp() override {
        start(plants, report::migrations());
        auto read = record::catalog_of(plants);
        ASSERT_TRUE(read);
        declare(*read, "high", R"({"record":"plant","where":{"height":{"ge":10}}})");
        declare(*read, "seen", R"({"record":"plant","where":{"visit.kind":{"in":["full"]}}})");
        declare(*read, "agreed", R"({"record":"plant","where":{"differs":{"empty":true}}})");
        declare(*read, "metres", R"({"record":"plant","sum":"height"})");
        catalogs.swap(std::make_shared<record::Catalog const>(std::move(*read)));
        snapshots.emplace(Snapshots::Parts{store(), writer(), catalogs, keys, regions, ids});
        oak = plant("橡", "990001001001", "12.5");
        plant("松", "990001001002", "8");
        plant("榆", "990001002001", "20");
    }
    void TearDown() override {
        snapshots.reset();
        close();
    }
    static void declare(record::Catalog& catalog, std::string const& id, std::string const& above) {
        auto declared = parse_json(R"({"title":{"zh":"指标","en":"One"},"scale":100,
            "denominator":{"record":"plant"},"numerator":)" +
                                   above + "}");
        ASSERT_TRUE(declared);
        catalog.add_indicator(id, *declared);
    }
    std::string plant(std::string const& name, std::string const& place,
                      std::string const& height) {
        return created("plant", R"({"name":")" + name + R"(","place":")" + place +
                                    R"(","height":")" + height + R"(","planted_on":"2024-05-10"})");
    }
    /// "3/4" of an indicator at a region; "" where nothing is frozen.
    std::string fraction(std::string const& indicator, std::string const& region,
                         std::string const& month) {
        for (auto const& one : frozen(*store().read(), region, 100))
            if (one.indicator == indicator && one.month == month)
                return one.numerator.to_string() + "/" + one.denominator.to_string();
        return {};
    }
    static Date day(std::string_view text) { return *parse_date(text); }

    std::optional<Snapshots> snapshots;
    std::string oak;
};

TEST_P(Months, are_frozen_for_every_region_as_things_were_on_the_last_day) {
    ASSERT_TRUE(change("plant", oak, R"({"height":"9"})", "2026-01-02"));  // after the month
    auto const taken = snapshots->take("2025-12", day("2026-01-05"));
    ASSERT_TRUE(taken) << taken.error().en;
    EXPECT_EQ(fraction("high", "99", "2025-12"), "2/3");
    EXPECT_EQ(fraction("high", "990001001", "2025-12"), "1/2");
    EXPECT_EQ(fraction("high", "990001002", "2025-12"), "1/1");
    EXPECT_EQ(fraction("metres", "990001001", "2025-12"), "20.5/2");
}

TEST_P(Months, leave_out_what_had_not_begun_or_had_ended) {
    ASSERT_TRUE(
        change("plant", oak, R"({"felled_on":"2025-03-10"})", "2025-03-10", record::Kind::end));
    ASSERT_TRUE(snapshots->take("2024-04", day("2026-01-05")));
    ASSERT_TRUE(snapshots->take("2024-05", day("2026-01-05")));
    ASSERT_TRUE(snapshots->take("2025-03", day("2026-01-05")));
    EXPECT_EQ(fraction("high", "99", "2024-04"), "") << "nothing was there";
    EXPECT_EQ(fraction("high", "99", "2024-05"), "2/3");
    EXPECT_EQ(fraction("high", "99", "2025-03"), "1/2");
}

TEST_P(Months, see_children_as_they_were) {
    created("visit", R"({"kind":"full","seen_on":"2025-11-03"})", oak);
    ASSERT_TRUE(snapshots->take("2025-10", day("2026-01-05")));
    ASSERT_TRUE(snapshots->take("2025-11", day("2026-01-05")));
    EXPECT_EQ(fraction("seen", "99", "2025-10"), "0/3");
    EXPECT_EQ(fraction("seen", "99", "2025-11"), "1/3");
}

TEST_P(Months, stay_as_frozen_whatever_is_corrected_later) {
    ASSERT_TRUE(snapshots->take("2025-12", day("2026-01-05")));
    ASSERT_TRUE(change("plant", oak, R"({"height":"1"})", "2024-05-10", record::Kind::correct));
    EXPECT_EQ(fraction("high", "99", "2025-12"), "2/3");
    auto const again = snapshots->take("2025-12", day("2026-01-05"));
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, "snapshot.conflict");
}

TEST_P(Months, are_taken_once_in_the_night_after) {
    EXPECT_GT(*snapshots->take_if_due(day("2026-01-01")), 0);
    EXPECT_EQ(fraction("high", "99", "2025-12"), "2/3");
    EXPECT_EQ(*snapshots->take_if_due(day("2026-01-31")), 0);
    EXPECT_GT(*snapshots->take_if_due(day("2026-02-01")), 0);
    EXPECT_EQ(fraction("high", "99", "2026-01"), "2/3");
}

TEST_P(Months, leave_out_an_indicator_that_cannot_be_told_of_that_day) {
    ASSERT_TRUE(snapshots->take("2025-12", day("2026-01-05")));
    ASSERT_TRUE(snapshots->take("2025-11", day("2026-01-05")));
    EXPECT_EQ(fraction("agreed", "99", "2025-12"), "3/3");
    EXPECT_EQ(fraction("agreed", "99", "2025-11"), "") << "marks are of today only";
}

TEST_P(Months, must_have_ended) {
    for (auto const* wrong : {"2026-01", "2026-13", "soon", "2025-1", ""})
        EXPECT_EQ(snapshots->take(wrong, day("2026-01-31")).error().code,
                  "snapshot.month.bad_request")
            << wrong;
}

TEST_P(Months, stand_beside_the_figure_of_today_for_whom_all_of_the_region_is_in_scope) {
    ASSERT_TRUE(snapshots->take("2025-11", day("2026-01-05")));
    ASSERT_TRUE(snapshots->take("2025-12", day("2026-01-05")));
    auto const catalog = catalogs.now();
    auto const tree = regions.tree();
    decision::Parameters const none;
    auto const history = [&](std::string const& seen, std::int64_t months) {
        people::Scope scope;
        scope.regions = {seen};
        auto const all = indicators(*store().read(), {*catalog, keys, none, *tree, scope,
                                                      "990001001", day("2026-01-05"), months, {}});
        EXPECT_TRUE(all);
        for (auto const& one : all->list())
            if (one["id"].string() == "high") return one["history"].list();
        return List{};
    };
    ASSERT_EQ(history("990001", 12).size(), 2U);
    EXPECT_EQ(history("990001", 12)[0]["month"].string(), "2025-11");
    EXPECT_EQ(history("990001", 12)[1]["value"].number(), Decimal(50));
    EXPECT_EQ(history("990001", 1).size(), 1U);
    EXPECT_EQ(history("990001", 0).size(), 0U);
    EXPECT_EQ(history("990001001001", 12).size(), 0U) << "a part of it tells nothing of the rest";
}

JIZHI_ON_BOTH_STORES(Months);

}  // namespace
}  // namespace jizhi::report
