#include "people/sign_in.hpp"

#include "people/password.hpp"
#include "people/testing.hpp"

namespace jizhi::people {
namespace {

constexpr Micros second = 1'000'000;
constexpr Micros minute = 60 * second;

class SigningIn : public testing::Town {
protected:
    void SetUp() override {
        Town::SetUp();
        clerk = add("clerk", "street_clerk", "990001001");
        desk_.emplace(store(), writer(), sessions, ids);
    }
    Result<NewSession> sign_in(std::string_view login, std::string_view word) {
        return desk_->with_password(login, word, clock.now());
    }
    std::string code(std::string_view login, std::string_view word) {
        auto const answer = sign_in(login, word);
        return answer ? "in" : answer.error().code;
    }
    bool found(std::string const& token) {
        return sessions.find(*store().read(), token, clock.now()) != nullptr;
    }
    std::string clerk;
    std::optional<SignIn> desk_;
};

TEST_P(SigningIn, opens_a_session_that_is_found_by_its_token_only) {
    auto const opened = sign_in(" Clerk ", testing::password);
    ASSERT_TRUE(opened) << opened.error().en;
    auto const session = sessions.find(*store().read(), opened->token, clock.now());
    ASSERT_TRUE(session);
    EXPECT_EQ(session->actor->login, "clerk");
    EXPECT_TRUE(session->actor->has(Right::edit));
    EXPECT_FALSE(session->actor->has(Right::approve));
    EXPECT_FALSE(session->csrf.empty());
    EXPECT_FALSE(found(opened->token + "0"));
    EXPECT_FALSE(found(session->id)) << "what the store holds opens nothing";
    EXPECT_FALSE(found(""));
    EXPECT_EQ(store().read()->integer("SELECT COUNT(*) FROM session WHERE id = ?",
                                      {std::string_view(opened->token)}),
              0);
}

TEST_P(SigningIn, answers_an_unknown_login_like_a_wrong_password) {
    auto const unknown = sign_in("nobody", testing::password);
    auto const wrong = sign_in("clerk", "Wrong-horse-9");
    EXPECT_EQ(unknown.error(), wrong.error());
    EXPECT_EQ(wrong.error().code, "session.sign_in_failed");
}

TEST_P(SigningIn, locks_after_five_failures_for_thirty_minutes) {
    for (auto i = 0; i < 5; ++i) EXPECT_EQ(code("clerk", "wrong"), "session.sign_in_failed");
    EXPECT_EQ(code("clerk", testing::password), "session.locked.too_many");
    clock.set(clock.now() + 29 * minute);
    EXPECT_EQ(code("clerk", testing::password), "session.locked.too_many");
    clock.set(clock.now() + minute + second);  // a command's time may be a moment later
    EXPECT_EQ(code("clerk", "wrong"), "session.sign_in_failed") << "counting starts afresh";
    EXPECT_EQ(code("clerk", testing::password), "in");
}

TEST_P(SigningIn, counts_failures_in_a_row_only) {
    for (auto i = 0; i < 4; ++i) EXPECT_EQ(code("clerk", "wrong"), "session.sign_in_failed");
    EXPECT_EQ(code("clerk", testing::password), "in");
    EXPECT_EQ(code("clerk", "wrong"), "session.sign_in_failed");
    EXPECT_EQ(code("clerk", testing::password), "in");
}

TEST_P(SigningIn, locks_a_login_that_nobody_has_too) {
    for (auto i = 0; i < 5; ++i) EXPECT_EQ(code("nobody", "wrong"), "session.sign_in_failed");
    EXPECT_EQ(code("nobody", "wrong"), "session.locked.too_many");
}

TEST_P(SigningIn, forgets_guesses_so_that_they_do_not_pile_up) {
    EXPECT_EQ(code("guess1", "wrong"), "session.sign_in_failed");
    clock.set(clock.now() + 31 * minute);
    EXPECT_EQ(code("guess2", "wrong"), "session.sign_in_failed");
    EXPECT_EQ(count("SELECT COUNT(*) FROM sign_in_failure"), 1);
}

TEST_P(SigningIn, refuses_texts_that_are_no_login) {
    EXPECT_EQ(code("", testing::password), "session.sign_in_failed");
    EXPECT_EQ(code(std::string(5'000, 'a'), testing::password), "session.sign_in_failed");
    EXPECT_EQ(code("clerk", std::string(5'000, 'a')), "session.sign_in_failed");
    EXPECT_EQ(code("' OR 1=1 --", "x"), "session.sign_in_failed");
}

TEST_P(SigningIn, tells_a_disabled_account_only_who_knows_its_password) {
    ASSERT_TRUE(
        run([&](store::Tx& tx) { return disable_account(tx, desk(system_actor()), clerk); }));
    EXPECT_EQ(code("clerk", "wrong"), "session.sign_in_failed");
    EXPECT_EQ(code("clerk", testing::password), "session.account_closed.forbidden");
}

TEST_P(SigningIn, does_not_count_what_a_page_asks_by_itself) {
    auto const token = sign_in("clerk", testing::password)->token;
    auto const seen = [&] { return sessions.see(*store().read(), token, clock.now()) != nullptr; };
    clock.set(clock.now() + 10 * minute);
    EXPECT_TRUE(seen());
    clock.set(clock.now() + 6 * minute);
    EXPECT_FALSE(seen());
    EXPECT_FALSE(found(token));
}

TEST_P(SigningIn, signs_out_who_is_idle_for_fifteen_minutes) {
    auto const token = sign_in("clerk", testing::password)->token;
    clock.set(clock.now() + 14 * minute);
    EXPECT_TRUE(found(token));
    clock.set(clock.now() + 14 * minute);
    EXPECT_TRUE(found(token)) << "each request counts from anew";
    clock.set(clock.now() + 15 * minute);
    EXPECT_FALSE(found(token));
    EXPECT_FALSE(found(token));
}

TEST_P(SigningIn, signs_out_at_once) {
    auto const opened = sign_in("clerk", testing::password);
    ASSERT_TRUE(run([&](store::Tx& tx) -> Result<Value> {
        sessions.close(tx, opened->session->id);
        return Value{};
    }));
    EXPECT_FALSE(found(opened->token));
}

TEST_P(SigningIn, survives_a_restart_of_the_server) {
    auto const token = sign_in("clerk", testing::password)->token;
    clock.set(clock.now() + 10 * minute);
    EXPECT_TRUE(found(token));
    sessions.keep(writer(), ids, clock.now());
    clock.set(clock.now() + 10 * minute);
    auto another = Sessions(random);
    EXPECT_TRUE(another.find(*store().read(), token, clock.now()));
    clock.set(clock.now() + 15 * minute);
    another.keep(writer(), ids, clock.now());
    EXPECT_EQ(count("SELECT COUNT(*) FROM session"), 0);
}

TEST_P(SigningIn, gives_new_rights_to_who_is_signed_in) {
    auto const token = sign_in("clerk", testing::password)->token;
    auto wanted = Assignment{};
    wanted.role = "reviewer";
    wanted.region = "990001002";
    ASSERT_TRUE(run([&](store::Tx& tx) -> Result<Value> {
        CHECK_OK(ask_for_right(tx, desk(system_actor()), clerk, wanted));
        return Value{};
    }));
    sessions.forget(clerk);
    auto const session = sessions.find(*store().read(), token, clock.now());
    ASSERT_TRUE(session);
    EXPECT_TRUE(session->actor->has(Right::approve));
}

TEST_P(SigningIn, another_servers_sign_out_is_noticed_within_half_a_minute) {
    auto const opened = sign_in("clerk", testing::password);
    auto another = Sessions(random);
    ASSERT_TRUE(run([&](store::Tx& tx) -> Result<Value> {
        another.close(tx, opened->session->id);
        return Value{};
    }));
    clock.set(clock.now() + 31 * second);
    EXPECT_FALSE(found(opened->token));
}

class Changing : public SigningIn {
protected:
    Result<std::string> change(std::string_view from, std::string_view to) {
        TRY(hash, check_new_password(*store().read(), clerk, from, to));
        auto const done = run([&](store::Tx& tx) -> Result<Value> {
            store_password(tx, clerk, hash, false);
            return Value{};
        });
        EXPECT_TRUE(done);
        clock.set(clock.now() + 1);
        return std::move(hash);
    }
};

TEST_P(Changing, the_password_takes_the_old_one_and_five_others_before_it_comes_back) {
    EXPECT_EQ(change("wrong", "Another-1").error().code, "password.old_wrong");
    auto last = std::string(testing::password);
    for (auto const* next : {"Another-1", "Another-2", "Another-3", "Another-4"}) {
        ASSERT_TRUE(change(last, next));
        EXPECT_EQ(change(next, testing::password).error().code, "password.used_before");
        last = next;
    }
    EXPECT_EQ(change(last, last).error().code, "password.used_before");
    ASSERT_TRUE(change(last, "Another-5"));
    EXPECT_TRUE(change("Another-5", testing::password)) << "five others lie between";
    EXPECT_EQ(code("clerk", testing::password), "in");
    EXPECT_EQ(code("clerk", "Another-5"), "session.sign_in_failed");
}

JIZHI_ON_BOTH_STORES(SigningIn);
JIZHI_ON_BOTH_STORES(Changing);

struct PasswordCase {
    char const* password;
    char const* code;
};
class Passwords : public ::testing::TestWithParam<PasswordCase> {};

TEST_P(Passwords, follow_the_rules) {
    auto const good = good_password(GetParam().password, "clerk");
    EXPECT_EQ(good ? "" : good.error().code, GetParam().code);
}

INSTANTIATE_TEST_SUITE_P(Rules, Passwords,
                         ::testing::Values(PasswordCase{"Abcdef12", ""},
                                           PasswordCase{"abc-def-12", ""},
                                           PasswordCase{"密码密码Ab12", ""},
                                           PasswordCase{"Abc-12", "password.too_short"},
                                           PasswordCase{"密码Ab1", "password.too_short"},
                                           PasswordCase{"abcdefgh12", "password.too_plain"},
                                           PasswordCase{"12345678", "password.too_plain"},
                                           PasswordCase{"My-CLERK-1", "password.has_login"}));

TEST(OneTimePassword, is_good_and_new_each_time) {
    auto random = SeededRandom(1);
    auto const first = one_time_password(random);
    EXPECT_EQ(first.size(), 12U);
    EXPECT_NE(first, one_time_password(random));
    EXPECT_EQ(first.find_first_of("0O1Il"), std::string::npos);
}

}  // namespace
}  // namespace jizhi::people
