#include "record/state.hpp"

#include <map>

#include "record/cell.hpp"
#include "record/testing.hpp"

namespace jizhi::record {
namespace {

class State_ : public testing::WithRecords {};

TEST_P(State_, a_record_comes_with_its_children_as_they_had_begun) {
    start();
    auto const id = created("plant", R"({"name": "橡", "owner_id": "11010519491231002X",
        "place": "990001001001", "planted_on": "2019-03-01"})");
    created("visit", R"({"year": 2023, "seen_on": "2023-05-01"})", id);
    created("visit", R"({"year": 2025, "seen_on": "2025-05-01", "note": "好"})", id);
    auto const then = state(id, "2024-01-01");
    ASSERT_EQ(then["visit"].list().size(), 1U);
    EXPECT_EQ(then["visit"].list()[0]["year"].number(), Decimal(2023));
    EXPECT_EQ(state(id, "2026-01-01")["visit"].list()[1]["note"].string(), "好");
    EXPECT_EQ(then["owner_id_sex"].string(), "2");
    EXPECT_EQ(then["owner_id_birth_date"].date(), *parse_date("1949-12-31"));
    EXPECT_EQ(then["region"].string(), "990001001001");
    EXPECT_TRUE(then["cut"].list().empty());
    EXPECT_TRUE(state(id, "2019-02-28").is_null()) << "it was not there yet";
}

TEST_P(State_, what_was_known_then_leaves_later_corrections_out) {
    start();
    auto const id = created(
        "plant",
        R"({"name": "橡", "height": 5, "place": "990001001001", "planted_on": "2019-03-01"})");
    auto const before = clock.now() + 1'000;
    clock.set(before + 3'600'000'000);
    ASSERT_TRUE(change("plant", id, R"({"height": 6})", "", Kind::correct));
    EXPECT_EQ(state(id, "2020-01-01")["height"].number(), Decimal(6));
    EXPECT_EQ(state(id, "2020-01-01", {.known_on = before})["height"].number(), Decimal(5));
    EXPECT_TRUE(state(id, "2020-01-01", {.known_on = before - 2'000}).is_null());
}

TEST_P(State_, many_come_in_the_order_asked_for_and_a_region_at_once) {
    start();
    std::vector<std::string> made;
    for (auto const* name : {"甲", "乙", "丙"})
        made.push_back(
            created("plant", std::string(R"({"name": ")") + name +
                                 R"(", "place": "990001001001", "planted_on": "2019-03-01"})"));
    auto const elsewhere =
        created("plant", R"({"name": "丁", "place": "990001002001", "planted_on": "2019-03-01"})");
    created("visit", R"({"year": 2023, "seen_on": "2023-05-01"})", made[1]);
    auto const catalog = catalogs.now();
    auto const& type = *catalog->type("plant");
    std::vector<std::string> const wanted{made[2], "unknown", elsewhere, made[1]};
    auto const many =
        load_many(*store().read(), *catalog, keys, type, wanted, {*parse_date("2026-01-05")});
    ASSERT_TRUE(many);
    ASSERT_EQ(many->size(), 3U);
    EXPECT_EQ(many->at(0).value["name"].string(), "丙");
    EXPECT_EQ(many->at(1).value["name"].string(), "丁");
    EXPECT_EQ(many->at(2).value["visit"].list().size(), 1U);
    auto const region = load_region(*store().read(), *catalog, keys, type, "990001001",
                                    {*parse_date("2026-01-05")});
    ASSERT_TRUE(region);
    EXPECT_EQ(region->size(), 3U);
}

// --- random deltas against a model that is too simple to be wrong

struct Said {
    std::string field, value, from;
    Micros recorded = 0;
};

/// Per field: the last said among those that count, by (from, recorded).
std::map<std::string, std::string> naive(std::vector<Said> const& all, std::string const& as_of,
                                         Micros known) {
    std::map<std::string, std::string> values;
    std::map<std::string, std::pair<std::string, Micros>> best;
    for (auto const& said : all) {
        if (said.from > as_of || said.recorded > known) continue;
        auto const rank = std::pair(said.from, said.recorded);
        auto const [found, is_new] = best.try_emplace(said.field, rank);
        if (!is_new && rank < found->second) continue;
        found->second = rank;
        values[said.field] = said.value;
    }
    return values;
}

std::string day(std::uint64_t number) { return to_text(Date{18'000 + static_cast<Day>(number)}); }

TEST_P(State_, random_histories_read_as_the_naive_model_says) {
    start();
    constexpr Micros slack =
        1'000;  // the writer's time may run a little ahead of a clock that stands
    constexpr int histories = 12, steps = 12, questions = 20;
    SeededRandom dice{GetParam() == store::Dialect::sqlite ? 1U : 2U};
    auto const roll = [&](std::uint64_t sides) {
        std::uint64_t number = 0;
        dice.fill(&number, sizeof number);
        return number % sides;
    };
    std::vector<std::string> const fields{"name", "height", "kind"};
    auto const value_of = [&](std::string const& field) -> std::string {
        if (field == "height") return std::to_string(roll(90)) + ".00";
        if (field == "kind") return roll(2) == 0 ? "oak" : "pine";
        return "树" + std::to_string(roll(5));
    };
    for (int h = 0; h < histories; ++h) {
        clock.set(clock.now() + 1'000'000);
        auto const first = day(roll(100));
        auto const id =
            created("plant",
                    R"({"name": "起", "place": "990001001001", "planted_on": ")" + first + R"("})");
        std::vector<Said> all{{"name", "起", first, clock.now() + slack}};
        for (int s = 0; s < steps; ++s) {
            clock.set(clock.now() + static_cast<Micros>(roll(3) + 1) * 1'000'000);
            auto const from = std::max(first, day(roll(1'000)));
            auto const field = fields[roll(fields.size())];
            auto const value = value_of(field);
            auto const done = change("plant", id, "{\"" + field + "\": \"" + value + "\"}", from);
            ASSERT_TRUE(done) << done.error().en;
            if ((*done)["changed"].boolean())
                all.push_back({field, value, from, clock.now() + slack});
        }
        for (int q = 0; q < questions; ++q) {
            auto const as_of = day(roll(1'100));
            auto const known = all[roll(all.size())].recorded;
            auto const expected = naive(all, as_of, known);
            auto const found = state(id, as_of, {.known_on = known});
            for (auto const& field : fields) {
                auto const model = expected.find(field);
                auto const want = model == expected.end() ? "" : model->second;
                auto const& type = *catalogs.now()->type("plant");
                auto const got = json_form(*type.field(field), found[field]).string_or("");
                EXPECT_EQ(got, want) << field << " as of " << as_of << " of " << id;
            }
        }
        auto const now = naive(all, "2026-01-05", clock.now() + slack);
        auto const page = list({.q = {}, .filters = {{"id", "eq", Value(id)}}});
        EXPECT_EQ(page.rows.at(0).values.find("name")->string(), now.at("name"))
            << "the current row";
    }
}

JIZHI_ON_BOTH_STORES(State_);

}  // namespace
}  // namespace jizhi::record
