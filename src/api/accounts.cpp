#include "api/accounts.hpp"

#include <utility>

#include "api/words.hpp"
#include "kit/crypto.hpp"
#include "people/account.hpp"
#include "people/password.hpp"
#include "people/session.hpp"
#include "value/temporal.hpp"

namespace jizhi::api {
namespace {

constexpr std::int64_t rows_max = 100;

Schema const right_schema{"NewRight", R"({
  "type": "object", "required": ["role", "region"],
  "properties": {
    "role": {"type": "string"}, "region": {"type": "string"},
    "record": {"type": ["string", "null"]},
    "valid_from": {"type": ["string", "null"], "format": "date"},
    "valid_to": {"type": ["string", "null"], "format": "date"}
  }
})"};
Schema const new_schema{"NewAccount", R"({
  "type": "object", "required": ["login", "name", "role", "region"],
  "properties": {
    "login": {"type": "string"}, "name": {"type": "string"},
    "language": {"type": "string", "enum": ["zh", "en"]},
    "role": {"type": "string"}, "region": {"type": "string"},
    "record": {"type": ["string", "null"]},
    "valid_from": {"type": ["string", "null"], "format": "date"},
    "valid_to": {"type": ["string", "null"], "format": "date"}
  }
})"};
Schema const account_schema{"Account", R"({
  "type": "object", "required": ["id", "login", "name", "language", "state", "roles"],
  "properties": {
    "id": {"type": "string"}, "login": {"type": "string"}, "name": {"type": "string"},
    "language": {"type": "string"}, "state": {"type": "string"}, "demo": {"type": "boolean"},
    "must_change_password": {"type": "boolean"}, "created_at": {"type": "string"},
    "roles": {"type": "array", "items": "@AccountRole"},
    "one_time_password": {"type": "string"}
  }
})"};
Schema const role_schema{"AccountRole", R"({
  "type": "object", "properties": {
    "id": {"type": "string"}, "role": {"type": "string"},
    "title": "@Words",
    "region": "@Place?", "record": {"type": ["string", "null"]},
    "valid_from": {"type": "string"}, "valid_to": {"type": ["string", "null"]},
    "state": {"type": "string"}
  }
})"};
Schema const accounts_schema{"Accounts", R"({
  "type": "object", "required": ["rows", "next"],
  "properties": {
    "rows": {"type": "array", "items": "@Account"},
    "next": {"type": ["string", "null"]}
  }
})"};
Schema const reset_schema{"PasswordReset", R"({
  "type": "object", "properties": {"id": {"type": "string"},
                                   "one_time_password": {"type": "string"}}
})"};
Schema const roles_schema{"Roles", R"({
  "type": "array", "items": {"type": "object", "properties": {
    "id": {"type": "string"}, "title": "@Words",
    "exclusive": {"type": "boolean"}, "own_record_only": {"type": "boolean"},
    "rights": {"type": "array", "items": {"type": "string"}}}}
})"};

Value assignment_json(people::Assignment const& one, region::Tree const& tree) {
    auto const* role = people::find_role(one.role);
    return Object{{"id", one.id},
                  {"role", one.role},
                  {"title", role == nullptr ? Value{} : words(role->zh, role->en)},
                  {"region", region_words(tree, one.region)},
                  {"record", text_or_null(one.record)},
                  {"valid_from", one.valid_from},
                  {"valid_to", text_or_null(one.valid_to)},
                  {"state", one.state == "approved" ? "active" : one.state}};
}

/// A refused account is shut like a disabled one.
std::string_view state_of(people::Account const& account) {
    return account.state == "refused" ? "disabled" : std::string_view(account.state);
}

Object account_json(people::Account const& account, region::Tree const& tree) {
    auto roles = List{};
    for (auto const& one : account.assignments) roles.push_back(assignment_json(one, tree));
    return Object{{"id", account.id},
                  {"login", account.login},
                  {"name", account.name},
                  {"language", account.language},
                  {"state", state_of(account)},
                  {"demo", account.demo},
                  {"must_change_password", account.must_change_password},
                  {"created_at", instant(account.created_at)},
                  {"roles", std::move(roles)}};
}

people::Assignment assignment_of(Value const& body) {
    auto wanted = people::Assignment{};
    wanted.role = body["role"].string_or("");
    wanted.region = body["region"].string_or("");
    wanted.record = body["record"].string_or("");
    wanted.valid_from = body["valid_from"].string_or("");
    wanted.valid_to = body["valid_to"].string_or("");
    return wanted;
}

/// The desk at which this person stands; the tree is held by the caller.
people::AccountDesk desk_of(Context const& context, region::Tree const& tree) {
    return {*context.app().held_commands, tree, context.actor(), to_text(Date{context.today()})};
}

}  // namespace

Response get_accounts(Context& context, Request const& request) {
    auto const tree = context.app().regions->tree();
    auto const limit = static_cast<std::size_t>(request.limit(rows_max, rows_max));
    auto scope = context.actor().scope(people::Right::manage_accounts);
    if (scope.empty()) scope = context.actor().scope(people::Right::approve_accounts);
    auto found = people::list_accounts(context.read(), scope, request.query_value("q"),
                                       to_text(Date{context.today()}),
                                       request.query_value("cursor"), limit + 1);
    auto const more = found.size() > limit;
    if (more) found.pop_back();
    auto rows = List{};
    for (auto const& account : found) rows.emplace_back(account_json(account, *tree));
    return Response::json(200, Object{{"rows", std::move(rows)},
                                      {"next", more ? Value(found.back().login) : Value{}}});
}

Response post_account(Context& context, Request const& request) {
    TRY_OR_PROBLEM(body, request.json());
    auto const tree = context.app().regions->tree();
    auto const desk = desk_of(context, *tree);
    auto const password = people::one_time_password(*context.app().random);
    auto wanted = people::NewAccount{};
    wanted.login = body["login"].string_or("");
    wanted.name = body["name"].string_or("");
    wanted.language = body["language"].string_or("zh");
    wanted.first = assignment_of(body);
    wanted.password_hash = crypto::hash_password(password);
    auto made_now = false;
    TRY_OR_PROBLEM(answer, context.run("account.create", body, [&](store::Tx& tx) -> Result<Value> {
        TRY(account, people::create_account(tx, desk, wanted));
        made_now = true;
        return Value(account_json(account, *tree));
    }));
    auto said = answer.context();
    // Asked again with the same key the account is there already, with the password said then.
    if (made_now) said.put("one_time_password", password);
    return Response::json(201, said);
}

Response post_account_right(Context& context, Request const& request) {
    TRY_OR_PROBLEM(body, request.json());
    auto const tree = context.app().regions->tree();
    auto const desk = desk_of(context, *tree);
    auto const id = request.path_value("id");
    auto const asked = Value(Object{{"account", id}, {"right", body}});
    auto const ask = [&](store::Tx& tx) -> Result<Value> {
        TRY(assignment, people::ask_for_right(tx, desk, id, assignment_of(body)));
        return assignment_json(assignment, *tree);
    };
    TRY_OR_PROBLEM(done, context.run("account.ask_right", asked, ask));
    return Response::json(201, done);
}

Response end_account_right(Context& context, Request const& request) {
    auto const tree = context.app().regions->tree();
    auto const desk = desk_of(context, *tree);
    auto const account = request.path_value("id");
    auto const right = request.path_value("right");
    auto const asked = Value(Object{{"account", account}, {"right", right}});
    TRY_OR_PROBLEM(done, context.run("account.end_right", asked, [&](store::Tx& tx) {
        return people::end_right(tx, desk, account, right);
    }));
    context.app().sessions->forget(account);
    return Response::json(200, done);
}

Response reset_account_password(Context& context, Request const& request) {
    auto const tree = context.app().regions->tree();
    auto const desk = desk_of(context, *tree);
    auto const id = request.path_value("id");
    auto const password = people::one_time_password(*context.app().random);
    auto const hash = crypto::hash_password(password);
    auto& sessions = *context.app().sessions;
    auto made_now = false;
    TRY_OR_PROBLEM(done, context.run("account.reset", id, [&](store::Tx& tx) -> Result<Value> {
        TRY(reset, people::reset_password(tx, desk, id, hash));
        sessions.close_all(tx, id, "");
        made_now = true;
        return std::move(reset);
    }));
    auto said = done.context();
    if (made_now) said.put("one_time_password", password);
    return Response::json(200, said);
}

Response disable_account(Context& context, Request const& request) {
    auto const tree = context.app().regions->tree();
    auto const desk = desk_of(context, *tree);
    auto const id = request.path_value("id");
    auto& sessions = *context.app().sessions;
    TRY_OR_PROBLEM(done, context.run("account.disable", id, [&](store::Tx& tx) -> Result<Value> {
        TRY(disabled, people::disable_account(tx, desk, id));
        sessions.close_all(tx, id, "");
        return std::move(disabled);
    }));
    return Response::json(200, done);
}

Response get_roles(Context&, Request const&) {
    auto rows = List{};
    for (auto const& role : people::roles()) {
        auto rights = List{};
        for (auto i = 0; i < people::right_count; ++i)
            if (auto const right = static_cast<people::Right>(i); role.rights.has(right))
                rights.emplace_back(people::name_of(right));
        rows.emplace_back(Object{{"id", role.id},
                                 {"title", words(role.zh, role.en)},
                                 {"exclusive", role.exclusive},
                                 {"own_record_only", role.own_record_only},
                                 {"rights", std::move(rights)}});
    }
    return Response::json(200, rows);
}

}  // namespace jizhi::api
