#include "api/log.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <utility>

#include "api/log_words.hpp"
#include "api/words.hpp"
#include "audit/access_log.hpp"
#include "audit/event_log.hpp"
#include "audit/verification.hpp"
#include "people/account.hpp"
#include "record/catalog.hpp"
#include "value/temporal.hpp"

namespace jizhi::api {
namespace {

constexpr std::int64_t rows_max = 200;
constexpr Micros second = 1'000'000;

Schema const log_schema{"Log", R"({
  "type": "object", "required": ["rows", "next"],
  "properties": {
    "rows": {"type": "array", "items": {"type": "object", "required": ["at", "actor", "title"],
      "properties": {
      "id": {"type": "string"}, "number": {"type": "integer"}, "at": {"type": "string"},
      "actor": {"type": "string"}, "actor_name": {"type": "string"},
      "on_behalf_of": {"type": ["string", "null"]},
      "activity": {"type": "string"}, "title": "@Words",
      "subject_type": {"type": "string"}, "subject_id": {"type": "string"},
      "subject_title": {}, "region": "@Place?", "delta": {}}}},
    "next": {"type": ["string", "null"]}
  }
})"};
Schema const access_schema{"AccessLog", R"({
  "type": "object", "required": ["rows", "next"],
  "properties": {
    "rows": {"type": "array", "items": {"type": "object",
      "required": ["at", "actor", "method", "path", "status"], "properties": {
      "id": {"type": "string"}, "at": {"type": "string"}, "actor": {"type": "string"},
      "actor_name": {"type": "string"}, "method": {"type": "string"}, "path": {"type": "string"},
      "status": {"type": "integer"}, "address": {"type": "string"}}}},
    "next": {"type": ["string", "null"]}
  }
})"};
Schema const verification_schema{"Verification", R"({
  "type": "object", "required": ["ok", "events", "findings"],
  "properties": {
    "ok": {"type": "boolean"}, "events": {"type": "integer"}, "erased": {"type": "integer"},
    "head": {"type": "string"}, "marked": {"type": "boolean"},
    "findings": {"type": "array", "items": {"type": "object"}}
  }
})"};

/// Whether this reader is the one of the three offices, who sees no business row.
bool holds_office(people::Actor const& actor) {
    return std::any_of(actor.grants.begin(), actor.grants.end(),
                       [](people::Grant const& grant) { return grant.role->exclusive; });
}

/// Names of accounts, asked once each.
class Names {
public:
    explicit Names(store::Connection& sql) : sql_(sql) {}
    std::string const& of(std::string const& id) {
        auto const [at, fresh] = names_.try_emplace(id);
        if (fresh)
            at->second = sql_.text("SELECT name FROM account WHERE id = ?", {std::string_view(id)});
        if (at->second.empty()) at->second = id;
        return at->second;
    }

private:
    store::Connection& sql_;
    std::map<std::string, std::string> names_;
};

/// The first moment of a day at the deployment's place; 0 for no day.
Micros start_of(std::optional<Date> const& date, Context const& context, std::int64_t days_later) {
    if (!date) return 0;
    return ((date->day + days_later) * seconds_per_day - context.app().zone_offset_seconds) *
           second;
}

std::int64_t number_in(std::string_view text, std::int64_t otherwise) {
    std::from_chars(text.data(), text.data() + text.size(), otherwise);
    return otherwise;
}

/// What was typed for a person: a login, or the id that an entry shows.
std::string account_typed(Context const& context, std::string_view typed) {
    if (typed.empty()) return {};
    auto const account = people::find_login(context.read(), typed);
    return account ? account->id : std::string(typed);
}

Value subject_title(Context const& context, audit::EventEntry const& entry) {
    auto const known = subject_words(entry.subject_type);
    if (!known.zh.empty()) return words(known);
    auto const* type = context.app().catalogs->now()->type(entry.subject_type);
    if (type == nullptr) return words(entry.subject_type, entry.subject_type);
    return words(type->title.zh, type->title.en);
}

Value entry_json(Context const& context, audit::EventEntry const& entry, Names& names) {
    auto const title = activity_words(entry.activity);
    auto const closed = holds_office(context.actor()) && !about_running(entry.subject_type);
    return Object{{"id", entry.id},
                  {"number", entry.number},
                  {"at", instant(entry.at)},
                  {"actor", entry.actor},
                  {"actor_name", names.of(entry.actor)},
                  {"on_behalf_of", text_or_null(entry.on_behalf_of)},
                  {"activity", entry.activity},
                  {"title", words(title)},
                  {"subject_type", entry.subject_type},
                  {"subject_id", entry.subject_id},
                  {"subject_title", subject_title(context, entry)},
                  {"region", region_words(*context.app().regions->tree(), entry.region)},
                  {"delta", closed ? Value{} : entry.delta}};
}

audit::EventQuery query_of(Context const& context, Request const& request) {
    auto query = audit::EventQuery{};
    auto const inside = context.actor()
                            .scope(people::Right::read_log)
                            .condition("e.region", "", to_text(Date{context.today()}));
    // Signing in and what else belongs to no region is for the office that reads the logs.
    query.scope_sql =
        holds_office(context.actor()) ? "e.region = '' OR " + inside.sql : inside.sql;
    query.scope_values = inside.texts;
    auto const subject = request.query_value("subject");
    auto const slash = subject.find('/');
    if (slash != std::string_view::npos) query.subject_type = subject.substr(0, slash);
    query.subject_id = slash == std::string_view::npos ? subject : subject.substr(slash + 1);
    query.actor = account_typed(context, request.query_value("actor"));
    query.activity = request.query_value("activity");
    query.from = start_of(parse_date(request.query_value("from")), context, 0);
    query.to = start_of(parse_date(request.query_value("to")), context, 1);
    query.before_number = number_in(request.query_value("cursor"), 0);
    query.limit = static_cast<int>(request.limit(rows_max, rows_max));
    return query;
}

/// Whether an entry is about somebody within the reader's scope; the log names no region.
bool within(store::Connection& sql, people::Scope const& scope, region::Tree const& tree,
            std::string const& actor) {
    auto const account = people::find_account(sql, actor);
    return account && std::any_of(account->assignments.begin(), account->assignments.end(),
                                  [&](people::Assignment const& one) {
                                      return scope.contains(tree, one.region);
                                  });
}

}  // namespace

Response get_log(Context& context, Request const& request) {
    auto const query = query_of(context, request);
    auto const found = audit::events(context.read(), query);
    auto names = Names(context.read());
    auto rows = List{};
    for (auto const& entry : found) rows.push_back(entry_json(context, entry, names));
    auto const more = static_cast<int>(found.size()) == query.limit;
    return Response::json(
        200, Object{{"rows", std::move(rows)},
                    {"next", more ? Value(std::to_string(found.back().number)) : Value{}}});
}

Response get_access_log(Context& context, Request const& request) {
    auto query = audit::AccessQuery{};
    query.actor = account_typed(context, request.query_value("actor"));
    query.path_contains = request.query_value("path");
    query.from = start_of(parse_date(request.query_value("from")), context, 0);
    query.to = start_of(parse_date(request.query_value("to")), context, 1);
    query.before_id = request.query_value("cursor");
    query.limit = static_cast<int>(request.limit(rows_max, rows_max));
    auto const tree = context.app().regions->tree();
    auto const scope = context.actor().scope(people::Right::read_log);
    auto const found = audit::accesses(context.read(), query);
    auto names = Names(context.read());
    auto inside = std::map<std::string, bool>{};
    auto rows = List{};
    for (auto const& entry : found) {
        auto const [at, fresh] = inside.try_emplace(entry.actor);
        if (fresh) at->second = within(context.read(), scope, *tree, entry.actor);
        if (!at->second) continue;
        rows.emplace_back(Object{{"id", entry.id},
                                 {"at", instant(entry.at)},
                                 {"actor", entry.actor},
                                 {"actor_name", names.of(entry.actor)},
                                 {"method", entry.method},
                                 {"path", entry.path},
                                 {"status", entry.status},
                                 {"address", entry.address}});
    }
    auto const more = static_cast<int>(found.size()) == query.limit;
    return Response::json(200, Object{{"rows", std::move(rows)},
                                      {"next", more ? Value(found.back().id) : Value{}}});
}

Response get_verification(Context& context, Request const&) {
    auto const found = audit::verify(context.read(), context.app().keys.get());
    auto findings = List{};
    for (auto const& finding : found.findings)
        findings.emplace_back(Object{{"code", finding.code},
                                     {"where", finding.where},
                                     {"zh", finding.zh},
                                     {"en", finding.en}});
    return Response::json(200, Object{{"ok", found.findings.empty()},
                                      {"events", found.events},
                                      {"erased", found.erased},
                                      {"head", found.head},
                                      {"marked", found.marked},
                                      {"findings", std::move(findings)}});
}

}  // namespace jizhi::api
