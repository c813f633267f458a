#include "decision/rehearsal.hpp"

#include <fmt/format.h>

#include <array>
#include <random>

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

/// Rules with a random change or several: figures, some of one place only, and texts of models.
class RandomRules {
public:
    explicit RandomRules(unsigned seed) : draw_(seed) {}
    std::shared_ptr<Book const> next() {
        Book::Builder builder;
        builder.add_model("", "standing", changed(standing_dmn, "base + trips", "base + trips * 2"),
                          "test", "standing.dmn");
        builder.add_model("", "dues", changed(dues_dmn, "+ trips<", "+ trips * 3<"), "test",
                          "dues.dmn");
        add(builder, "", "steel_rank", 2 + below(3));
        add(builder, "", "rate", 100 + below(3));
        add(builder, "", "unread", below(9));
        if (below(2) == 0) add(builder, "990001002", "rate", 90 + below(2));
        if (below(2) == 0) add(builder, "990001001", "steel_rank", 4);
        auto book = builder.build();
        EXPECT_TRUE(book) << (book ? "" : book.error().en);
        return *book;
    }

private:
    int below(unsigned end) { return static_cast<int>(draw_() % end); }
    std::string changed(std::string_view text, std::string_view from, std::string_view to) {
        std::string made(text);
        if (below(3) == 0) made.replace(made.find(from), from.size(), to);
        return made;
    }
    static void add(Book::Builder& builder, std::string const& region, std::string const& name,
                    int value) {
        auto const text = fmt::format(
            "parameter: {}\ntitle: {{ zh: 数, en: Figure }}\nvalues:\n  - from: 2020-01-01\n"
            "    value: {}\n    basis: {{ class: example, text: {{ zh: 例, en: Example }} }}\n",
            name, value);
        EXPECT_TRUE(builder.add_parameter(region, *parse_yaml(text, name)));
    }
    std::mt19937 draw_;
};

/// A rehearsal beside two whole passes with no memory of each other.
class RandomRehearsal : public RehearsalTest {
protected:
    /// More boats than a block holds; some have no hull, so that they owe nothing known.
    std::shared_ptr<Rehearsal const> fleet(std::shared_ptr<Book const> const& book,
                                           std::vector<std::shared_ptr<Book const>> const& all) {
        auto const catalog = desk.catalogs().now();
        auto const* declared = catalog->view("dues", {});
        auto const view = *RunView::make(*catalog, *declared, *book->model("dues", {}));
        auto const setting = view.setting(*view.period("2025-03"));
        auto builder = BoundRoster::Builder::make(desk, *catalog->type("boat"), view, setting, all,
                                                  BoundRoster::Decided::computed);
        EXPECT_TRUE(builder);
        for (int i = 0; i < static_cast<int>(2 * feel::block_rows + 900); ++i) {
            auto const berth = i % 3 == 0 ? "990001002001" : "990001001001";
            List trips;
            for (int n = i % 4; n > 0; --n)
                trips.emplace_back(Context{{"on_day", *parse_date("2025-03-10")}});
            record::Loaded boat;
            boat.id = fmt::format("b{}", i);
            boat.region = berth;
            boat.value = Value(Context{{"name", boat.id},
                                       {"berth", berth},
                                       {"hull", i % 5 == 0 ? Value("steel") : Value("wood")},
                                       {"rank", i % 7 == 0 ? Value() : Value(i % 9)},
                                       {"trip", i % 11 == 0 ? Value() : Value(trips)},
                                       {"carried_over", List{}}});
            builder->add(boat, view.extra(boat.value, {}, setting));
        }
        auto made = Rehearsal::bound(desk, view, builder->take(), "990001", book);
        EXPECT_TRUE(made) << (made ? "" : made.error().en);
        return *made;
    }
    std::map<std::uint32_t, std::vector<std::int64_t>> whole(Rehearsal const& rehearsal,
                                                             std::shared_ptr<Book const> book) {
        auto const catalog = desk.catalogs().now();
        auto const pass = RosterPass::make(desk, rehearsal.roster(), std::move(book), *catalog,
                                           *catalog->view("dues", {}));
        EXPECT_TRUE(pass);
        std::map<std::uint32_t, std::vector<std::int64_t>> made;
        pass->run(1, [&](PassBlock const& block) {
            for (auto const& column : block.columns) {
                std::vector<std::int64_t> figures(block.rows);
                figures_of(column, block.rows, 2, figures.data());
                for (std::size_t row = 0; row < block.rows; ++row)
                    made[block.member(row)].push_back(figures[row]);
            }
        });
        return made;
    }
    static std::int64_t or_zero(std::int64_t figure) { return figure == no_figure ? 0 : figure; }

    void expect_as_from_nothing(Rehearsal const& rehearsal,
                                std::shared_ptr<Book const> const& other) {
        auto const told = rehearsal.under(other);
        ASSERT_TRUE(told) << told.error().en;
        auto const before = whole(rehearsal, rehearsal.book()), after = whole(rehearsal, other);
        std::map<std::string, std::array<std::int64_t, 3>> sums;  // before, after, changed
        std::map<std::uint32_t, std::pair<std::int64_t, std::int64_t>> changes;
        std::int64_t lost = 0;
        for (auto const& [member, now] : after) {
            auto const was = before.at(member)[0], is = now[0];
            auto& sum = sums[rehearsal.roster().members()[member].region];
            sum[0] += or_zero(was), sum[1] += or_zero(is), sum[2] += was == is ? 0 : 1;
            if (was != is) changes[member] = {was, is};
            lost += was != no_figure && is == no_figure ? 1 : 0;
        }
        EXPECT_EQ(told->lost, lost);
        ASSERT_EQ(told->changes.size(), changes.size());
        for (std::size_t i = 0; i < told->changes.size(); ++i) {
            auto const& change = told->changes[i];
            EXPECT_EQ(changes.at(change.member), std::pair(change.before, change.after));
            if (i == 0) continue;
            auto const& last = told->changes[i - 1];
            auto const gain = or_zero(change.after) - or_zero(change.before);
            auto const gain_before = or_zero(last.after) - or_zero(last.before);
            EXPECT_TRUE(gain < gain_before ||
                        (gain == gain_before && last.member < change.member));
        }
        for (std::size_t i = 0; i < rehearsal.regions().size(); ++i) {
            auto const& sum = sums[rehearsal.regions()[i]];
            EXPECT_EQ(told->regions[i].before[0], sum[0]);
            EXPECT_EQ(told->regions[i].after[0], sum[1]);
            EXPECT_EQ(told->regions[i].changed, sum[2]);
        }
    }
};

TEST_P(RandomRehearsal, says_of_random_changes_what_computing_from_nothing_says) {
    start();
    for (unsigned seed = 1; seed <= 4; ++seed) {
        RandomRules rules(seed);
        std::vector<std::shared_ptr<Book const>> books_drawn;
        for (int i = 0; i < 12; ++i) books_drawn.push_back(rules.next());
        auto const rehearsal = fleet(books_drawn.front(), books_drawn);
        for (auto const& other : books_drawn) expect_as_from_nothing(*rehearsal, other);
        if (HasFailure()) return;
    }
}

JIZHI_ON_BOTH_STORES(RehearsalTest);
JIZHI_ON_BOTH_STORES(RandomRehearsal);

}  // namespace
}  // namespace jizhi::decision
