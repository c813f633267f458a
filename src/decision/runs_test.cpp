#include "decision/runs.hpp"

#include "decision/difference_sheet.hpp"
#include "decision/testing.hpp"
#include "people/testing.hpp"

namespace jizhi::decision {
namespace {

class RunsTest : public testing::WithDecisions {
protected:
    Value computed(std::string const& period, std::string const& region = "990001") {
        auto const roster = runs.compute(*store().read(), {"dues", region, period, {}});
        EXPECT_TRUE(roster) << (roster ? "" : roster.error().where + roster.error().en);
        if (!roster) return {};
        auto const made = run([&](store::Tx& tx) { return runs.create(tx, *roster, maker); });
        EXPECT_TRUE(made) << (made ? "" : made.error().en);
        return made ? *made : Value();
    }
    Result<Value> proposed(Value const& head) {
        auto const id = head["id"].string();
        auto const steps = runs.steps_to_keep(*store().read(), id);
        EXPECT_TRUE(steps);
        return run([&](store::Tx& tx) { return runs.propose(tx, commands, id, maker, *steps); });
    }
    Result<Value> approved(Value const& proposal, people::Actor const& by) {
        auto const tree = regions.tree();
        auto const answer = run([&](store::Tx& tx) {
            return people::approve(tx, people::Decider{commands, *tree, by},
                                   proposal["proposal"].string());
        });
        if (!answer) return answer;
        return people::outcome_of(*answer);
    }
    Value locked(std::string const& period) {
        auto const head = computed(period);
        auto const proposal = proposed(head);
        EXPECT_TRUE(proposal) << (proposal ? "" : proposal.error().en);
        auto const done = approved(*proposal, checker);
        EXPECT_TRUE(done) << (done ? "" : done.error().en);
        return head;
    }
    StoredRun stored(Value const& head) { return *find_run(*store().read(), head["id"].string()); }
    Value line(Value const& head, std::string const& record) {
        auto const found =
            runs.line(*store().read(), stored(head), everything(), record, "2026-01-05");
        EXPECT_TRUE(found) << (found ? "" : found.error().en);
        return found ? *found : Value();
    }
    std::string ranked(std::string const& name, std::string const& hull = "steel",
                       std::string const& berth = "990001001001") {
        auto const id = boat(name, hull, berth);
        EXPECT_TRUE(applied(id, "2024-03-01"));
        return id;
    }

    people::Actor maker = people::testing::actor("maker", "county_admin", "990001");
    people::Actor checker = people::testing::actor("checker", "county_admin", "990001");
};

TEST_P(RunsTest, compute_each_line_and_the_totals) {
    start_boats();
    auto const steel = ranked("白鹭");
    ranked("木鸭", "wood", "990001002001");
    trip(steel, "2025-03-10");
    auto const head = computed("2025-03");
    EXPECT_EQ(head["count"], Value(2));
    EXPECT_EQ(head["state"], Value("draft"));
    EXPECT_EQ(head["totals"]["owed"], Value("403.00"));
    EXPECT_EQ(line(head, steel)["values"]["owed"], Value("302.50"));
    EXPECT_EQ(line(head, steel)["steps"].list()[0]["zh"], Value("3 级，每级 100.50"));
}

TEST_P(RunsTest, name_what_no_official_text_gives) {
    start_boats();
    ranked("白鹭");
    auto const head = computed("2025-03");
    ASSERT_EQ(head["caveats"].list().size(), 1U) << "the rate is official, the rank's start not";
    auto const& caveat = head["caveats"].list()[0];
    EXPECT_EQ(caveat["class"], Value("example"));
    EXPECT_EQ(caveat["parameter"], Value("steel_rank"));
    EXPECT_EQ(caveat["title"]["en"], Value("Start of steel"));
    EXPECT_EQ(caveats_said(head["caveats"]).zh, "所用数值和规则有 1 项是示例");
}

TEST_P(RunsTest, say_nothing_where_all_that_was_used_is_official) {
    start_boats();
    ranked("木鸭", "wood");  // a rank that no parameter gives
    EXPECT_EQ(computed("2025-03")["caveats"], Value(List{}));
    deploy(R"yaml(
parameter: rate
title: { zh: 费率, en: Rate }
values:
  - { from: 2020-01-01, value: 100.5, basis: { class: repost, text: { zh: 转载, en: Repost } } }
)yaml");
    auto const head = computed("2025-04");
    EXPECT_EQ(head["caveats"].list()[0]["class"], Value("repost"));
    EXPECT_EQ(caveats_said(head["caveats"]).en,
              "Of the figures and rules used, 1 is a repost not compared with the original");
}

TEST_P(RunsTest, tell_who_approves_what_no_official_text_gives) {
    start_boats();
    ranked("白鹭");
    ASSERT_TRUE(proposed(computed("2025-03")));
    auto const detail = store().read()->text("SELECT detail_zh FROM proposal", {});
    EXPECT_NE(detail.find("所用数值和规则有 1 项是示例"), std::string::npos) << detail;
}

TEST_P(RunsTest, leave_out_who_is_not_in_and_other_regions) {
    start_boats();
    auto const gone = ranked("白鹭");
    ranked("木鸭", "wood", "990001002001");
    ASSERT_TRUE(change("boat", gone, R"({"sunk_on": "2025-02-10"})", "2025-02-10"));
    EXPECT_EQ(computed("2025-02")["count"], Value(2));
    EXPECT_EQ(computed("2025-03")["count"], Value(1));
    EXPECT_EQ(computed("2025-02", "990001002")["count"], Value(1));
}

TEST_P(RunsTest, compare_with_the_period_before_and_say_why) {
    start_boats();
    auto const id = ranked("白鹭");
    ranked("木鸭", "wood");
    locked("2025-03");
    trip(id, "2025-04-02");
    ASSERT_TRUE(applied(id, "2025-04-02"));
    auto const head = computed("2025-04");
    EXPECT_EQ(head["comparison"]["changed"], Value(1));
    EXPECT_EQ(head["comparison"]["unchanged"], Value(1));
    EXPECT_EQ(head["comparison"]["totals"]["owed"]["difference"], Value("101.50"));
    auto const changed = line(head, id);
    EXPECT_EQ(changed["difference"]["owed"], Value("101.50"));
    ASSERT_FALSE(changed["reasons"].list().empty());
    EXPECT_EQ(changed["reasons"].list()[0]["zh"],
              Value("4 级，每级 100.50 403.00（上期：3 级，每级 100.50 301.50）"));
}

TEST_P(RunsTest, of_a_town_compare_with_its_part_of_the_county) {
    start_boats();
    auto const id = ranked("白鹭");
    ranked("木鸭", "wood", "990001002001");
    locked("2025-03");
    trip(id, "2025-04-02");
    auto const head = computed("2025-04", "990001001");
    auto const& compared = head["comparison"];
    EXPECT_EQ(compared["previous"]["same_region"], Value(false));
    EXPECT_EQ(compared["changed"], Value(1));
    EXPECT_EQ(compared["removed"], Value(0)) << "who is of another town was never in this one";
    EXPECT_EQ(compared["totals"]["owed"]["before"], Value("301.50"));
    EXPECT_EQ(compared["totals"]["owed"]["difference"], Value("1.00"));
    auto const changed = line(head, id);
    EXPECT_EQ(changed["previous"]["owed"], Value("301.50"));
    EXPECT_FALSE(changed["reasons"].list().empty());
}

TEST_P(RunsTest, of_a_county_compare_with_the_runs_of_its_towns) {
    start_boats();
    auto const id = ranked("白鹭");
    auto const other = ranked("木鸭", "wood", "990001002001");
    (void)computed("2025-03", "990001001");
    (void)computed("2025-03", "990001002");
    (void)computed("2025-03", "990001001001");  // within the first: not counted again
    trip(id, "2025-04-02");
    auto const head = computed("2025-04");
    auto const& compared = head["comparison"];
    EXPECT_EQ(compared["previous"]["regions"].list().size(), 2U);
    EXPECT_EQ(compared["changed"], Value(1));
    EXPECT_EQ(compared["unchanged"], Value(1));
    EXPECT_EQ(compared["added"], Value(0));
    EXPECT_EQ(compared["totals"]["owed"]["difference"], Value("1.00"));
    EXPECT_EQ(line(head, other)["previous"]["owed"], Value("100.50"));
    EXPECT_FALSE(line(head, id)["reasons"].list().empty());
}

TEST_P(RunsTest, carry_the_figures_of_the_year_and_its_opening) {
    start_boats();
    auto const id = ranked("白鹭");
    created("carried_over", R"({"year": 2025, "paid": "1000.00", "months": 2})", id);
    auto const march = locked("2025-03");
    EXPECT_EQ(line(march, id)["values"]["so_far"], Value("1301.50"));
    auto const april = locked("2025-04");
    EXPECT_EQ(line(april, id)["values"]["so_far"], Value("1603.00"));
    auto const next_year = computed("2026-01");
    EXPECT_EQ(line(next_year, id)["values"]["so_far"], Value("301.50"));
}

TEST_P(RunsTest, need_a_second_person) {
    start_boats();
    ranked("白鹭");
    auto const head = computed("2025-03");
    auto const proposal = proposed(head);
    ASSERT_TRUE(proposal) << proposal.error().en;
    EXPECT_EQ(stored(head).state, "proposed");
    EXPECT_FALSE(approved(*proposal, maker));
    ASSERT_TRUE(approved(*proposal, checker));
    EXPECT_EQ(stored(head).state, "locked");
    auto const again = runs.compute(*store().read(), {"dues", "990001", "2025-03", {}});
    auto const refused = run([&](store::Tx& tx) { return runs.create(tx, *again, maker); });
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "run.standing.conflict");
}

TEST_P(RunsTest, are_not_approved_once_what_they_rest_on_has_changed) {
    start_boats();
    auto const id = ranked("白鹭");
    auto const head = computed("2025-03");
    auto const proposal = proposed(head);
    ASSERT_TRUE(proposal);
    trip(id, "2025-03-20");
    EXPECT_FALSE(approved(*proposal, checker));
    EXPECT_EQ(stored(head).state, "draft");
    auto const stale = proposed(head);
    ASSERT_FALSE(stale);
    EXPECT_EQ(stale.error().code, "run.stale.conflict");
}

TEST_P(RunsTest, are_not_approved_once_the_rules_have_changed) {
    start_boats();
    ranked("白鹭");
    auto const proposal = proposed(computed("2025-03"));
    ASSERT_TRUE(proposal);
    deploy(
        "parameter: rate\ntitle: { zh: 费率, en: Rate }\nvalues:\n"
        "  - { from: 2020-01-01, value: 7, basis: { class: official, text: 新规 } }\n");
    EXPECT_FALSE(approved(*proposal, checker));
}

TEST_P(RunsTest, are_not_proposed_while_a_line_has_no_result) {
    start_boats();
    boat("白鹭");  // its rank was never decided
    auto const head = computed("2025-03");
    EXPECT_EQ(head["problems"], Value(1));
    auto const refused = proposed(head);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "run.problems");
}

TEST_P(RunsTest, a_locked_run_keeps_its_steps_when_the_rules_change) {
    start_boats();
    auto const id = ranked("白鹭");
    auto const head = locked("2025-03");
    deploy(
        "parameter: rate\ntitle: { zh: 费率, en: Rate }\nvalues:\n"
        "  - { from: 2020-01-01, value: 7, basis: { class: official, text: 新规 } }\n");
    EXPECT_EQ(line(head, id)["steps"].list()[0]["zh"], Value("3 级，每级 100.50"));
}

TEST_P(RunsTest, an_old_period_computed_again_shows_only_what_differs) {
    start_boats();
    auto const id = ranked("白鹭");
    ranked("木鸭", "wood");
    auto const head = locked("2025-03");
    auto const known_then = clock.now() + 1'000'000;  // commands are a microsecond apart
    clock.set(clock.now() + 86'400'000'000);
    trip(id, "2025-03-20");
    auto const now = runs.recompute(*store().read(), stored(head), clock.now());
    ASSERT_TRUE(now) << now.error().en;
    ASSERT_EQ((*now)["differing"], Value(1));
    EXPECT_EQ((*now)["rows"].list()[0]["difference"]["owed"], Value("1.00"));
    auto const then = runs.recompute(*store().read(), stored(head), known_then);
    ASSERT_TRUE(then);
    EXPECT_EQ((*then)["differing"], Value(0));
}

TEST_P(RunsTest, show_only_lines_of_ones_scope) {
    start_boats();
    ranked("白鹭");
    auto const own = ranked("木鸭", "wood", "990001002001");
    auto const head = computed("2025-03");
    people::Scope west;
    west.regions = {"990001002"};
    auto const page = runs.lines(*store().read(), stored(head), west, {}, "2026-01-05");
    ASSERT_TRUE(page);
    EXPECT_EQ((*page)["total"], Value(1));
    ASSERT_EQ((*page)["rows"].list().size(), 1U);
    EXPECT_EQ((*page)["rows"].list()[0]["record_id"], Value(own));
    EXPECT_FALSE(runs.find(*store().read(), head["id"].string(), west));
    LineQuery by_initials;
    by_initials.q = "my";
    auto const found =
        runs.lines(*store().read(), stored(head), everything(), by_initials, "2026-01-05");
    EXPECT_EQ((*found)["total"], Value(1));
}

TEST_P(RunsTest, show_ones_own_line_once_it_is_locked_and_nothing_else) {
    start_boats();
    auto const own = ranked("白鹭");
    ranked("木鸭", "wood");
    people::Scope self;
    self.records = {own};
    auto const head = computed("2025-03");
    EXPECT_FALSE(runs.find(*store().read(), head["id"].string(), self));
    auto const proposal = proposed(head);
    ASSERT_TRUE(proposal);
    ASSERT_TRUE(approved(*proposal, checker));
    auto const found = runs.find(*store().read(), head["id"].string(), self);
    ASSERT_TRUE(found);
    EXPECT_TRUE(runs.head(*found)["totals"].context().empty());
    auto const page = runs.lines(*store().read(), *found, self, {}, "2026-01-05");
    ASSERT_TRUE(page);
    EXPECT_EQ((*page)["total"], Value(1));
    EXPECT_EQ((*page)["rows"].list()[0]["record_id"], Value(own));
    auto const listed = runs.list(*store().read(), "dues", self, "", "2026-01-05");
    ASSERT_EQ(listed->list().size(), 1U);
    EXPECT_EQ(listed->list()[0]["count"], Value(1));
}

TEST_P(RunsTest, a_draft_can_be_computed_again_or_discarded) {
    start_boats();
    ranked("白鹭");
    computed("2025-03");
    auto const head = computed("2025-03");
    EXPECT_EQ(count("SELECT COUNT(*) FROM decision_run"), 1);
    ASSERT_TRUE(
        run([&](store::Tx& tx) { return runs.discard(tx, head["id"].string(), everything()); }));
    EXPECT_EQ(count("SELECT COUNT(*) FROM decision_run_line"), 0);
}

TEST_P(RunsTest, wrong_periods_and_views_are_refused) {
    start_boats();
    auto const sql = store().read();
    EXPECT_EQ(runs.compute(*sql, {"dues", "990001", "2025-13", {}}).error().code, "run.period");
    EXPECT_EQ(runs.compute(*sql, {"dues", "990001", "2025Q1", {}}).error().code, "run.period");
    EXPECT_EQ(runs.compute(*sql, {"nothing", "990001", "2025-03", {}}).error().code,
              "run.unknown_view");
}

TEST_P(RunsTest, tell_what_is_to_be_paid_after_rules_changed_for_days_gone_by) {
    start_boats();
    auto const steel = ranked("白鹭");
    ranked("木鸭", "wood", "990001002001");
    locked("2025-01");
    locked("2025-02");
    auto const sheet = [&](std::string const& region, std::string const& from) {
        auto made = difference_sheet(desk, *store().read(),
                                     {"dues", region, from, "", everything(), "2026-01-05"});
        EXPECT_TRUE(made) << (made ? "" : made.error().en);
        return to_value(*made, *regions.tree());
    };
    EXPECT_TRUE(sheet("990001", "2025-01")["rows"].list().empty());
    deploy(R"yaml(
parameter: rate
title: { zh: 费率, en: Rate }
values:
  - { from: 2020-01-01, value: 100.5, basis: { class: official, text: { zh: 甲, en: A } } }
  - { from: 2025-02-01, value: 110, basis: { class: official, text: { zh: 乙, en: B } } }
)yaml");
    auto const told = sheet("990001", "2025-01");
    EXPECT_EQ(told["periods"].list().size(), 2U);
    ASSERT_EQ(told["rows"].list().size(), 2U);
    EXPECT_EQ(told["total"]["owed"], Value("38.00")) << "4 ranks, 9.50 each, one month";
    auto const& row = told["rows"].list()[0];
    EXPECT_EQ(row["record_id"], Value(steel));
    EXPECT_EQ(row["total"]["owed"], Value("28.50"));
    EXPECT_TRUE(row["periods"]["2025-01"].is_null());
    EXPECT_EQ(row["periods"]["2025-02"]["owed"], Value("28.50"));
    EXPECT_EQ(sheet("990001", "2025-03")["periods"].list().size(), 0U);
}

TEST_P(RunsTest, take_back_from_who_was_paid_but_should_not_have_been) {
    start_boats();
    auto const gone = ranked("白鹭");
    locked("2025-03");
    ASSERT_TRUE(change("boat", gone, R"({"sunk_on": "2025-02-10"})", "2025-02-10"));
    auto const made = difference_sheet(
        desk, *store().read(), {"dues", "990001", "2025-01", "", everything(), "2026-01-05"});
    ASSERT_TRUE(made);
    ASSERT_EQ(made->rows.size(), 1U);
    EXPECT_EQ(to_value(*made, *regions.tree())["total"]["owed"], Value("-301.50"));
}

JIZHI_ON_BOTH_STORES(RunsTest);

}  // namespace
}  // namespace jizhi::decision
