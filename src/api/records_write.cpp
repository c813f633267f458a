#include "api/record_request.hpp"
#include "api/records.hpp"
#include "api/words.hpp"
#include "kit/text.hpp"
#include "record/approval.hpp"
#include "record/checker.hpp"
#include "region/regions.hpp"
#include "value/temporal.hpp"

namespace jizhi::api {
namespace {

Schema const new_schema{"NewRecord", R"({
  "type": "object", "required": ["values"], "additionalProperties": false,
  "properties": {
    "values": {"type": "object"}, "parent_id": {"type": ["string", "null"]},
    "effective_from": {"type": ["string", "null"]}, "reason": {"type": "string"},
    "document": {"type": ["string", "null"]}}
})"};
Schema const change_schema{"RecordChange", R"({
  "type": "object", "required": ["values"], "additionalProperties": false,
  "properties": {
    "values": {"type": "object"}, "effective_from": {"type": ["string", "null"]},
    "reason": {"type": "string"}, "document": {"type": ["string", "null"]}}
})"};
Schema const bulk_schema{"BulkChange", R"({
  "type": "object", "required": ["values", "reason"], "additionalProperties": false,
  "properties": {
    "ids": {"type": "array", "items": {"type": "string"}}, "filter": {"type": "object"},
    "region": {"type": "string"}, "values": {"type": "object"},
    "effective_from": {"type": ["string", "null"]}, "reason": {"type": "string"},
    "document": {"type": ["string", "null"]}}
})"};
Schema const written_schema{"Written", R"({
  "type": "object", "properties": {
    "id": {"type": "string"}, "version": {"type": "integer"}, "changed": {"type": "boolean"},
    "waits": {"type": "boolean", "description": "202: a second person must agree first"},
    "proposal": {"type": "string"}, "message": "@Words"}
})"};
Schema const bulk_done_schema{"BulkChanged", R"({
  "type": "object", "properties": {"changed": {"type": "integer"}, "unchanged": {"type": "integer"}}
})"};
Schema const problems_schema{"RecordProblems", R"({
  "type": "object", "properties": {"problems": {"type": "array", "items": {"type": "object"}}}
})"};

constexpr std::size_t bulk_max = 5'000;

Result<Object> body_of(Request const& request) {
    TRY(json, request.json());
    if (!json.is(Value::Type::context) || !json["values"].is(Value::Type::context))
        return fail("record.values.bad_request", "values", "请求中缺少 values",
                    "the body lacks values");
    return json.context();
}

std::string text_of(Object const& body, std::string_view key) {
    auto const* value = body.find(key);
    return value == nullptr ? std::string() : value->string_or("");
}

std::vector<record::Problem> problems_of(Context& context, RecordRequest const& asked,
                                         Object const& values, std::string_view id,
                                         std::string_view parent_id) {
    record::Checker checker(*context.app().records, context.read(), *asked.type,
                            Date{context.today()}, /*opening=*/false);
    return checker.check(values, id, parent_id);
}

/// A refused row answers with each of its fields; what the command found stands in `error`.
Response refused(Context& context, RecordRequest const& asked, Error const& error,
                 Object const& values, std::string_view id, std::string_view parent_id) {
    if (error.code != "record.invalid") return Response::problem(error);
    auto const problems = problems_of(context, asked, values, id, parent_id);
    auto fields = field_errors(problems);
    if (fields.empty()) fields.push_back({error.where, error});
    return Response::problem(error, std::move(fields));
}

/// A write that must wait for a second person becomes a proposal: 202 with its number. The command
/// that found that out has been rolled back whole; this is one of its own.
template <class Write>
Response hold(Context& context, RecordRequest const& asked, Value payload, Write const& write) {
    TRY_OR_PROBLEM(held, context.run("record.propose", std::move(payload), [&](store::Tx& tx) {
        return record::propose(tx, *context.app().held_commands, *context.app().records, write,
                               context.actor());
    }));
    auto answer = held.context();
    answer.put("waits", true);
    answer.put("message", words("已提交复核：" + asked.type->title.zh + "要第二个人同意后生效",
                                "Sent for approval: it holds once a second person agrees"));
    return Response::json(202, Value(std::move(answer)));
}

/// Where a new row will belong must be inside the scope of whoever adds it.
Result<void> may_add(store::Tx& tx, RecordRequest const& asked,
                     Object const& values, std::string const& parent_id) {
    if (asked.type->parent.empty()) {
        auto const* region = values.find(asked.type->region_field);
        auto const code = region == nullptr ? std::string() : region->string_or("");
        if (code.empty() || asked.tree->find(code) == nullptr) return {};  // said by the validation
        if (asked.scope.contains(*asked.tree, code)) return {};
        return fail("record.region.forbidden", code, "这个区域不在您的数据范围内",
                    "this region is outside your scope");
    }
    auto const* parent = asked.catalog->type(asked.type->parent);
    return record::require_inside(tx.sql(), *parent, parent_id, asked.scope, asked.today);
}

/// A row must not be moved to where its editor could not have put it.
Result<void> may_move(RecordRequest const& asked, Object const& values) {
    auto const* region =
        asked.type->region_field.empty() ? nullptr : values.find(asked.type->region_field);
    if (region == nullptr || !region->is(Value::Type::string)) return {};
    if (asked.tree->find(region->string()) == nullptr) return {};
    if (asked.scope.contains(*asked.tree, region->string())) return {};
    return fail("record.region.forbidden", region->string(), "这个区域不在您的数据范围内",
                "this region is outside your scope");
}

Response told(int status, Value const& done) {
    auto response = Response::json(status, done);
    response.headers.emplace_back("etag",
                                  "\"" + std::to_string(done["version"].integer_or(0)) + "\"");
    return response;
}

/// What a new record is about to be; kept until its command is done.
struct Creating {
    RecordRequest asked;
    record::Create create;
    Value payload;

    [[nodiscard]] Result<Value> run(record::Records const& records, store::Tx& tx) const {
        CHECK_OK(may_add(tx, asked, create.values, create.parent_id));
        TRY(written, records.create(tx, create));
        return written.to_value();
    }

    [[nodiscard]] Response answer(Context& context, Result<Value> const& done) const {
        if (done) return told(201, *done);
        if (done.error().code == record::needs_approval)
            return hold(context, asked, payload, create);
        return refused(context, asked, done.error(), create.values, {}, create.parent_id);
    }
};

/// What a change is about to do; kept until its command is done.
struct Changing {
    RecordRequest asked;
    record::Change change;
    Value payload;

    [[nodiscard]] Result<Value> run(record::Records const& records, store::Tx& tx) const {
        CHECK_OK(asked.require_inside(tx.sql(), change.id));
        CHECK_OK(may_move(asked, change.values));
        TRY(written, records.change(tx, change));
        return written.to_value();
    }

    [[nodiscard]] Response answer(Context& context, Result<Value> const& done) const {
        if (done) return told(200, *done);
        if (done.error().code == record::needs_approval)
            return hold(context, asked, payload, change);
        return refused(context, asked, done.error(), change.values, change.id, {});
    }
};

/// The version in an If-Match header, as `"3"`; nothing where there is none.
Result<std::optional<std::int64_t>> version_of(std::string_view match) {
    if (match.empty()) return std::optional<std::int64_t>{};
    auto const quoted = match.size() > 2 && match.starts_with('"') && match.ends_with('"');
    auto const number = quoted ? Decimal::parse(match.substr(1, match.size() - 2)) : std::nullopt;
    if (auto const version = number ? number->to_integer() : std::nullopt) return version;
    return fail("record.version.bad_request", "If-Match", "If-Match 有误",
                "If-Match is malformed");
}

Response write_change(Context& context, Request const& request, record::Kind kind,
                      char const* command) {
    TRY_OR_PROBLEM(asked, RecordRequest::of(context, request, people::Right::edit));
    TRY_OR_PROBLEM(body, body_of(request));
    auto const& id = request.path_value("id");
    record::Change change{.type = asked.type->id,
                          .id = id,
                          .values = body.find("values")->context(),
                          .kind = kind,
                          .effective_from = text_of(body, "effective_from"),
                          .reason = text_of(body, "reason"),
                          .document = text_of(body, "document")};
    TRY_OR_PROBLEM(version, version_of(request.header("if-match")));
    change.if_version = version;
    body.put("type", asked.type->id);
    body.put("id", id);
    auto const changing = std::make_shared<Changing const>(std::move(asked), std::move(change),
                                                           Value(std::move(body)));
    return context.hand_in(
        command, changing->payload,
        [changing, &records = *context.app().records](store::Tx& tx) {
            return changing->run(records, tx);
        },
        [changing, &context](Result<Value> const& done) {
            return changing->answer(context, done);
        });
}

/// The rows that a bulk change means: those listed, or those of a filter; all of them in scope.
Result<std::vector<std::string>> bulk_ids(Context& context, RecordRequest const& asked,
                                          Object const& body) {
    record::Query query;
    query.scope = asked.scope;
    query.today = asked.today;
    query.ended = true;
    query.region = text_of(body, "region");
    auto const* listed = body.find("ids");
    if (listed != nullptr && listed->is(Value::Type::list)) {
        std::vector<std::string> ids;  // whether they are in scope is seen inside the command
        for (auto const& id : listed->list()) ids.push_back(id.string_or(""));
        return ids;
    }
    auto const* filter = body.find("filter");
    if (filter == nullptr)
        return fail("record.bulk.bad_request", "ids", "要给出 ids 或 filter",
                    "ids or a filter is needed");
    TRY(filters, record::parse_filters(*filter));
    query.filters = std::move(filters);
    query.ended = false;
    return record::ids(context.read(), *asked.catalog, *context.app().keys, *asked.type, query);
}

}  // namespace

Response post_record(Context& context, Request const& request) {
    TRY_OR_PROBLEM(asked, RecordRequest::of(context, request, people::Right::edit));
    TRY_OR_PROBLEM(body, body_of(request));
    record::Create create{.type = asked.type->id,
                          .values = body.find("values")->context(),
                          .parent_id = text_of(body, "parent_id"),
                          .effective_from = text_of(body, "effective_from"),
                          .reason = text_of(body, "reason"),
                          .document = text_of(body, "document")};
    body.put("type", asked.type->id);
    auto const creating = std::make_shared<Creating const>(std::move(asked), std::move(create),
                                                           Value(std::move(body)));
    return context.hand_in(
        "record.create", creating->payload,
        [creating, &records = *context.app().records](store::Tx& tx) {
            return creating->run(records, tx);
        },
        [creating, &context](Result<Value> const& done) {
            return creating->answer(context, done);
        });
}

Response post_record_check(Context& context, Request const& request) {
    TRY_OR_PROBLEM(asked, RecordRequest::of(context, request, people::Right::edit));
    TRY_OR_PROBLEM(body, body_of(request));
    auto const id = text_of(body, "id");
    if (!id.empty()) CHECK_OR_PROBLEM(asked.require_inside(context.read(), id));
    auto const problems = problems_of(context, asked, body.find("values")->context(), id,
                                      text_of(body, "parent_id"));
    List all;
    for (auto const& problem : problems)
        all.emplace_back(Object{{"field", problem.field},
                                {"code", problem.code},
                                {"zh", problem.zh},
                                {"en", problem.en},
                                {"suggestion", problem.suggestion},
                                {"warning", problem.warning}});
    return Response::json(200, Object{{"problems", Value(std::move(all))}});
}

Response post_record_change(Context& context, Request const& request) {
    return write_change(context, request, record::Kind::change, "record.change");
}

Response post_record_correction(Context& context, Request const& request) {
    return write_change(context, request, record::Kind::correct, "record.correct");
}

Response post_record_end(Context& context, Request const& request) {
    return write_change(context, request, record::Kind::end, "record.end");
}

Response post_bulk_changes(Context& context, Request const& request) {
    TRY_OR_PROBLEM(asked, RecordRequest::of(context, request, people::Right::edit));
    TRY_OR_PROBLEM(body, body_of(request));
    auto const& values = body.find("values")->context();
    auto const reason = text_of(body, "reason");
    if (text::trim(reason).empty())
        return Response::problem({"record.reason_missing", "reason", "批量变更要写明原因",
                                  "a bulk change needs a reason"});
    CHECK_OR_PROBLEM(may_move(asked, values));
    TRY_OR_PROBLEM(ids, bulk_ids(context, asked, body));
    if (ids.size() > bulk_max)
        return Response::problem({"record.bulk.too_large", "ids", "一次最多变更 5000 条",
                                  "at most 5000 records can be changed at once"});
    std::vector<record::Change> changes;
    for (auto const& id : ids)
        changes.push_back({.type = asked.type->id,
                           .id = id,
                           .values = values,
                           .kind = record::Kind::change,
                           .effective_from = text_of(body, "effective_from"),
                           .reason = reason,
                           .document = text_of(body, "document")});
    auto payload = body;
    payload.put("type", asked.type->id);
    TRY_OR_PROBLEM(
        done, context.run("record.bulk_change", Value(std::move(payload)),
                          [&](store::Tx& tx) -> Result<Value> {
                              for (auto const& id : ids)
                                  CHECK_OK(asked.require_inside(tx.sql(), id));
                              TRY(written, context.app().records->change_many(tx, changes));
                              std::int64_t changed = 0;
                              for (auto const& one : written) changed += one.changed ? 1 : 0;
                              return Value(Object{{"changed", changed},
                                                  {"unchanged", std::ssize(written) - changed}});
                          }));
    return Response::json(200, done);
}

}  // namespace jizhi::api
