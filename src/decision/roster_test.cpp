#include "decision/roster_lines.hpp"

#include <fmt/format.h>

#include "decision/kept_value.hpp"
#include "decision/testing.hpp"
#include "people/testing.hpp"

namespace jizhi::decision {
namespace {

/// Another rate in one place, and none there before March.
constexpr std::string_view rate_of_one_place = R"yaml(
parameter: rate
title: { zh: 费率, en: Rate }
values:
  - from: 2025-03-01
    value: 88.75
    basis: { class: example, text: { zh: 示例, en: Example } }
)yaml";
class RosterTest : public testing::WithDecisions {
protected:
    void start() {
        start_boats();
        if (HasFatalFailure()) return;
        Book::Builder builder;
        builder.add_model("", "standing", std::string(testing::standing_dmn), "test", "s.dmn");
        builder.add_model("", "dues", std::string(testing::dues_dmn), "test", "d.dmn");
        EXPECT_TRUE(builder.add_parameter(
            "", *parse_yaml(std::string(testing::steel_rank_yaml), "s.yaml")));
        EXPECT_TRUE(builder.add_parameter("990001002",
                                          *parse_yaml(std::string(rate_of_one_place), "r.yaml")));
        EXPECT_TRUE(builder.add_parameter("990001001",
                                          *parse_yaml(std::string(testing::rate_yaml), "r.yaml")));
        books.swap(*builder.build());
    }
    /// Some without a hull, without a rank, with trips, with an opening of the year.
    void fleet(int count) {
        for (int i = 0; i < count; ++i) {
            auto const id = boat(fmt::format("船{}", i), i % 3 == 0 ? "steel" : "wood",
                                 i % 2 == 0 ? "990001001001" : "990001002001");
            if (i % 4 != 0) {
                EXPECT_TRUE(applied(id, "2025-02-10"));
            }
            for (int n = i % 3; n > 0; --n) trip(id, fmt::format("2025-0{}-10", 1 + n));
            if (i % 5 == 0) (void)created("carried_over", R"({"year": 2025, "paid": "12.30"})", id);
        }
    }
    /// What is computed for so many is computed one by one; then as asked, over the same records.
    Roster roster(Way way, std::string const& period, Micros known_on = record::When{}.known_on) {
        RosterQuery asked{"dues", "990001", period, {}};
        asked.known.known_on = known_on;
        auto made = compute_roster(desk, *store().read(), asked);
        EXPECT_TRUE(made) << (made ? "" : made.error().en);
        if (way == Way::as_fits) return std::move(*made);
        auto const catalog = catalogs.now();
        auto const* type = catalog->type("boat");
        record::LoadOptions options;
        options.sensitive = false;
        std::vector<record::Loaded> records_in_order;
        for (auto const& line : made->lines) {
            auto when = asked.known;
            when.as_of = made->setting.as_of;
            auto const found = record::load_many(*store().read(), *catalog, keys, *type,
                                                 {line.record_id}, when, options);
            EXPECT_TRUE(found && found->size() == 1);
            records_in_order.push_back(found->front());
        }
        auto const carried = carried_before(*store().read(), made->view, made->period);
        EXPECT_TRUE(carried);
        made->lines.clear();
        made->caveats = {};
        compute_lines(desk, *made, *type, catalog, records_in_order, *carried, way);
        return std::move(*made);
    }
    /// Each line as it is kept, with what a second person would be shown of it.
    std::vector<std::string> kept_lines(Roster const& roster) {
        auto const by = people::testing::actor("maker", "county_admin", "990001");
        auto const head = run([&](store::Tx& tx) { return runs.create(tx, roster, by); });
        EXPECT_TRUE(head) << (head ? "" : head.error().en);
        std::vector<std::string> lines;
        auto const id = (*head)["id"].string();
        store().read()->query(
            "SELECT seq, record_id, name, search_text, region_code, figures, inputs, carried, "
            "changed, problem FROM decision_run_line WHERE run_id = ? ORDER BY seq",
            {std::string_view(id)}, [&](store::Row const& row) {
                std::string line;
                for (int i = 0; i < 10; ++i) line += std::string(row.text(i)) + "|";
                lines.push_back(line);
            });
        auto const steps = runs.steps_to_keep(*store().read(), id);
        EXPECT_TRUE(steps);
        for (auto const& [record, packed] : *steps) lines.push_back(record + packed);
        for (auto const* column : {"totals", "comparison"})
            lines.push_back(store().read()->text(
                fmt::format("SELECT {} FROM decision_run WHERE id = ?", column),
                {std::string_view(id)}));
        return lines;
    }
};

TEST_P(RosterTest, is_the_same_by_columns_as_one_by_one_to_the_last_character) {
    start();
    fleet(30);
    for (auto const* period : {"2025-02", "2025-03"}) {
        auto const columns = roster(Way::by_columns, period);
        auto const alone = roster(Way::one_by_one, period);
        EXPECT_EQ(kept_lines(alone), kept_lines(roster(Way::as_fits, period)));
        ASSERT_EQ(columns.lines.size(), 30U);
        EXPECT_EQ(kept_lines(columns), kept_lines(alone)) << period;
        EXPECT_EQ(columns.caveats.to_value(), alone.caveats.to_value()) << period;
        EXPECT_FALSE(alone.caveats.to_value().list().empty()) << "its rules are examples";
        auto problems = 0;
        for (std::size_t i = 0; i < alone.lines.size(); ++i) {
            EXPECT_EQ(columns.lines[i].problem_zh, alone.lines[i].problem_zh);
            EXPECT_EQ(columns.lines[i].problem_en, alone.lines[i].problem_en);
            problems += alone.lines[i].problem_en.empty() ? 0 : 1;
        }
        EXPECT_GT(problems, 0) << "some have no rank";
        EXPECT_LT(problems, 30);
    }
}

TEST_P(RosterTest, is_the_same_both_ways_as_known_on_another_day) {
    start();
    fleet(6);
    constexpr Micros hour = 3600 * Micros{1'000'000};
    auto const known = clock.now() + hour;
    clock.set(known + hour);
    fleet(6);
    auto const columns = roster(Way::by_columns, "2025-03", known);
    EXPECT_EQ(columns.lines.size(), 6U);
    EXPECT_EQ(kept_lines(columns), kept_lines(roster(Way::one_by_one, "2025-03", known)));
}

TEST_P(RosterTest, tells_each_line_its_own_problem_only) {
    start();
    auto const rank = [&](std::string const& id) { EXPECT_TRUE(applied(id, "2025-03-20")); };
    rank(boat("白鹭", "wood", "990001002001"));
    boat("苍鹭", "wood", "990001001001");  // no rank yet
    // Before March the one place has no rate, the other boat has no rank.
    auto const made = roster(Way::one_by_one, "2025-02");
    ASSERT_EQ(made.lines.size(), 2U);
    for (auto const& line : made.lines)
        EXPECT_EQ(line.problem_en.find("Rate") != std::string::npos,
                  line.region == "990001002001")
            << line.problem_en;
}

TEST_P(RosterTest, a_scan_of_many_marks_what_each_alone_would_be_marked) {
    start();
    fleet(130);
    Differing differing(desk, records, store(), writer(), clock);
    ASSERT_TRUE(differing.scan());
    std::set<std::string> marked, wanted;
    store().read()->query("SELECT record_id FROM record_mark", {}, [&](store::Row const& row) {
        marked.insert(std::string(row.text(0)));
    });
    auto const catalog = catalogs.now();
    auto const* type = catalog->type("boat");
    auto const today = record::date_of(clock.now());
    auto evaluator = desk.evaluator(setting_on(today));
    auto const all = record::load_region(*store().read(), *catalog, keys, *type, "990001",
                                         {.as_of = today}, {});
    ASSERT_TRUE(all);
    for (auto const& each : *all) {
        Subject const subject{type, each.id, each.region, each.value, catalog};
        auto const done = evaluator.evaluate(subject, "standing", {}, dmn::TraceLevel::off);
        auto const rank = done->outcome.value["rank"];
        if (!rank.is_null() && !(rank == each.value["rank"])) wanted.insert(each.id);
    }
    EXPECT_FALSE(wanted.empty());
    EXPECT_LT(wanted.size(), all->size());
    EXPECT_EQ(marked, wanted);
}

JIZHI_ON_BOTH_STORES(RosterTest);

}  // namespace
}  // namespace jizhi::decision
