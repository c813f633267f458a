#include "people/scope.hpp"

#include <gtest/gtest.h>

#include "people/testing.hpp"

namespace jizhi::people {
namespace {

using testing::actor;

struct Case {
    char const* says;
    char const* role;
    char const* region;
    Right right;
    char const* row_region;
    bool inside;
};

class Inside : public ::testing::TestWithParam<Case> {};

TEST_P(Inside, only_the_subtree_of_the_role) {
    auto const regions = testing::regions();
    auto const& c = GetParam();
    auto const scope = actor("x", c.role, c.region).scope(c.right);
    EXPECT_EQ(scope.contains(*regions.tree(), c.row_region), c.inside) << c.says;
}

INSTANTIATE_TEST_SUITE_P(
    Scopes, Inside,
    ::testing::Values(
        Case{"her own street", "street_clerk", "990001001", Right::edit, "990001001", true},
        Case{"below it", "street_clerk", "990001001", Right::edit, "990001001001", true},
        Case{"the street beside", "street_clerk", "990001001", Right::edit, "990001002001", false},
        Case{"above it", "street_clerk", "990001001", Right::edit, "990001", false},
        Case{"a right she lacks", "street_clerk", "990001001", Right::approve, "990001001", false},
        Case{"a county sees its streets", "county_admin", "990001", Right::read, "990001002", true},
        Case{"not the other county", "county_admin", "990001", Right::read, "990002001", false},
        Case{"who runs the machine sees no row", "system_admin", "9900", Right::read, "990001",
             false},
        Case{"nor who grants", "security_admin", "9900", Right::read, "990001", false},
        Case{"nor who reads the logs", "security_auditor", "9900", Right::read, "990001", false},
        Case{"the auditor reads", "auditor", "990001", Right::read, "990001001", true},
        Case{"but changes nothing", "auditor", "990001", Right::edit, "990001001", false},
        Case{"no region at all", "county_admin", "990001", Right::read, "", false}));

TEST(Scope, of_oneself_is_one_record) {
    auto const regions = testing::regions();
    auto const scope = actor("x", "self", "990001001", "record-1").scope(Right::read);
    EXPECT_FALSE(scope.contains(*regions.tree(), "990001001"));
    EXPECT_TRUE(scope.contains(*regions.tree(), "990001001", "record-1"));
    EXPECT_FALSE(scope.contains(*regions.tree(), "990001001", "record-2"));
    EXPECT_FALSE(scope.contains(*regions.tree(), "990001001", ""));
}

TEST(Scope, narrowed_to_a_region_never_grows) {
    auto const regions = testing::regions();
    auto const tree = regions.tree();
    auto const scope = actor("x", "street_clerk", "990001001").scope(Right::read);
    EXPECT_EQ(scope.within(*tree, "990001001001").regions,
              std::vector<std::string>{"990001001001"});
    EXPECT_EQ(scope.within(*tree, "990001").regions, std::vector<std::string>{"990001001"})
        << "a region above hers shows her part of it";
    EXPECT_TRUE(scope.within(*tree, "990002").empty());
    EXPECT_TRUE(scope.within(*tree, "nowhere").empty());
    auto const all = system_actor().scope(Right::read);
    EXPECT_FALSE(all.within(*tree, "990002").everything);
}

/// The SQL says of every row what `contains` says.
class ScopeSql : public testing::Town {
protected:
    std::string rows(Scope const& scope) {
        auto const condition = scope.condition("t.region", "t.id", today_text);
        auto binds = std::vector<store::Bind>{};
        condition.bind_to(binds);
        auto found = std::string{};
        store().read()->query("SELECT t.id FROM thing t WHERE " + condition.sql + " ORDER BY t.id",
                              binds, [&](store::Row const& row) { found += row.text(0); });
        return found;
    }
    void SetUp() override {
        Town::SetUp();
        ASSERT_TRUE(run([](store::Tx& tx) -> Result<Value> {
            tx.sql().script("CREATE TABLE thing (id TEXT, region TEXT)");
            tx.sql().script(R"sql(
                INSERT INTO thing VALUES ('a', '990001001001'), ('b', '990001001'),
                    ('c', '990001002001'), ('d', '990002001'), ('e', ''), ('f', 'nowhere')
            )sql");
            return Value{};
        }));
    }
};

TEST_P(ScopeSql, shows_what_is_inside_and_nothing_else) {
    EXPECT_EQ(rows(actor("x", "street_clerk", "990001001").scope(Right::read)), "ab");
    EXPECT_EQ(rows(actor("x", "county_admin", "990001").scope(Right::read)), "abc");
    EXPECT_EQ(rows(actor("x", "auditor", "9900").scope(Right::read)), "abcd");
    EXPECT_EQ(rows(actor("x", "system_admin", "9900").scope(Right::read)), "");
    EXPECT_EQ(rows(actor("x", "self", "990001001", "d").scope(Right::read)), "d");
    EXPECT_EQ(rows(system_actor().scope(Right::read)), "abcdef");
    auto both = actor("x", "street_clerk", "990001001");
    both.grants.push_back({find_role("self"), "990002001", "d"});
    EXPECT_EQ(rows(both.scope(Right::read)), "abd");
    EXPECT_EQ(rows(both.scope(Right::edit)), "ab") << "one cannot edit one's own record";
}

JIZHI_ON_BOTH_STORES(ScopeSql);

}  // namespace
}  // namespace jizhi::people
