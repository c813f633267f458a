#include "decision/rehearsal.hpp"

#include "decision/rehearsals.hpp"
#include "decision/simulation.hpp"
#include "decision/testing.hpp"

namespace jizhi::decision {
namespace {

using testing::dues_dmn, testing::rate_yaml, testing::standing_dmn, testing::steel_rank_yaml;

constexpr std::string_view dearer = R"yaml(
parameter: rate
title: { zh: 费率, en: Rate }
values:
  - from: 2020-01-01
    value: 110
    basis: { class: official, text: { zh: 港规, en: Port rules }, clause: 第二条 }
)yaml";

/// The start of steel ships goes down: who has one pays less.
constexpr std::string_view lower_steel = R"yaml(
parameter: steel_rank
title: { zh: 铁船起点, en: Start of steel }
values: [ { from: 2020-01-01, value: 2, basis: { class: example, text: { zh: 示例, en: Example } } } ]
)yaml";

class RehearsalTest : public testing::WithDecisions {
protected:
    void start() {
        start_boats();
        if (HasFatalFailure()) return;
        steel_ = ranked("白鹭", "steel", "990001001001");
        wooden_ = ranked("木鸭", "wood", "990001002001");
        trip(steel_, "2025-03-10");
        old_ = books.now();
    }
    std::string ranked(std::string const& name, std::string const& hull, std::string const& berth) {
        auto const id = boat(name, hull, berth);
        EXPECT_TRUE(applied(id, "2024-03-01"));
        return id;
    }
    std::shared_ptr<Book const> book_with(std::string_view rate, std::string_view steel) {
        Book::Builder builder;
        builder.add_model("", "standing", std::string(standing_dmn), "test", "standing.dmn");
        builder.add_model("", "dues", std::string(dues_dmn), "test", "dues.dmn");
        EXPECT_TRUE(builder.add_parameter("", *parse_yaml(std::string(steel), "s.yaml")));
        EXPECT_TRUE(builder.add_parameter("", *parse_yaml(std::string(rate), "r.yaml")));
        auto book = builder.build();
        EXPECT_TRUE(book);
        return *book;
    }
    std::shared_ptr<Rehearsal const> rehearsal(std::shared_ptr<Book const> const& other,
                                               std::string const& region = "990001") {
        auto made = Rehearsal::prepare(desk, *store().read(), {"dues", region, "2025-03", {}},
                                       {books.now(), other});
        EXPECT_TRUE(made) << (made ? "" : made.error().en);
        return made ? *made : nullptr;
    }

    std::string steel_, wooden_;
    std::shared_ptr<Book const> old_;
};

TEST_P(RehearsalTest, tells_the_cost_of_a_figure_by_region_and_who_gains) {
    start();
    auto const other = book_with(dearer, steel_rank_yaml);
    auto const roster = rehearsal(other);
    auto const simulation = roster->under(other);
    ASSERT_TRUE(simulation) << simulation.error().en;
    auto const told = to_value(*roster, *simulation, *regions.tree());
    // Steel: rank 3 + 1 trip (computed on the way), 4 × 100.5 + 1 trip; wooden: 1 × 100.5.
    EXPECT_EQ(told["totals"]["owed"]["before"], Value("503.50"));
    EXPECT_EQ(told["totals"]["owed"]["after"], Value("551.00"));
    EXPECT_EQ(told["totals"]["owed"]["difference"], Value("47.50"));
    EXPECT_EQ(told["members"], Value(2));
    EXPECT_EQ(told["gain"], Value(2));
    EXPECT_EQ(told["lose"], Value(0));
    std::map<std::string, std::string> by_region;
    for (auto const& each : told["regions"].list())
        by_region[each["code"].string()] = each["totals"]["owed"]["difference"].string();
    EXPECT_EQ(by_region["990001"], "47.50");
    EXPECT_EQ(by_region["990001001"], "38.00");
    EXPECT_EQ(by_region["990001002001"], "9.50");
    EXPECT_FALSE(by_region.contains("99")) << "above the roster's own region";
    auto const rows = changes_to_value(*roster, *simulation, *regions.tree(), 0, 10);
    ASSERT_EQ(rows.list().size(), 2U);
    EXPECT_EQ(rows.list()[0]["name"], Value("白鹭"));
    EXPECT_EQ(rows.list()[0]["difference"], Value("38.00"));
    EXPECT_EQ(changes_to_value(*roster, *simulation, *regions.tree(), 1, 10).list().size(), 1U);
    std::int64_t counted = 0;
    for (auto const& bin : told["histogram"].list()) counted += *bin["count"].number().to_integer();
    EXPECT_EQ(counted, 2);
}

TEST_P(RehearsalTest, carries_a_change_of_rank_into_the_dues_and_says_why) {
    start();
    auto const other = book_with(rate_yaml, lower_steel);
    auto const roster = rehearsal(other);
    auto const simulation = roster->under(other);
    ASSERT_TRUE(simulation);
    EXPECT_EQ(simulation->changes.size(), 1U);
    EXPECT_EQ(simulation->lose, 1);
    auto const before = roster->explain(*store().read(), steel_, roster->book());
    auto const after = roster->explain(*store().read(), steel_, other);
    ASSERT_TRUE(before && after);
    EXPECT_EQ(roster->view().by_id(before->values).find("owed")->string(), "403.00");
    EXPECT_EQ(roster->view().by_id(after->values).find("owed")->string(), "302.50");
    auto const reasons = reasons_of_difference(before->steps, after->steps);
    ASSERT_FALSE(reasons.list().empty());
    EXPECT_NE(reasons.list()[0]["zh"].string().find("2 级"), std::string::npos)
        << reasons.list()[0]["zh"].string();
}

TEST_P(RehearsalTest, says_what_computing_again_under_those_rules_says) {
    start();
    auto const other = book_with(dearer, lower_steel);
    auto const simulation = rehearsal(other)->under(other);
    books.swap(other);
    auto const again = rehearsal(other);
    auto const same = again->under(other);
    ASSERT_TRUE(simulation && same);
    EXPECT_EQ(simulation->whole.after, same->whole.before);
    EXPECT_EQ(same->whole.before, same->whole.after);
    EXPECT_TRUE(same->changes.empty());
}

TEST_P(RehearsalTest, keeps_to_a_region_and_stores_nothing) {
    start();
    auto const count = [&] {
        return store().read()->text("SELECT COUNT(*) FROM event", {}) + "/" +
               store().read()->text("SELECT COUNT(*) FROM decision_run", {});
    };
    auto const before = count();
    auto const other = book_with(dearer, steel_rank_yaml);
    auto const simulation = rehearsal(other, "990001002")->under(other);
    ASSERT_TRUE(simulation);
    EXPECT_EQ(simulation->whole.members, 1);
    EXPECT_EQ(count(), before);
}

TEST_P(RehearsalTest, is_kept_for_the_next_change_until_a_record_changes) {
    start();
    Rehearsals rehearsals(runs, clock);
    auto const other = book_with(dearer, steel_rank_yaml);
    auto const get = [&] {
        auto made = rehearsals.get(*store().read(), {"dues", "990001", "2025-03", {}}, other);
        EXPECT_TRUE(made);
        return *made;
    };
    auto const first = get();
    EXPECT_EQ(get(), first);
    trip(wooden_, "2025-03-11");
    auto const second = get();
    EXPECT_NE(second, first);
    clock.set(clock.now() + 11 * 60 * Micros{1'000'000});
    EXPECT_NE(get(), second);
}

JIZHI_ON_BOTH_STORES(RehearsalTest);

}  // namespace
}  // namespace jizhi::decision
