#include "region/common.hpp"

#include <gtest/gtest.h>

#include "region/load.hpp"

namespace jizhi::region {
namespace {

TEST(Common, is_the_lowest_region_that_holds_both) {
    Regions const regions(*parse_divisions("code,name,level,parent\n9900,市,city,\n"
                                           "990001,东,county,9900\n990002,西,county,9900\n"
                                           "990001001,街,town,990001\n990001002,道,town,990001\n"
                                           "98,省,province,\n",
                                           "test"));
    auto const tree = regions.tree();
    EXPECT_EQ(common(*tree, "990001001", "990001001"), "990001001");
    EXPECT_EQ(common(*tree, "990001001", "990001002"), "990001");
    EXPECT_EQ(common(*tree, "990001001", "990001"), "990001");
    EXPECT_EQ(common(*tree, "990001001", "990002"), "9900");
    EXPECT_EQ(common(*tree, "990001001", "98"), "");
    EXPECT_EQ(common(*tree, "990001001", "no"), "");
    EXPECT_EQ(common(*tree, "", "990001001"), "");
}

}  // namespace
}  // namespace jizhi::region
