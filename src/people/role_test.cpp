#include "people/role.hpp"

#include <gtest/gtest.h>

namespace jizhi::people {
namespace {

TEST(Roles, exclusive_ones_have_no_right_over_business_rows) {
    auto const business = {Right::read,  Right::edit,    Right::import,  Right::export_,
                           Right::reveal, Right::apply,  Right::propose, Right::approve,
                           Right::manage_rules};
    auto seen = 0;
    for (auto const& role : roles()) {
        if (!role.exclusive) continue;
        ++seen;
        for (auto const right : business) EXPECT_FALSE(role.rights.has(right)) << role.id;
    }
    EXPECT_EQ(seen, 3);
}

TEST(Roles, who_prepares_accounts_cannot_let_them_in) {
    for (auto const& role : roles())
        EXPECT_FALSE(role.rights.has(Right::manage_accounts) &&
                     role.rights.has(Right::approve_accounts))
            << role.id;
}

TEST(Roles, business_roles_neither_run_the_machine_nor_grant) {
    for (auto const& role : roles()) {
        if (role.exclusive) continue;
        EXPECT_FALSE(role.rights.has(Right::manage_accounts)) << role.id;
        EXPECT_FALSE(role.rights.has(Right::approve_accounts)) << role.id;
        EXPECT_FALSE(role.rights.has(Right::manage_system)) << role.id;
    }
}

TEST(Roles, exclude_each_other_as_the_three_offices_must) {
    using Held = std::vector<std::string>;
    EXPECT_TRUE(may_join(Held{}, "system_admin"));
    EXPECT_TRUE(may_join(Held{"street_clerk"}, "reviewer"));
    EXPECT_EQ(may_join(Held{"street_clerk"}, "system_admin").error().code, "role.exclusive");
    EXPECT_EQ(may_join(Held{"security_admin"}, "street_clerk").error().code, "role.exclusive");
    EXPECT_EQ(may_join(Held{"system_admin"}, "security_admin").error().code, "role.exclusive");
    EXPECT_TRUE(may_join(Held{"system_admin"}, "system_admin")) << "in a second region";
    EXPECT_EQ(may_join(Held{}, "emperor").error().code, "role.unknown");
}

TEST(Rights, are_told_apart_by_their_names) {
    for (auto i = 0; i < right_count; ++i) {
        auto const right = static_cast<Right>(i);
        EXPECT_EQ(right_named(name_of(right)), right);
    }
    EXPECT_FALSE(right_named("rule"));
}

}  // namespace
}  // namespace jizhi::people
