#include "api/people_testing.hpp"
#include "people/demo_account.hpp"
#include "people/holiday.hpp"
#include "people/password.hpp"
#include "value/json.hpp"

namespace jizhi::api {
namespace {

class PeopleApi : public testing::TownServer {
protected:
    static bool says(Response const& response, std::string_view text) {
        return response.body.find(text) != std::string::npos;
    }
    static std::string header(Response const& response, std::string_view name) {
        for (auto const& [key, value] : response.headers)
            if (key == name) return value;
        return {};
    }
};

TEST_P(PeopleApi, signs_in_with_a_cookie_that_scripts_cannot_read) {
    auto const good = ask({}, "POST", "/session",
                          R"({"login":"clerk","password":"Correct-horse-9"})");
    EXPECT_EQ(good.status, 200) << good.body;
    auto const cookie = header(good, "set-cookie");
    EXPECT_NE(cookie.find("; HttpOnly; SameSite=Strict"), std::string::npos);
    auto const body = json(good);
    EXPECT_EQ(body["account"]["login"].string_or(""), "clerk");
    EXPECT_EQ(body["today"].string_or(""), "2026-01-05");
    EXPECT_EQ(body["home_region"]["name"].string_or(""), "河口街道");
    EXPECT_EQ(body["home_region"]["path"].list().size(), 3U);
    EXPECT_EQ(body["roles"].list()[0]["title"]["zh"].string_or(""), "街道经办");
    EXPECT_EQ(cookie.find(body["csrf"].string_or("?")), std::string::npos);
    app.secure_cookies = true;
    auto const safe = ask({}, "POST", "/session",
                          R"({"login":"clerk","password":"Correct-horse-9"})");
    EXPECT_NE(header(safe, "set-cookie").find("; Secure"), std::string::npos);
}

TEST_P(PeopleApi, refuses_sign_in_in_the_language_of_the_asker) {
    auto const body = R"({"login":"clerk","password":"no"})";
    auto const zh = ask({}, "POST", "/session", body);
    EXPECT_EQ(zh.status, 401);
    EXPECT_TRUE(says(zh, "登录名或密码不对"));
    auto const en = ask({}, "POST", "/session", body, {{"accept-language", "en"}});
    EXPECT_TRUE(says(en, "wrong login or password"));
    EXPECT_EQ(header(en, "set-cookie"), "");
    for (auto i = 0; i < 3; ++i) ask({}, "POST", "/session", body);
    EXPECT_EQ(ask({}, "POST", "/session", body).status, 429);
    EXPECT_EQ(ask({}, "POST", "/session", R"({"login":5})").status, 422);
    EXPECT_EQ(ask({}, "POST", "/session", R"({"login":)").status, 400);
}

TEST_P(PeopleApi, signs_out) {
    auto const who = in("clerk");
    EXPECT_EQ(ask(who, "GET", "/session").status, 200);
    EXPECT_EQ(ask({who.token, "wrong"}, "DELETE", "/session").status, 403) << "CSRF token";
    EXPECT_EQ(ask(who, "DELETE", "/session").status, 204);
    EXPECT_EQ(ask(who, "GET", "/session").status, 401);
}

TEST_P(PeopleApi, changes_password_and_signs_the_other_browsers_out) {
    auto const here = in("clerk");
    auto const there = in("clerk");
    EXPECT_EQ(ask(here, "POST", "/session/password",
                  R"({"old":"no","new":"Better-horse-9"})").status, 422);
    EXPECT_EQ(ask(here, "POST", "/session/password",
                  R"({"old":"Correct-horse-9","new":"Better-horse-9"})").status, 204);
    EXPECT_EQ(ask(here, "GET", "/session").status, 200);
    EXPECT_EQ(ask(there, "GET", "/session").status, 401);
}

TEST_P(PeopleApi, remembers_the_language) {
    auto const who = in("clerk");
    EXPECT_EQ(ask(who, "PUT", "/session/language", R"({"language":"en"})").status, 204);
    EXPECT_EQ(json(ask(who, "GET", "/session"))["account"]["language"].string_or(""), "en");
    EXPECT_EQ(ask(who, "PUT", "/session/language", R"({"language":"fr"})").status, 422);
}

TEST_P(PeopleApi, takes_an_account_from_its_making_to_the_first_password_change) {
    auto const made = ask_as("sysadmin", "POST", "/accounts",
                             R"({"login":"wang","name":"王某","role":"street_clerk",
                                 "region":"990001002"})");
    ASSERT_EQ(made.status, 201) << made.body;
    auto const password = json(made)["one_time_password"].string_or("");
    auto const sign_in = R"({"login":"wang","password":")" + password + "\"}";
    EXPECT_EQ(ask({}, "POST", "/session", sign_in).status, 403) << "it waits";
    auto const waiting = json(ask_as("secadmin", "GET", "/proposals?state=open"));
    ASSERT_EQ(waiting.list().size(), 1U);
    EXPECT_TRUE(waiting.list()[0]["may_decide"].boolean_or(false));
    auto const id = waiting.list()[0]["id"].string_or("");
    EXPECT_EQ(ask_as("sysadmin", "POST", "/proposals/" + id + "/approval").status, 403);
    EXPECT_EQ(ask_as("county", "POST", "/proposals/" + id + "/approval").status, 404);
    EXPECT_EQ(ask_as("secadmin", "POST", "/proposals/" + id + "/approval").status, 200);
    auto const entered = ask({}, "POST", "/session", sign_in);
    ASSERT_EQ(entered.status, 200) << entered.body;
    auto const cookie = header(entered, "set-cookie");
    auto const from = std::string("jizhi_session=").size();
    auto const who = SignedIn{cookie.substr(from, cookie.find(';') - from),
                              json(entered)["csrf"].string_or("")};
    EXPECT_TRUE(json(entered)["account"]["must_change_password"].boolean_or(false));
    EXPECT_EQ(ask(who, "GET", "/todo").status, 403) << "the password first";
    EXPECT_EQ(ask(who, "POST", "/session/password",
                  R"({"old":")" + password + R"(","new":"Better-horse-9"})").status, 204);
    EXPECT_EQ(ask(who, "GET", "/todo").status, 200);
}

TEST_P(PeopleApi, says_a_one_time_password_once) {
    auto const who = in("sysadmin");
    auto const body = R"({"login":"li","name":"李某","role":"reviewer","region":"990001"})";
    auto const key = std::pair<std::string, std::string>{"idempotency-key",
                                                         "00000000-0000-4000-8000-0000000000aa"};
    auto const first = ask(who, "POST", "/accounts", body, {key});
    auto const again = ask(who, "POST", "/accounts", body, {key});
    EXPECT_EQ(again.status, 201);
    EXPECT_TRUE(says(first, "one_time_password"));
    EXPECT_FALSE(says(again, "one_time_password"));
    EXPECT_EQ(json(first)["id"], json(again)["id"]);
}

TEST_P(PeopleApi, resets_passwords_but_not_those_of_the_three_offices) {
    auto const id = [&](char const* login) {
        return people::find_login(*store().read(), login)->id;
    };
    auto const clerk = in("clerk");
    auto const reset = ask_as("sysadmin", "POST", "/accounts/" + id("clerk") + "/password-reset");
    EXPECT_EQ(reset.status, 200) << reset.body;
    EXPECT_EQ(ask(clerk, "GET", "/session").status, 401);
    auto const password = json(reset)["one_time_password"].string_or("");
    EXPECT_EQ(ask({}, "POST", "/session",
                  R"({"login":"clerk","password":")" + password + "\"}").status, 200);
    auto const office = ask_as("sysadmin", "POST",
                               "/accounts/" + id("secadmin") + "/password-reset");
    EXPECT_EQ(office.status, 403);
    EXPECT_EQ(ask_as("sysadmin", "POST", "/accounts/" + id("far") + "/password-reset").status, 404);
}

TEST_P(PeopleApi, disables_an_account_and_signs_it_out) {
    auto const clerk = in("clerk");
    auto const id = people::find_login(*store().read(), "clerk")->id;
    EXPECT_EQ(ask_as("sysadmin", "POST", "/accounts/" + id + "/disable").status, 200);
    EXPECT_EQ(ask(clerk, "GET", "/session").status, 401);
}

TEST_P(PeopleApi, lists_accounts_of_the_region_page_by_page) {
    auto const who = in("sysadmin");
    auto logins = std::string{};
    auto cursor = std::string{};
    do {
        auto const page = json(ask(who, "GET", "/accounts?limit=4&cursor=" + cursor));
        for (auto const& row : page["rows"].list()) logins += row["login"].string_or("") + " ";
        cursor = page["next"].string_or("");
    } while (!cursor.empty());
    EXPECT_EQ(logins,
              "auditor clerk county me neighbour reviewer secadmin secaudit sysadmin ");
}

TEST_P(PeopleApi, shows_the_log_to_each_reader_within_her_scope) {
    ASSERT_TRUE(run([](store::Tx& tx) -> Result<Value> {
        auto const append = [&](char const* type, char const* region, char const* activity) {
            tx.append({.subject_type = type,
                       .subject_id = "s1",
                       .region = region,
                       .activity = activity,
                       .lifecycle = "complete",
                       .delta = Value(Object{{"said", region}})});
        };
        append("thing", "990001001", "reveal");
        append("thing", "990002001", "export");
        append("holiday_year", "", "import");
        return Value{};
    }));
    auto const near = ask_as("auditor", "GET", "/log?limit=200");
    EXPECT_EQ(near.status, 200) << near.body;
    EXPECT_TRUE(says(near, R"("said":"990001001")"));
    EXPECT_TRUE(says(near, "查看明文"));
    EXPECT_FALSE(says(near, "990002"));
    EXPECT_FALSE(says(near, "holiday_year"));
    auto const office = ask_as("secaudit", "GET", "/log");
    EXPECT_TRUE(says(office, "holiday_year"));
    EXPECT_TRUE(says(office, "sign_in"));
    EXPECT_TRUE(says(office, R"("region":{"code":"990001001")"));
    EXPECT_FALSE(says(office, R"("said":"990001001")")) << "that it happened, not what it says";
    EXPECT_FALSE(says(office, "990002"));
    EXPECT_EQ(ask_as("county", "GET", "/log").status, 403);
    auto const filtered = ask_as("secaudit", "GET", "/log?actor=auditor&activity=sign_in");
    EXPECT_EQ(json(filtered)["rows"].list().size(), 1U);
    EXPECT_EQ(json(ask_as("auditor", "GET", "/log?subject=thing/s1"))["rows"].list().size(), 1U);
    EXPECT_EQ(json(ask_as("auditor", "GET", "/log?from=2026-01-06"))["rows"].list().size(), 0U);
    EXPECT_NE(json(ask_as("auditor", "GET", "/log?from=2026-01-05&to=2026-01-05"))["rows"]
                  .list().size(), 0U);
    auto const first = json(ask_as("secaudit", "GET", "/log?limit=2"));
    auto const rest = ask_as("secaudit", "GET", "/log?limit=2&cursor=" +
                                                    first["next"].string_or(""));
    EXPECT_NE(json(rest)["rows"].list()[0]["id"], first["rows"].list()[1]["id"]);
}

TEST_P(PeopleApi, proves_the_log) {
    auto const proof = ask_as("secaudit", "GET", "/verification");
    EXPECT_EQ(proof.status, 200) << proof.body;
    EXPECT_TRUE(json(proof)["ok"].boolean_or(false)) << proof.body;
    EXPECT_GT(json(proof)["events"].integer_or(0), 10);
    EXPECT_EQ(ask_as("clerk", "GET", "/verification").status, 403);
}

TEST_P(PeopleApi, shows_regions) {
    auto const who = in("clerk");
    EXPECT_EQ(json(ask(who, "GET", "/regions")).list().size(), 1U);
    EXPECT_TRUE(says(ask(who, "GET", "/regions?parent=990001"), "山前街道"));
    auto const found = ask(who, "GET", "/regions?q=%E6%B2%B3%E5%8F%A3");  // 河口
    EXPECT_TRUE(says(found, "河口社区"));
    EXPECT_FALSE(says(found, "山前"));
    EXPECT_TRUE(says(ask(who, "GET", "/regions/990002"), "西县"));
    EXPECT_EQ(ask(who, "GET", "/regions/123456").status, 404);
    EXPECT_EQ(ask({}, "GET", "/regions").status, 401);
}

TEST_P(PeopleApi, takes_in_divisions) {
    auto const csv = "code,name,level,parent\n990001003,新街道,town,990001\n";
    EXPECT_EQ(ask_as("county", "POST", "/regions?from=2026-01-01", csv).status, 403);
    EXPECT_EQ(ask_as("sysadmin", "POST", "/regions?from=soon", csv).status, 400);
    auto const done = ask_as("sysadmin", "POST", "/regions?from=2026-01-01", csv);
    EXPECT_EQ(done.status, 200) << done.body;
    EXPECT_EQ(json(done)["added"].integer_or(0), 1);
    EXPECT_TRUE(says(ask_as("clerk", "GET", "/regions/990001003"), "新街道"));
    auto const bad = ask_as("sysadmin", "POST", "/regions", "code,name\n1,\n");
    EXPECT_EQ(bad.status, 422);
    EXPECT_TRUE(says(bad, "csv:2"));
}

TEST_P(PeopleApi, takes_holidays_and_stops_reminding_of_them) {
    app.reminders->add(people::Right::manage_system, people::missing_holidays);
    auto const who = in("sysadmin");
    EXPECT_TRUE(says(ask(who, "GET", "/todo"), "2026年放假安排还没有录入"));
    EXPECT_FALSE(says(ask_as("clerk", "GET", "/todo"), "放假"));
    auto const body = R"({"year":2026,"days":[{"date":"2026-01-01","off":true,"name":"元旦"}]})";
    EXPECT_EQ(ask_as("clerk", "POST", "/holidays", body).status, 403);
    app.holidays = std::make_shared<calendar::CurrentHolidays>();
    auto const new_year = day_of({2026, 1, 1});  // a Thursday
    EXPECT_TRUE(app.holidays->now()->works(new_year));
    EXPECT_EQ(ask(who, "POST", "/holidays", body).status, 200);
    EXPECT_FALSE(app.holidays->now()->works(new_year)) << "rules count with it at once";
    EXPECT_EQ(ask(who, "GET", "/todo").body, "[]");
    EXPECT_TRUE(says(ask_as("clerk", "GET", "/holidays"), "元旦"));
    EXPECT_EQ(ask(who, "POST", "/holidays", R"({"year":2026,"days":[]})").status, 422);
}

TEST_P(PeopleApi, offers_demo_accounts_only_while_the_demo_is_on) {
    ASSERT_TRUE(run([&](store::Tx& tx) -> Result<Value> {
        tx.sql().execute("UPDATE account SET demo = 1 WHERE login = 'clerk'");
        people::publish_demo_account(tx, {"clerk", "Demo-1", {"经办", "Clerk"}});
        people::publish_demo_account(tx, {"county", "Demo-2", {"县级", "County"}});
        return Value{};
    }));
    EXPECT_EQ(ask({}, "GET", "/demo-accounts").body, "[]");
    app.demo = true;
    auto const shown = ask({}, "GET", "/demo-accounts");
    EXPECT_TRUE(says(shown, "Demo-1"));
    EXPECT_FALSE(says(shown, "Demo-2")) << "this one is no demo account";
}

TEST_P(PeopleApi, shows_the_menu_that_rights_allow) {
    auto catalog = std::make_shared<record::Catalog>();
    auto group = record::MenuGroup{};
    group.id = "g";
    group.title = {"组", "Group"};
    group.items = {{.view = "v1", .icon = "", .right = "", .title = {"名册", "List"}},
                   {.view = "v2", .icon = "", .right = "manage_accounts", .title = {"账号", "A"}},
                   {.view = "v3", .icon = "", .right = "approve approve_accounts",
                    .title = {"复核", "B"}}};
    catalog->add(group);
    app.catalogs->swap(catalog);
    auto const views = [&](char const* login) {
        auto found = std::string{};
        auto const body = json(ask_as(login, "GET", "/session"));
        for (auto const& each : body["menu"].list())
            for (auto const& item : each["items"].list()) found += item["view"].string_or("") + " ";
        return found;
    };
    EXPECT_EQ(views("clerk"), "v1 ");
    EXPECT_EQ(views("reviewer"), "v1 v3 ");
    EXPECT_EQ(views("sysadmin"), "v2 ");
    EXPECT_EQ(views("secadmin"), "v3 ");
    EXPECT_EQ(views("secaudit"), "");
}

JIZHI_ON_BOTH_STORES(PeopleApi);

}  // namespace
}  // namespace jizhi::api
