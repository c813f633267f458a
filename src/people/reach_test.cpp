#include "people/reach.hpp"

#include <gtest/gtest.h>

#include "region/load.hpp"

namespace jizhi::people {
namespace {

TEST(Reach, is_of_all_only_where_each_top_lies_inside) {
    region::Regions const regions(
        *region::parse_divisions("code,name,level,parent\n9900,市,city,\n990001,东,county,9900\n"
                                 "9800,州,city,\n",
                                 "test"));
    auto const tree = regions.tree();
    auto const of = [](std::vector<std::string> regions_held) {
        Scope scope;
        scope.regions = std::move(regions_held);
        return scope;
    };
    EXPECT_TRUE(reaches_all(of({"9900", "9800"}), *tree));
    EXPECT_FALSE(reaches_all(of({"9900"}), *tree));
    EXPECT_FALSE(reaches_all(of({"990001", "9800"}), *tree));
    EXPECT_FALSE(reaches_all(of({}), *tree));
    EXPECT_FALSE(reaches_all(of({"9900"}), region::Tree({}))) << "where nothing is known";
    Scope everything;
    everything.everything = true;
    EXPECT_TRUE(reaches_all(everything, *tree));
}

}  // namespace
}  // namespace jizhi::people
