#include "decision/reminding.hpp"

#include <fmt/format.h>

#include "decision/testing.hpp"
#include "people/testing.hpp"

namespace jizhi::decision {
namespace {

using people::testing::actor;

/// Moorings that run out, with a reminder a month before.
constexpr std::string_view moorings = R"yaml(
record: mooring
title: { zh: 泊约, en: Mooring }
region: { level: community, field: berth }
label: name
reminders:
  - { id: mooring_ending, date: ends_on, days: 30, if: "given_up != true",
      title: { zh: "{count} 份泊约 {days} 天内到期", en: "{count} moorings end within {days} days" },
      view: moorings }
fields:
  name: { type: text, required: true, title: { zh: 名称, en: Name } }
  berth: { type: region, required: true, title: { zh: 泊位, en: Berth } }
  ends_on: { type: date, title: { zh: 到期, en: Ends on } }
  given_up: { type: boolean, title: { zh: 放弃, en: Given up } }
)yaml";

class Reminding : public testing::WithDecisions {
protected:
    void SetUp() override { start_boats(); }

    std::vector<people::Todo> ask(std::vector<people::Todo> (*source)(Desk const&,
                                                                      people::ReminderQuery const&),
                                  people::Actor const& who) {
        auto const lease = store().read();
        auto const tree = regions.tree();
        auto const today = record::date_of(clock.now());
        auto const text = to_text(today);
        auto const holidays = calendar::Holidays{};
        return source(desk, {*lease, who, *tree, holidays, today.day, text});
    }
    void declare(std::string_view yaml) {
        auto read = record::catalog_of(yaml);
        ASSERT_TRUE(read) << read.error().where << read.error().en;
        catalogs.swap(std::make_shared<record::Catalog const>(std::move(*read)));
        ASSERT_TRUE(run([&](store::Tx& tx) -> Result<Value> {
            CHECK_OK(record::ensure_tables(tx.sql(), *catalogs.now()));
            return Value{};
        }));
    }
    void mooring(char const* name, char const* berth, char const* ends_on, bool given_up = false) {
        constexpr auto json = R"({{"name":"{}","berth":"{}","ends_on":"{}","given_up":{}}})";
        created("mooring", fmt::format(json, name, berth, ends_on, given_up));
    }
};

TEST_P(Reminding, counts_what_falls_due_within_the_scope) {
    declare(moorings);
    mooring("近一", "990001001001", "2026-01-20");
    mooring("近二", "990001001002", "2026-01-12");
    mooring("已弃", "990001001001", "2026-01-13", true);
    mooring("已过", "990001001001", "2026-01-04");
    mooring("尚远", "990001001001", "2026-03-01");
    mooring("别街", "990001002001", "2026-01-06");
    auto const rows = ask(due_soon, actor("a", "street_clerk", "990001001"));
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].title.zh, "2 份泊约 30 天内到期");
    EXPECT_EQ(rows[0].title.en, "2 moorings end within 30 days");
    EXPECT_EQ(rows[0].detail.zh, "一社区 1，二社区 1；最早 2026年1月12日");
    EXPECT_EQ(rows[0].due, "2026-01-12");
    EXPECT_EQ(rows[0].action.view, "moorings");
    EXPECT_EQ(rows[0].action.target.find("?filter=%7B%22ends_on%22"), 0U);
    EXPECT_EQ(ask(due_soon, actor("a", "county_admin", "990001"))[0].title.zh,
              "3 份泊约 30 天内到期");
    EXPECT_TRUE(ask(due_soon, actor("a", "system_admin", "990001")).empty());
}

TEST_P(Reminding, says_how_many_results_differ_within_the_scope) {
    boat("近船");
    boat("远船", "wood", "990001002001");
    auto marks = Differing(desk, records, store(), writer(), clock);
    ASSERT_TRUE(marks.scan());
    auto const rows = ask(differing_results, actor("a", "street_clerk", "990001001"));
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].title.zh, "船：1 条记录与重新计算的结果不一致");
    EXPECT_EQ(rows[0].detail.zh, "船级 1");
    EXPECT_EQ(ask(differing_results, actor("a", "county_admin", "990001"))[0].detail.en, "Rank 2");
    EXPECT_TRUE(ask(differing_results, actor("a", "street_clerk", "990002")).empty());
}

JIZHI_ON_BOTH_STORES(Reminding);

}  // namespace
}  // namespace jizhi::decision
