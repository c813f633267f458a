#include "api/session.hpp"

#include <utility>

#include "api/menu.hpp"
#include "api/words.hpp"
#include "people/account.hpp"
#include "people/demo_account.hpp"
#include "people/password.hpp"
#include "people/session.hpp"
#include "people/sign_in.hpp"
#include "record/catalog.hpp"
#include "region/regions.hpp"
#include "value/temporal.hpp"

namespace jizhi::api {
namespace {

Schema const session_schema{"Session", R"({
  "type": "object",
  "required": ["account", "roles", "rights", "csrf", "demo", "today", "menu", "home_region"],
  "properties": {
    "account": {"type": "object",
      "required": ["id", "name", "login", "language", "must_change_password"], "properties": {
      "id": {"type": "string"}, "name": {"type": "string"}, "login": {"type": "string"},
      "language": {"type": "string"}, "must_change_password": {"type": "boolean"}}},
    "roles": {"type": "array", "items": "@RoleGrant"},
    "rights": {"type": "array", "items": {"type": "string"}},
    "csrf": {"type": "string"}, "demo": {"type": "boolean"}, "today": {"type": "string"},
    "menu": {"type": "array", "items": "@MenuGroup"}, "home_region": "@Region?"}
})"};
Schema const role_grant_schema{"RoleGrant", R"({
  "type": "object", "required": ["role", "region", "region_name", "title"],
  "properties": {
    "role": {"type": "string"}, "region": {"type": "string"}, "region_name": {"type": "string"},
    "record": {"type": ["string", "null"]}, "title": "@Words"}
})"};
Schema const menu_group_schema{"MenuGroup", R"({
  "type": "object", "required": ["group", "items"],
  "properties": {"group": "@Words", "items": {"type": "array", "items": "@MenuItem"}}
})"};
Schema const menu_item_schema{"MenuItem", R"({
  "type": "object", "required": ["id", "title", "view"], "properties": {
    "id": {"type": "string"}, "title": "@Words", "view": {"type": "string"},
    "icon": {"type": ["string", "null"]}}
})"};
Schema const words_schema{"Words", R"({
  "type": "object", "required": ["zh", "en"],
  "properties": {"zh": {"type": "string"}, "en": {"type": "string"}}
})"};
Schema const sign_in_schema{"SignIn", R"({
  "type": "object", "required": ["login", "password"],
  "properties": {"login": {"type": "string"}, "password": {"type": "string"}}
})"};
Schema const password_schema{"NewPassword", R"({
  "type": "object", "required": ["old", "new"],
  "properties": {"old": {"type": "string"}, "new": {"type": "string"}}
})"};
Schema const language_schema{"Language", R"({
  "type": "object", "required": ["language"],
  "properties": {"language": {"type": "string", "enum": ["zh", "en"]}}
})"};
Schema const demo_schema{"DemoAccounts", R"({"type": "array", "items": "@DemoAccount"})"};
Schema const demo_account_schema{"DemoAccount", R"({
  "type": "object", "required": ["login", "password", "title"],
  "properties": {"login": {"type": "string"}, "password": {"type": "string"}, "title": "@Words"}
})"};

Value roles_json(Context const& context, people::Actor const& actor) {
    auto const tree = context.app().regions->tree();
    auto const catalog = context.app().catalogs->now();
    auto roles = List{};
    for (auto const& grant : actor.grants) {
        auto const said = catalog->role_title(grant.role->id);
        roles.emplace_back(Object{
            {"role", grant.role->id},
            {"region", grant.region},
            {"region_name", tree->name(grant.region)},
            {"record", text_or_null(grant.record)},
            {"title", said.zh.empty() ? words(grant.role->zh, grant.role->en)
                                      : words(said.zh, said.en)}});
    }
    return roles;
}

Value rights_json(people::Actor const& actor) {
    auto rights = List{};
    for (auto i = 0; i < people::right_count; ++i)
        if (auto const right = static_cast<people::Right>(i); actor.has(right))
            rights.emplace_back(people::name_of(right));
    return rights;
}

Value home_region(Context const& context, people::Actor const& actor) {
    auto const tree = context.app().regions->tree();
    auto const* region = actor.grants.empty() ? nullptr : tree->find(actor.grants[0].region);
    return region == nullptr ? Value{} : region_json(*tree, *region);
}

Value session_json(Context const& context, people::Session const& session) {
    auto const& actor = *session.actor;
    return Object{{"account", Object{{"id", actor.account_id},
                                     {"name", actor.name},
                                     {"login", actor.login},
                                     {"language", actor.language},
                                     {"must_change_password", actor.must_change_password}}},
                  {"roles", roles_json(context, actor)},
                  {"rights", rights_json(actor)},
                  {"csrf", session.csrf},
                  {"demo", context.app().demo},
                  {"today", to_text(Date{context.today()})},
                  {"menu", menu_of(*context.app().catalogs->now(), actor)},
                  {"home_region", home_region(context, actor)}};
}

/// Out of reach of scripts and of other sites; it lives as long as the browser's window.
void set_cookie(Response& response, Context const& context, std::string_view token) {
    auto cookie = "jizhi_session=" + std::string(token) + "; Path=/; HttpOnly; SameSite=Strict";
    if (token.empty()) cookie += "; Max-Age=0";
    if (context.app().secure_cookies) cookie += "; Secure";
    response.headers.emplace_back("set-cookie", std::move(cookie));
}

}  // namespace

Response get_session(Context& context, Request const&) {
    return Response::json(200, session_json(context, *context.session()));
}

Response post_session(Context& context, Request const& request) {
    TRY_OR_PROBLEM(body, request.json());
    TRY_OR_PROBLEM(opened, context.app().sign_in->with_password(body["login"].string_or(""),
                                                                body["password"].string_or(""),
                                                                context.now()));
    auto response = Response::json(200, session_json(context, *opened.session));
    set_cookie(response, context, opened.token);
    return response;
}

Response delete_session(Context& context, Request const&) {
    auto const id = context.session()->id;
    auto& sessions = *context.app().sessions;
    CHECK_OR_PROBLEM(context.run("session.close", {}, [&](store::Tx& tx) -> Result<Value> {
        sessions.close(tx, id);
        return Value{};
    }));
    auto response = Response::no_content();
    set_cookie(response, context, "");
    return response;
}

Response post_password(Context& context, Request const& request) {
    TRY_OR_PROBLEM(body, request.json());
    auto const account = context.actor().account_id;
    auto const session = context.session()->id;
    TRY_OR_PROBLEM(hash, people::check_new_password(context.read(), account,
                                                    body["old"].string_or(""),
                                                    body["new"].string_or("")));
    auto& sessions = *context.app().sessions;
    // The payload stays empty: no password may reach the store, not even as a digest.
    CHECK_OR_PROBLEM(context.run("account.password", {}, [&](store::Tx& tx) -> Result<Value> {
        people::store_password(tx, account, hash, false);
        sessions.close_all(tx, account, session);
        return Value{};
    }));
    return Response::no_content();
}

Response put_language(Context& context, Request const& request) {
    TRY_OR_PROBLEM(body, request.json());
    auto const account = context.actor().account_id;
    CHECK_OR_PROBLEM(context.run("account.language", body, [&](store::Tx& tx) {
        return people::set_language(tx, account, body["language"].string_or(""));
    }));
    context.app().sessions->forget(account);
    return Response::no_content();
}

Response get_demo_accounts(Context& context, Request const&) {
    auto rows = List{};
    if (context.app().demo)
        for (auto const& one : people::demo_accounts(context.read()))
            rows.emplace_back(Object{{"login", one.login},
                                     {"password", one.password},
                                     {"title", words(one.title)}});
    return Response::json(200, rows);
}

}  // namespace jizhi::api
