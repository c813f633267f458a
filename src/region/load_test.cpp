#include "region/load.hpp"

#include <fstream>
#include <sstream>

#include "region/closure.hpp"
#include "region/schema.hpp"
#include "store/both_stores.hpp"
#include "value/temporal.hpp"

namespace jizhi::region {
namespace {

Day day(char const* text) { return parse_date(text)->day; }

std::string const city_csv =
    "code,name,level,parent\n"
    "9900,示例市,city,\n"
    "990001,东县,county,9900\n"
    "990002,西县,county,9900\n"
    "990001001,\"河口镇\",town,990001\n"
    "990001001201,上河村,village,990001001\n";

class Divisions : public store::testing::OnBothStores {
protected:
    void SetUp() override { open({migrations()}); }

    Result<Value> load(std::string const& csv, char const* from) {
        return run([&](store::Tx& tx) -> Result<Value> {
            TRY(regions, parse_divisions(csv, "x.csv"));
            TRY(loaded, load_divisions(tx, regions, day(from)));
            counts = loaded;
            return Value{};
        });
    }
    /// Regions of `scope` on that day, by the SQL condition.
    std::string below_on(std::vector<std::string> const& scope, char const* on) {
        auto const condition = below("r.code", scope, on);
        auto binds = std::vector<store::Bind>{};
        condition.bind_to(binds);
        auto found = std::string{};
        store().read()->query("SELECT DISTINCT r.code FROM region r WHERE " + condition.sql +
                                  " ORDER BY r.code",
                              binds, [&](store::Row const& row) {
                                  found += found.empty() ? "" : " ";
                                  found += row.text(0);
                              });
        return found;
    }
    std::shared_ptr<Tree const> tree_on(char const* on) {
        auto regions = Regions{};
        regions.reload(*store().read(), day(on));
        return regions.tree();
    }
    Loaded counts;
};

TEST_P(Divisions, load_and_scope_by_the_closure) {
    ASSERT_TRUE(load(city_csv, "2020-01-01"));
    EXPECT_EQ(counts.added, 5);
    EXPECT_EQ(below_on({"990001"}, "2024-05-01"), "990001 990001001 990001001201");
    EXPECT_EQ(below_on({"990002", "990001001"}, "2024-05-01"), "990001001 990001001201 990002");
    EXPECT_EQ(below_on({}, "2024-05-01"), "");
    EXPECT_EQ(below_on({"9900"}, "2019-12-31"), "") << "before the list held";
}

TEST_P(Divisions, loading_the_same_list_again_changes_nothing) {
    ASSERT_TRUE(load(city_csv, "2020-01-01"));
    auto const before = count("SELECT COUNT(*) FROM region_closure");
    ASSERT_TRUE(load(city_csv, "2024-01-01"));
    EXPECT_EQ(counts.unchanged, 5);
    EXPECT_EQ(count("SELECT COUNT(*) FROM region_closure"), before);
}

TEST_P(Divisions, a_town_that_moves_to_another_county_is_seen_there_from_that_day) {
    ASSERT_TRUE(load(city_csv, "2020-01-01"));
    ASSERT_TRUE(load("code,name,level,parent\n990001001,河口街道,town,990002\n", "2025-07-01"));
    EXPECT_EQ(counts.moved, 1);
    EXPECT_EQ(below_on({"990001"}, "2025-06-30"), "990001 990001001 990001001201");
    EXPECT_EQ(below_on({"990001"}, "2025-07-01"), "990001");
    EXPECT_EQ(below_on({"990002"}, "2025-07-01"), "990001001 990001001201 990002");
    EXPECT_EQ(tree_on("2025-06-30")->name("990001001"), "河口镇");
    EXPECT_EQ(tree_on("2025-07-01")->name("990001001"), "河口街道");
    EXPECT_EQ(tree_on("2025-07-01")->root("990001001201"), "990002");
}

TEST_P(Divisions, what_ended_is_seen_by_its_successor) {
    ASSERT_TRUE(load(city_csv, "2020-01-01"));
    ASSERT_TRUE(load("code,name,level,parent\n990001002,新镇,town,990001\n", "2024-01-01"));
    auto const merge = [&](char const* code, char const* into) {
        return run(
            [&](store::Tx& tx) { return merge_division(tx, code, into, day("2025-07-01")); });
    };
    EXPECT_EQ(merge("990001001", "990001002").error().code, "region.has_children");
    EXPECT_EQ(merge("990001002", "nowhere").error().code, "region.unknown");
    ASSERT_TRUE(merge("990001002", "990001001"));
    EXPECT_EQ(below_on({"990001001"}, "2025-06-30"), "990001001 990001001201");
    EXPECT_EQ(below_on({"990001001"}, "2025-07-01"), "990001001 990001001201 990001002");
    EXPECT_TRUE(tree_on("2025-07-01")->find("990001002")->ended);
    EXPECT_EQ(merge("990001002", "990001001").error().code, "region.unknown") << "it has ended";
}

TEST_P(Divisions, a_parent_that_does_not_exist_is_refused_and_nothing_is_kept) {
    auto const bad = load("code,name,level,parent\n990001,东县,county,9900\n", "2020-01-01");
    EXPECT_EQ(bad.error().code, "region.parent_unknown");
    EXPECT_EQ(count("SELECT COUNT(*) FROM region"), 0);
}

TEST_P(Divisions, a_change_cannot_begin_before_what_it_changes) {
    ASSERT_TRUE(load(city_csv, "2020-01-01"));
    auto const bad = load("code,name,level,parent\n990002,新西县,county,9900\n", "2019-01-01");
    EXPECT_EQ(bad.error().code, "region.date_before");
}

TEST_P(Divisions, the_demo_city_loads) {
    auto file = std::ifstream(std::string(JIZHI_SOURCE_DIR) + "/demo/liaoyuan-divisions.csv");
    auto text = std::stringstream{};
    text << file.rdbuf();
    ASSERT_TRUE(load(text.str(), "2023-06-30"));
    EXPECT_EQ(counts.added, 634);
    auto const tree = tree_on("2024-01-01");
    EXPECT_EQ(tree->name("220402002001"), "南康社区");
    EXPECT_EQ(tree->root("220402002001"), "220402");
    EXPECT_EQ(tree->children("2204").size(), 4U);
}

JIZHI_ON_BOTH_STORES(Divisions);

struct BadCsv {
    char const* text;
    char const* code;
    char const* where;
};
class Csv : public testing::TestWithParam<BadCsv> {};

TEST_P(Csv, errors_name_the_line) {
    auto const parsed = parse_divisions(GetParam().text, "x.csv");
    ASSERT_FALSE(parsed);
    EXPECT_EQ(parsed.error().code, GetParam().code);
    EXPECT_EQ(parsed.error().where, GetParam().where);
}

INSTANTIATE_TEST_SUITE_P(
    Files, Csv,
    testing::Values(BadCsv{"", "region.header_missing", "x.csv:1"},
                    BadCsv{"a,b\n", "region.header_missing", "x.csv:1"},
                    BadCsv{"code,name\n22,吉林省\n22,吉林省\n", "region.code_twice", "x.csv:3"},
                    BadCsv{"code,name\n22,\n", "region.name_bad", "x.csv:2"},
                    BadCsv{"code,name,level\n22,吉林省,country\n", "region.level_unknown",
                           "x.csv:2"},
                    BadCsv{"code,name\n225,某地\n", "region.level_unknown", "x.csv:2"},
                    BadCsv{"code,name\n\xFF,x\n", "region.not_utf8", "x.csv"}));

TEST(Csv, without_level_and_parent_the_digits_tell) {
    auto const parsed = parse_divisions("\xEF\xBB\xBF" "code,name\r\n22,吉林省\r\n2204,辽源市\r\n",
                                        "x.csv");
    ASSERT_TRUE(parsed) << parsed.error().en;
    EXPECT_EQ((*parsed)[1].parent, "22");
    EXPECT_EQ((*parsed)[1].level, Level::city);
    EXPECT_EQ((*parsed)[1].name, "辽源市");
}

}  // namespace
}  // namespace jizhi::region
