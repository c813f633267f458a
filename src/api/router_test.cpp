#include "api/router.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "api/testing.hpp"
#include "kit/ids.hpp"
#include "kit/limits.hpp"
#include "people/role.hpp"

namespace jizhi::api {
namespace {

using people::Right;
using testing::check;
using testing::Scenario;

Response say_type(Context& context, Request const& request) {
    return Response::json(
        200, Object{{"type", request.path_value("type")}, {"by", context.actor().account_id}});
}
Response say_export(Context&, Request const&) { return Response::json(200, Value("export")); }
Response say_body(Context&, Request const& request) {
    TRY_OR_PROBLEM(body, request.json());
    return Response::json(201, body);
}
Response say_open(Context&, Request const&) { return Response::no_content(); }
Response say_busy(Context&, Request const&) {
    throw store::Failure(store::Failure::Kind::busy, "secret");
}
Response say_gone(Context&, Request const&) {
    return Response::problem(Error{"thing.not_found", "t1", "没有这条记录", "no such record"});
}

Schema const order{"RouterTestOrder", R"({
  "type": "object", "required": ["count"],
  "properties": {
    "count": {"type": "integer", "minimum": 1, "maximum": 9},
    "note": {"type": ["string", "null"], "maxLength": 3},
    "day": {"type": "string", "format": "date"},
    "kind": {"enum": ["a", "b"]},
    "lines": {"type": "array", "maxItems": 2, "items": {"$ref": "#/components/schemas/RouterTestLine"}},
    "free": {"type": "object", "additionalProperties": true, "properties": {}}
  }
})"};
Schema const line{"RouterTestLine", R"({"type":"object","properties":{"name":{"type":"string"}}})"};

std::vector<Endpoint> const table{
    Endpoint("GET", "/things/{type}", say_type, "Type", needs(Right::read), query("q sort limit")),
    Endpoint("GET", "/things/{type}/export", say_export, "Export", needs(Right::export_)),
    Endpoint("GET", "/things/{type}/{id}", say_type, "One", needs(Right::read)),
    Endpoint("POST", "/things/{type}", say_body, "Make", needs(Right::edit), in("RouterTestOrder")),
    Endpoint("POST", "/files/{type}", say_type, "Upload", needs(Right::import), raw_body),
    Endpoint("PUT", "/mine/{type}", say_type, "Mine", even_with_old_password),
    Endpoint("POST", "/sign", say_open, "Sign in", open, no_key),
    Endpoint("GET", "/seldom", say_open, "Seldom", open, per_minute{2}),
    Endpoint("GET", "/busy", say_busy, "Busy", open),
    Endpoint("GET", "/gone", say_gone, "Gone", open),
};

class RouterTest : public ::testing::Test {
protected:
    RouterTest() {
        app_.clock = std::make_shared<StillClock>(0);
        app_.ids = std::make_shared<CountingIds>();
        crowd_.add("clerk", actor("a1", "street_clerk"));
        crowd_.add("auditor", actor("a2", "auditor"));
        auto fresh = actor("a3", "street_clerk");
        fresh.must_change_password = true;
        crowd_.add("fresh", fresh);
        auto english = actor("a4", "auditor");
        english.language = "en";
        crowd_.add("english", english);
        app_.find_session = crowd_.finder();
        app_.store = std::make_shared<NoStore>();
    }

    static people::Actor actor(std::string id, std::string_view role) {
        people::Actor one;
        one.account_id = std::move(id);
        one.grants.push_back({people::find_role(role), "99", ""});
        return one;
    }

    /// Sessions are found without it, so nothing is ever asked of it.
    class NoStore : public store::Store {
        class NoConnection : public store::Connection {
            void query(std::string_view, std::span<store::Bind const>, OnRow const&) override {}
            std::int64_t execute(std::string_view, std::span<store::Bind const>) override {
                return 0;
            }
            void script(std::string_view) override {}
            [[nodiscard]] bool in_transaction() const override { return false; }
            [[nodiscard]] store::Dialect dialect() const override { return store::Dialect::sqlite; }
        };
        store::Lease read() override {
            return {new NoConnection, [](store::Connection* one) { delete one; }};
        }
        [[nodiscard]] store::Dialect dialect() const override { return store::Dialect::sqlite; }
    };

    testing::Crowd crowd_;
    App app_;
    Router router_{app_, table};
};

TEST_F(RouterTest, finds_the_endpoint_and_checks_who_asks) {
    for (auto const& scenario : std::vector<Scenario>{
             {"a path value", "clerk", "GET", "/api/v1/things/w", "", 200, {R"("type":"w")", "a1"}},
             {"a decoded one", "clerk", "GET", "/api/v1/things/%E5%BC%A0%2F", "", 200, {"张/"}},
             {"known query", "clerk", "GET", "/api/v1/things/w?q=1&sort=a", "", 200},
             {"unknown query", "clerk", "GET", "/api/v1/things/w?qq=1", "", 400, {"qq"}},
             {"so many rows", "clerk", "GET", "/api/v1/things/w?limit=20", "", 200},
             {"how many?", "clerk", "GET", "/api/v1/things/w?limit=x", "", 400, {"limit"}},
             {"none", "clerk", "GET", "/api/v1/things/w?limit=0", "", 400, {"limit"}},
             {"too many digits", "clerk", "GET", "/api/v1/things/w?limit=99999999999999999999", "",
              400},
             {"literal before value",
              "clerk",
              "GET",
              "/api/v1/things/w/export",
              "",
              200,
              {"export"}},
             {"value beside literal", "clerk", "GET", "/api/v1/things/w/7", "", 200, {"w"}},
             {"nobody", "", "GET", "/api/v1/things/w", "", 401, {"session.unauthenticated"}},
             {"an unknown token", "ghost", "GET", "/api/v1/things/w", "", 401},
             {"without the right",
              "auditor",
              "POST",
              "/api/v1/things/w",
              R"({"count":1})",
              403,
              {"right.forbidden"}},
             {"no such path", "clerk", "GET", "/api/v1/other", "", 404, {"path.not_found"}},
             {"an empty value", "clerk", "GET", "/api/v1/things/", "", 404},
             {"too deep", "clerk", "GET", "/api/v1/things/a/b/c/d/e/f/g", "", 404},
             {"no such method", "clerk", "DELETE", "/api/v1/things/w", "", 405},
             {"an open one", "", "POST", "/api/v1/sign", "", 204},
             {"first password", "fresh", "GET", "/api/v1/things/w", "", 403, {"password_change"}},
             {"allowed before it", "fresh", "PUT", "/api/v1/mine/w", "", 200},
         })
        check(router_, scenario);
    auto const refused = check(router_, {"allow", "clerk", "DELETE", "/api/v1/things/w", "", 405});
    EXPECT_EQ(refused.headers.front(), (std::pair<std::string, std::string>{"allow", "GET, POST"}));
}

TEST_F(RouterTest, refuses_forged_and_unkeyed_changes) {
    std::string const path = "/api/v1/things/w", body = R"({"count":1})";
    for (auto const& scenario : std::vector<Scenario>{
             {"all right", "clerk", "POST", path, body, 201, {R"({"count":1})"}},
             {"no CSRF token",
              "clerk",
              "POST",
              path,
              body,
              403,
              {"csrf."},
              {},
              {{"x-csrf-token", ""}}},
             {"a wrong one",
              "clerk",
              "POST",
              path,
              body,
              403,
              {"csrf."},
              {},
              {{"x-csrf-token", "x"}}},
             {"from another site",
              "clerk",
              "POST",
              path,
              body,
              403,
              {"origin."},
              {},
              {{"sec-fetch-site", "cross-site"}}},
             {"signing somebody in from elsewhere",
              "",
              "POST",
              "/api/v1/sign",
              "",
              403,
              {},
              {},
              {{"sec-fetch-site", "same-site"}}},
             {"no key",
              "clerk",
              "POST",
              path,
              body,
              400,
              {"idempotency.missing_key"},
              {},
              {{"idempotency-key", ""}}},
             {"no UUID", "clerk", "POST", path, body, 400, {}, {}, {{"idempotency-key", "1"}}},
         })
        check(router_, scenario);
}

TEST_F(RouterTest, names_what_is_wrong_in_a_body) {
    auto const post = [&](char const* says, std::string const& body, int status,
                          std::vector<std::string> contains) {
        check(router_,
              {says, "clerk", "POST", "/api/v1/things/w", body, status, std::move(contains)});
    };
    post("broken", "{\"count\":1,\n\"note\" 1}", 400, {R"("where":"2:)"});
    post("no object", "[]", 422, {"field.type"});
    post("missing", "{}", 422, {R"("field":"count")", "field.missing"});
    post("unknown", R"({"count":1,"cuont":2})", 422, {R"("field":"cuont")", "field.unknown"});
    post("no integer", R"({"count":1.5})", 422, {"field.type"});
    post("too small", R"({"count":0})", 422, {"field.too_small"});
    post("too big", R"({"count":10})", 422, {"field.too_big"});
    post("either type", R"({"count":1,"note":null})", 201, {"null"});
    post("characters, not bytes", R"({"count":1,"note":"身份证"})", 201, {});
    post("too long", R"({"count":1,"note":"身份证号"})", 422, {"field.too_long"});
    post("no date", R"({"count":1,"day":"2026-02-30"})", 422, {"field.date"});
    post("not among them", R"({"count":1,"kind":"c"})", 422, {"field.option"});
    post("deep inside", R"({"count":1,"lines":[{"name":"x"},{"nam":"y"}]})", 422,
         {R"("field":"lines[1].nam")"});
    post("too many", R"({"count":1,"lines":[{},{},{}]})", 422, {"field.too_many_items"});
    post("free fields", R"({"count":1,"free":{"anything":1}})", 201, {});
    check(router_, {"another type of text",
                    "clerk",
                    "POST",
                    "/api/v1/things/w",
                    "<a/>",
                    415,
                    {},
                    {},
                    {{"content-type", "text/xml"}}});
    check(router_, {"no type for a file",
                    "clerk",
                    "POST",
                    "/api/v1/files/w",
                    "PK",
                    200,
                    {},
                    {},
                    {{"content-type", "application/zip"}}});
    check(router_, {"too large", "clerk", "POST", "/api/v1/things/w",
                    '"' + std::string(limits::body_bytes_max, 'x') + '"', 413});
}

TEST_F(RouterTest, refuses_what_comes_too_often) {
    Scenario const allowed{"allowed", "", "GET", "/api/v1/seldom", "", 204};
    check(router_, allowed);
    check(router_, allowed);
    check(router_, {"the third", "", "GET", "/api/v1/seldom", "", 429, {"too_many"}});
}

TEST_F(RouterTest, tells_failures_without_their_secrets) {
    check(router_, {"busy", "", "GET", "/api/v1/busy", "", 503, {"store.unavailable"}, {"secret"}});
    check(router_,
          {"in Chinese", "", "GET", "/api/v1/gone", "", 404, {"没有这条记录"}, {"no such"}});
    check(router_, {"in English",
                    "",
                    "GET",
                    "/api/v1/gone",
                    "",
                    404,
                    {"no such record", "t1"},
                    {},
                    {{"accept-language", "en"}}});
    check(router_, {"the account's language wins",
                    "english",
                    "POST",
                    "/api/v1/things/w",
                    "{}",
                    403,
                    {"your roles"},
                    {},
                    {{"accept-language", "zh"}}});
}

}  // namespace
}  // namespace jizhi::api
