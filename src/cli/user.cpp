#include <fmt/format.h>

#include "cli/place.hpp"
#include "cli/services.hpp"
#include "cli/subcommand.hpp"
#include "kit/crypto.hpp"
#include "people/account.hpp"
#include "people/password.hpp"
#include "people/session.hpp"
#include "region/regions.hpp"
#include "value/temporal.hpp"

// Who can run this on the server could read the data folder anyway: accounts made here need no
// approval. It is how the first three administrators come into being.
namespace jizhi::cli {
namespace {

constexpr std::int64_t micros_per_second = 1'000'000;
constexpr std::int64_t zone_offset_seconds = 8 * 3600;

/// What the command line uses of an open deployment.
struct Office {
    World world;
    Opened opened;
    std::shared_ptr<region::Tree const> tree;
    std::string today;
    people::HeldCommands commands;

    [[nodiscard]] people::AccountDesk desk() const {
        return {commands, *tree, people::system_actor(), today};
    }
    Result<Value> run(char const* name, store::Change const& change) {
        return opened.database->writer().run({.id = world.ids.next(),
                                              .name = name,
                                              .actor = "system",
                                              .on_behalf_of = {},
                                              .payload = {}},
                                             change);
    }
};

Result<void> open_office(Office& office, Arguments const& given) {
    TRY(opened, open_database(given, office.world));
    office.opened = std::move(opened);
    auto const seconds = office.world.clock.now() / micros_per_second + zone_offset_seconds;
    auto const today = seconds / seconds_per_day;
    office.today = to_text(Date{today});
    auto regions = region::Regions{};
    regions.reload(*office.opened.database->store().read(), today);
    office.tree = regions.tree();
    return {};
}

void say_password(std::string const& login, std::string const& password) {
    fmt::print("{}\n", password);
    fmt::print(stderr,
               "账号 {} 的一次性密码如上，首次登录须修改。\n"
               "One-time password of {}; it must be changed at the first sign-in.\n",
               login, login);
}

int add(Arguments const& given) {
    Office office;
    CHECK_OR_FAIL(open_office(office, given));
    auto const password = people::one_time_password(office.world.random);
    auto wanted = people::NewAccount{};
    wanted.login = given.text("--login");
    wanted.name = given.text("--name", given.text("--login"));
    wanted.language = given.text("--language", "zh");
    wanted.first.role = given.text("--role");
    wanted.first.region = given.text("--region");
    wanted.first.record = given.text("--record");
    wanted.password_hash = crypto::hash_password(password);
    CHECK_OR_FAIL(office.run("account.create", [&](store::Tx& tx) -> Result<Value> {
        CHECK_OK(people::create_account(tx, office.desk(), wanted));
        return Value{};
    }));
    say_password(wanted.login, password);
    return exit_fine;
}

int grant(Arguments const& given) {
    Office office;
    CHECK_OR_FAIL(open_office(office, given));
    CHECK_OR_FAIL(office.run("account.grant", [&](store::Tx& tx) -> Result<Value> {
        auto const account = people::find_login(tx.sql(), given.text("--login"));
        if (!account) return fail("account.not_found", {}, "没有这个账号", "no such account");
        auto wanted = people::Assignment{};
        wanted.role = given.text("--role");
        wanted.region = given.text("--region");
        wanted.record = given.text("--record");
        CHECK_OK(people::ask_for_right(tx, office.desk(), account->id, wanted));
        return Value{};
    }));
    return exit_fine;
}

int reset(Arguments const& given) {
    Office office;
    CHECK_OR_FAIL(open_office(office, given));
    auto const login = given.text("--login");
    auto const password = people::one_time_password(office.world.random);
    auto const hash = crypto::hash_password(password);
    auto sessions = people::Sessions(office.world.random);
    CHECK_OR_FAIL(office.run("account.reset", [&](store::Tx& tx) -> Result<Value> {
        auto const account = people::find_login(tx.sql(), login);
        if (!account) return fail("account.not_found", {}, "没有这个账号", "no such account");
        sessions.close_all(tx, account->id, "");
        return people::reset_password(tx, office.desk(), account->id, hash);
    }));
    say_password(login, password);
    return exit_fine;
}

int list(Arguments const& given) {
    Office office;
    CHECK_OR_FAIL(open_office(office, given));
    auto const read = office.opened.database->store().read();
    auto const everywhere = people::system_actor().scope(people::Right::manage_accounts);
    constexpr auto all = 10'000;
    for (auto const& account : people::list_accounts(*read, everywhere, "", office.today, "", all))
        for (auto const& one : account.assignments)
            fmt::print("{}\t{}\t{}\t{}\t{}\t{}\n", account.login, account.name, account.state,
                       one.role, one.region, one.state);
    return exit_fine;
}

constexpr Option login = {"--login", "LOGIN", "small letters, digits and . - _", true, false};
constexpr Option role = {"--role", "ROLE",
                         "county_admin, street_clerk, reviewer, auditor, self, system_admin, "
                         "security_admin or security_auditor",
                         true, false};
constexpr Option region = {"--region", "CODE", "code of the region the role is for", true, false};
constexpr Option record = {"--record", "ID", "own record, for the role self"};

Subcommand const user_add{
    "user add", "make an account and print its one-time password",
    {login, role, region, record, option("--name", "NAME", "name of the person"),
     option("--language", "zh|en", "language of the pages"), data_option, db_option, keys_option},
    add};
Subcommand const user_grant{"user grant", "give an account a further role",
                            {login, role, region, record, data_option, db_option, keys_option},
                            grant};
Subcommand const user_password{"user password", "print a new one-time password",
                               {login, data_option, db_option, keys_option}, reset};
Subcommand const user_list{"user list", "accounts and their roles, parted by tabs",
                           {data_option, db_option, keys_option}, list};

}  // namespace
}  // namespace jizhi::cli
