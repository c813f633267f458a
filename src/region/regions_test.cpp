#include "region/regions.hpp"

#include <gtest/gtest.h>

namespace jizhi::region {
namespace {

Region make(std::string code, std::string name, Level level, std::string parent) {
    auto region = Region{};
    region.code = std::move(code);
    region.name = std::move(name);
    region.level = level;
    region.parent = std::move(parent);
    return region;
}

/// A city of two counties; the village lies under a town of the first.
Tree city() {
    auto old_town = make("990001009", "旧镇", Level::town, "990001001");
    old_town.ended = true;  // it went into 990001001
    return Tree({make("9900", "示例市", Level::city, ""),
                 make("990001", "东县", Level::county, "9900"),
                 make("990002", "西县", Level::county, "9900"),
                 make("990001001", "河口镇", Level::town, "990001"), old_town,
                 make("990001001201", "上河村", Level::village, "990001001")});
}

TEST(Tree, knows_who_lies_below_whom) {
    auto const tree = city();
    EXPECT_TRUE(tree.below("990001001201", "990001"));
    EXPECT_TRUE(tree.below("990001", "990001"));
    EXPECT_FALSE(tree.below("990001", "990001001201"));
    EXPECT_FALSE(tree.below("990001001201", "990002"));
    EXPECT_FALSE(tree.below("nowhere", "990001"));
    EXPECT_FALSE(tree.below("990001001201", "99000")) << "a prefix is no ancestor";
}

TEST(Tree, gives_the_path_from_the_top_down) {
    auto const tree = city();
    auto names = std::string{};
    for (auto const* region : tree.path("990001001201")) names += region->name + "/";
    EXPECT_EQ(names, "示例市/东县/河口镇/上河村/");
    EXPECT_TRUE(tree.path("nowhere").empty());
}

TEST(Tree, finds_the_county_of_a_village_and_itself_above_the_counties) {
    auto const tree = city();
    EXPECT_EQ(tree.root("990001001201"), "990001");
    EXPECT_EQ(tree.root("990002"), "990002");
    EXPECT_EQ(tree.root("9900"), "9900");
    EXPECT_EQ(tree.root("nowhere"), "");
}

TEST(Tree, lists_children_that_still_exist) {
    auto const tree = city();
    ASSERT_EQ(tree.children("9900").size(), 2U);
    EXPECT_EQ(tree.children("9900")[0]->name, "东县");
    EXPECT_TRUE(tree.find("990001")->has_children);
    EXPECT_FALSE(tree.find("990002")->has_children);
    ASSERT_EQ(tree.children("").size(), 1U);
    EXPECT_EQ(tree.children("990001001").size(), 1U) << "not the town that ended";
}

TEST(Tree, keeps_what_ended_below_what_it_went_into) {
    auto const tree = city();
    EXPECT_EQ(tree.name("990001009"), "旧镇");
    EXPECT_TRUE(tree.below("990001009", "990001001"));
}

TEST(Tree, searches_names_and_codes_highest_first) {
    auto const tree = city();
    auto const found = tree.search("河", 10);
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0]->name, "河口镇");
    EXPECT_EQ(tree.search("9900", 3).size(), 3U);
    EXPECT_TRUE(tree.search("旧镇", 10).empty());
    EXPECT_TRUE(tree.search("", 10).empty());
}

TEST(Tree, survives_parents_that_form_a_ring) {
    auto const tree = Tree({make("a", "甲", Level::town, "b"), make("b", "乙", Level::town, "a")});
    EXPECT_FALSE(tree.below("a", "c"));
    EXPECT_FALSE(tree.path("a").empty());
}

struct LevelCase {
    char const* code;
    Level level;
};
class Codes : public testing::TestWithParam<LevelCase> {};

TEST_P(Codes, tell_their_level) { EXPECT_EQ(level_of_code(GetParam().code), GetParam().level); }

INSTANTIATE_TEST_SUITE_P(Levels, Codes,
                         testing::Values(LevelCase{"22", Level::province},
                                         LevelCase{"2204", Level::city},
                                         LevelCase{"220402", Level::county},
                                         LevelCase{"220402001", Level::town},
                                         LevelCase{"220402001001", Level::community},
                                         LevelCase{"220402100200", Level::village},
                                         LevelCase{"220402001001003", Level::grid}));

TEST(Codes, without_a_level_are_told_apart) {
    EXPECT_FALSE(level_of_code("220"));
    EXPECT_FALSE(level_of_code("22x4"));
}

}  // namespace
}  // namespace jizhi::region
