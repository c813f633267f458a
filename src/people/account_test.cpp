#include "people/account.hpp"

#include "people/testing.hpp"

namespace jizhi::people {
namespace {

class Accounts : public testing::Town {
protected:
    void SetUp() override {
        Town::SetUp();
        system = actor_now(add("sysadmin", "system_admin", "990001"));
        security = actor_now(add("secadmin", "security_admin", "990001"));
        clerk = add("clerk", "street_clerk", "990001001");
    }
    Result<Account> create(Actor const& by, std::string login, std::string role,
                           std::string region, std::string record = {}) {
        auto wanted = NewAccount{};
        wanted.login = std::move(login);
        wanted.name = "王某";
        wanted.first.role = std::move(role);
        wanted.first.region = std::move(region);
        wanted.first.record = std::move(record);
        wanted.password_hash = "hash";
        auto created = Account{};
        auto const done = run([&](store::Tx& tx) -> Result<Value> {
            TRY(account, create_account(tx, desk(by), wanted));
            created = account;
            return Value{};
        });
        if (!done) return std::unexpected(done.error());
        return created;
    }
    Result<Value> ask(Actor const& by, std::string const& account, std::string role,
                      std::string region) {
        auto wanted = Assignment{};
        wanted.role = std::move(role);
        wanted.region = std::move(region);
        return run([&](store::Tx& tx) -> Result<Value> {
            CHECK_OK(ask_for_right(tx, desk(by), account, wanted));
            return Value{};
        });
    }
    std::string open_proposal() {
        return store().read()->text("SELECT id FROM proposal WHERE state = 'open'");
    }
    Result<Value> decide(Actor const& by, bool yes) {
        auto const id = open_proposal();
        return run([&](store::Tx& tx) {
            return yes ? approve(tx, decider(by), id) : reject(tx, decider(by), id, "不需要");
        });
    }
    std::shared_ptr<Actor const> system, security;
    std::string clerk;
};

TEST_P(Accounts, wait_for_the_security_administrator) {
    auto const created = create(*system, "new.clerk", "street_clerk", "990001002");
    ASSERT_TRUE(created) << created.error().en;
    EXPECT_EQ(created->state, "pending");
    EXPECT_FALSE(actor_now(created->id)) << "nobody can sign in with it yet";
    ASSERT_TRUE(decide(*security, true));
    auto const actor = actor_now(created->id);
    ASSERT_TRUE(actor);
    EXPECT_TRUE(actor->has(Right::edit));
    EXPECT_TRUE(actor->must_change_password);
    EXPECT_EQ(find_account(*store().read(), created->id)->assignments[0].approved_by,
              security->account_id);
}

TEST_P(Accounts, that_are_refused_stay_shut) {
    auto const created = create(*system, "new.clerk", "street_clerk", "990001002");
    ASSERT_TRUE(decide(*security, false));
    auto const account = find_account(*store().read(), created->id);
    EXPECT_EQ(account->state, "refused");
    EXPECT_EQ(account->assignments[0].state, "refused");
    EXPECT_FALSE(actor_now(created->id));
    EXPECT_EQ(ask(*system, created->id, "reviewer", "990001").error().code, "account.conflict");
}

TEST_P(Accounts, are_not_let_in_by_who_made_them_nor_by_a_county) {
    ASSERT_TRUE(create(*system, "new.clerk", "street_clerk", "990001002"));
    EXPECT_EQ(decide(*system, true).error().code, "proposal.own.forbidden");
    auto const county = actor_now(add("county", "county_admin", "990001"));
    EXPECT_EQ(decide(*county, true).error().code, "proposal.not_found");
    auto const other = actor_now(add("othersec", "security_admin", "990002"));
    EXPECT_EQ(decide(*other, true).error().code, "proposal.not_found");
}

TEST_P(Accounts, are_made_only_where_their_maker_manages) {
    EXPECT_EQ(create(*system, "x1", "street_clerk", "990002").error().code, "account.forbidden");
    EXPECT_EQ(create(*system, "x2", "street_clerk", "nowhere").error().code,
              "account.region_unknown");
    auto const county = actor_now(add("county", "county_admin", "990001"));
    EXPECT_EQ(create(*county, "x3", "street_clerk", "990001001").error().code,
              "account.forbidden");
}

TEST_P(Accounts, need_a_good_login_a_name_and_a_role) {
    EXPECT_EQ(create(*system, "CLERK", "reviewer", "990001").error().code, "account.taken");
    EXPECT_EQ(create(*system, "a b", "reviewer", "990001").error().code, "account.login_bad");
    EXPECT_EQ(create(*system, "王某", "reviewer", "990001").error().code, "account.login_bad");
    EXPECT_EQ(create(*system, "x1", "emperor", "990001").error().code, "role.unknown");
    EXPECT_EQ(create(*system, "x1", "self", "990001").error().code, "account.record_missing");
    EXPECT_TRUE(create(*system, "x1", "self", "990001", "record-1"));
}

TEST_P(Accounts, hold_one_of_the_three_offices_or_business_roles_never_both) {
    EXPECT_EQ(ask(*system, clerk, "system_admin", "990001").error().code, "role.exclusive");
    EXPECT_EQ(ask(*system, security->account_id, "auditor", "990001").error().code,
              "role.exclusive");
    ASSERT_TRUE(ask(*system, clerk, "reviewer", "990001002"));
    EXPECT_FALSE(actor_now(clerk)->has(Right::approve)) << "it waits";
    ASSERT_TRUE(decide(*security, true));
    EXPECT_TRUE(actor_now(clerk)->has(Right::approve));
}

TEST_P(Accounts, pending_rights_exclude_too) {
    auto const created = create(*system, "fresh", "street_clerk", "990001001");
    EXPECT_EQ(ask(*system, created->id, "security_auditor", "990001").error().code,
              "role.exclusive");
}

TEST_P(Accounts, have_rights_from_a_day_to_a_day) {
    auto wanted = Assignment{};
    wanted.role = "reviewer";
    wanted.region = "990001";
    wanted.valid_from = "2026-02-01";
    wanted.valid_to = "2026-03-01";
    ASSERT_TRUE(run([&](store::Tx& tx) -> Result<Value> {
        CHECK_OK(ask_for_right(tx, desk(system_actor()), clerk, wanted));
        return Value{};
    }));
    auto const may = [&](char const* day) {
        return actor_of(*store().read(), clerk, day)->has(Right::approve);
    };
    EXPECT_FALSE(may("2026-01-31"));
    EXPECT_TRUE(may("2026-02-01"));
    EXPECT_TRUE(may("2026-02-28"));
    EXPECT_FALSE(may("2026-03-01"));
}

TEST_P(Accounts, lose_a_right_that_is_ended) {
    auto const right = find_account(*store().read(), clerk)->assignments[0].id;
    ASSERT_TRUE(run([&](store::Tx& tx) { return end_right(tx, desk(*system), clerk, right); }));
    EXPECT_FALSE(actor_now(clerk)->has(Right::read));
    auto const again =
        run([&](store::Tx& tx) { return end_right(tx, desk(*system), clerk, right); });
    EXPECT_EQ(again.error().code, "account.right_not_found");
}

TEST_P(Accounts, are_disabled_within_the_scope_and_never_by_oneself) {
    auto const other = add("far", "street_clerk", "990002001");
    auto const disable = [&](std::string const& id) {
        auto const done =
            run([&](store::Tx& tx) { return disable_account(tx, desk(*system), id); });
        return done ? std::string("done") : done.error().code;
    };
    EXPECT_EQ(disable(other), "account.not_found");
    EXPECT_EQ(disable(system->account_id), "account.conflict");
    EXPECT_EQ(disable(clerk), "done");
    EXPECT_FALSE(actor_now(clerk));
    EXPECT_EQ(disable(clerk), "account.conflict");
}

TEST_P(Accounts, are_listed_within_the_scope) {
    add("far", "street_clerk", "990002001");
    auto const logins = [&](std::string_view words) {
        auto found = std::string{};
        for (auto const& account :
             list_accounts(*store().read(), system->scope(Right::manage_accounts), words,
                           today_text, "", 100))
            found += account.login + " ";
        return found;
    };
    EXPECT_EQ(logins(""), "clerk secadmin sysadmin ");
    EXPECT_EQ(logins("ADMIN"), "secadmin sysadmin ");
    EXPECT_EQ(logins("%"), "");
}

TEST_P(Accounts, disabled_while_they_wait_cannot_be_let_in) {
    auto const created = create(*system, "new.clerk", "street_clerk", "990001002");
    ASSERT_TRUE(
        run([&](store::Tx& tx) { return disable_account(tx, desk(*system), created->id); }));
    EXPECT_EQ(decide(*security, true).error().code, "account.conflict");
}

JIZHI_ON_BOTH_STORES(Accounts);

}  // namespace
}  // namespace jizhi::people
