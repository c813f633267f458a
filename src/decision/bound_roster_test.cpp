#include "decision/bound_roster.hpp"

#include <fmt/format.h>

#include <atomic>
#include <random>

#include "decision/roster_pass.hpp"
#include "decision/testing.hpp"
#include "feel/identity.hpp"

namespace jizhi::decision {
namespace {

constexpr std::string_view other_rate = R"yaml(
parameter: rate
title: { zh: 费率, en: Rate }
values:
  - from: 2020-01-01
    value: 77.25
    basis: { class: official, text: { zh: 港规, en: Port rules }, clause: 第二条 }
)yaml";

class BoundRosterTest : public testing::WithDecisions {
protected:
    void start() {
        start_boats();
        if (HasFatalFailure()) return;
        old_ = books.now();
        deploy(other_rate);
        new_ = books.now();
        books.swap(old_);
    }
    /// Boats that no database has seen: some without a hull, a rank, or with trips of other months.
    std::vector<record::Loaded> fleet(std::size_t count) {
        std::mt19937 draw(7);
        auto const below = [&](unsigned end) { return static_cast<int>(draw() % end); };
        std::vector<record::Loaded> made;
        for (std::size_t i = 0; i < count; ++i) {
            List trips, paid;
            for (auto n = below(5); n > 0; --n)
                trips.emplace_back(Context{
                    {"on_day", *parse_date(fmt::format("2025-{:02}-1{}", 1 + below(12), n))}});
            if (below(3) == 0)
                paid.emplace_back(
                    Context{{"year", 2025}, {"paid", below(900)}, {"months", below(4)}});
            auto const berth = below(2) == 0 ? "990001001001" : "990001002001";
            Value const rank = below(4) == 0 ? Value() : Value(below(9));
            Value const hull = below(9) == 0 ? Value() : Value(below(2) == 0 ? "steel" : "wood");
            record::Loaded boat;
            boat.id = fmt::format("b{}", i);
            boat.region = berth;
            boat.value = Value(Context{{"id", boat.id},
                                       {"region", berth},
                                       {"name", fmt::format("船{}", i)},
                                       {"berth", berth},
                                       {"hull", hull},
                                       {"rank", rank},
                                       {"launched_on", *parse_date("2024-03-01")},
                                       {"trip", trips},
                                       {"carried_over", paid}});
            made.push_back(std::move(boat));
        }
        return made;
    }
    RunView view_of(Book const& book) {
        auto const catalog = desk.catalogs().now();
        return *RunView::make(*catalog, *catalog->view("dues", {}), *book.model("dues", {}));
    }
    /// What one boat owes, one step after another.
    std::vector<Value> alone(record::Loaded const& boat, std::shared_ptr<Book const> const& book,
                             Setting const& setting, BoundRoster::Decided decided) {
        auto const catalog = desk.catalogs().now();
        auto const view = view_of(*book);
        Evaluator evaluator(desk, book, catalog, setting);
        Subject subject{catalog->type("boat"), boat.id, boat.region, boat.value, catalog};
        if (decided == BoundRoster::Decided::computed) {
            auto const standing = evaluator.evaluate(subject, "standing", {}, dmn::TraceLevel::off);
            auto const rank = standing->outcome.value["rank"];
            auto changed = subject.value.context();
            if (!rank.is_null()) changed.put("rank", rank);
            subject.value = Value(std::move(changed));
        }
        auto const extra = view.extra(boat.value, {}, setting);
        auto const dues = evaluator.evaluate(subject, "dues", extra, dmn::TraceLevel::off);
        return view.values_of(dues->outcome.value);
    }
    void expect_same(std::vector<record::Loaded> const& boats, BoundRoster const& roster,
                     std::shared_ptr<Book const> const& book, BoundRoster::Decided decided) {
        auto const catalog = desk.catalogs().now();
        auto const pass =
            RosterPass::make(desk, roster, book, *catalog, *catalog->view("dues", {}));
        ASSERT_TRUE(pass) << pass.error().en;
        std::atomic<std::size_t> seen = 0;
        pass->run(2, [&](PassBlock const& block) {
            for (std::size_t row = 0; row < block.rows; ++row) {
                auto const member = block.member(row);
                auto const wanted = alone(boats[member], book, roster.setting(), decided);
                for (std::size_t i = 0; i < wanted.size(); ++i)
                    EXPECT_TRUE(feel::identical(block.columns[i].at(row), wanted[i]))
                        << boats[member].id << " column " << i;
                ++seen;
            }
        });
        EXPECT_EQ(seen, boats.size());
    }

    std::shared_ptr<Book const> old_, new_;
};

TEST_P(BoundRosterTest, a_pass_gives_what_each_record_alone_gives_under_any_book) {
    start();
    auto const boats = fleet(2500);
    auto const catalog = desk.catalogs().now();
    auto const view = view_of(*old_);
    auto const setting = view.setting(*view.period("2025-03"));
    for (auto const decided : {BoundRoster::Decided::stored, BoundRoster::Decided::computed}) {
        auto builder = BoundRoster::Builder::make(desk, *catalog->type("boat"), view, setting,
                                                  {old_, new_}, decided);
        ASSERT_TRUE(builder) << builder.error().en;
        for (auto const& boat : boats) builder->add(boat, view.extra(boat.value, {}, setting));
        auto const roster = builder->take();
        EXPECT_EQ(roster.stages().size(), decided == BoundRoster::Decided::computed ? 2U : 1U);
        EXPECT_TRUE(roster.fits(*new_));
        expect_same(boats, roster, old_, decided);
        expect_same(boats, roster, new_, decided);
    }
}

JIZHI_ON_BOTH_STORES(BoundRosterTest);

TEST(Figures, are_rounded_half_up_and_tell_what_is_none) {
    auto const column = feel::column_of(
        {Value(Decimal::scaled(1005, 3)), Value(), Value(Decimal::scaled(-7, 0)), Value("text")});
    std::vector<std::int64_t> figures(4);
    figures_of(column, 4, 2, figures.data());
    EXPECT_EQ(figures, (std::vector<std::int64_t>{101, no_figure, -700, no_figure}));
    auto const numbers = feel::column_of({Value(Decimal::scaled(1005, 3)), Value()});
    figures_of(numbers, 2, 2, figures.data());
    EXPECT_EQ(figures[0], 101);
    EXPECT_EQ(figures[1], no_figure);
}

}  // namespace
}  // namespace jizhi::decision
