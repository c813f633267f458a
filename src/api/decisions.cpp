#include "api/decisions.hpp"

#include "api/record_request.hpp"
#include "api/rules_place.hpp"
#include "api/words.hpp"
#include "decision/apply.hpp"
#include "value/temporal.hpp"

namespace jizhi::api {
namespace {

constexpr std::size_t bulk_max = 5'000;

Schema const explanations_schema{"Explanations", R"({
  "type": "array", "items": {"type": "object",
    "required": ["decision", "title", "value", "stored", "differs", "steps"],
    "properties": {
      "decision": {"type": "string"}, "model": {"type": "string"},
      "field": {"type": ["string", "null"]},
      "title": {"$ref": "#/components/schemas/Words"}, "unit": {}, "value": {}, "stored": {},
      "differs": {"type": "boolean"}, "effective_from": {"type": ["string", "null"]},
      "period": {"type": "string"}, "components": {"type": "array"}, "view": {"type": "string"},
      "problems": {"type": "array", "items": {"$ref": "#/components/schemas/Words"}},
      "steps": {"type": "array", "items": {"$ref": "#/components/schemas/Step"}}}}
})"};
Schema const step_schema{"Step", R"({
  "type": "object", "required": ["id", "zh", "en", "amount", "basis"],
  "properties": {
    "id": {"type": "string"}, "zh": {"type": "string"}, "en": {"type": "string"},
    "amount": {"type": ["string", "null"]}, "decision": {"type": "string"},
    "decision_title": {"$ref": "#/components/schemas/Words"},
    "row": {"type": ["integer", "null"]}, "rule_id": {"type": "string"},
    "inputs": {"type": "object"}, "output": {},
    "seen": {"type": "array", "items": {"type": "object", "properties": {
      "title": {"$ref": "#/components/schemas/Words"},
      "value": {"$ref": "#/components/schemas/Words"}}}},
    "basis": {"type": "array", "items": {"type": "object"}}}
})"};
Schema const apply_schema{"ApplyDecision", R"({
  "type": "object", "required": ["decision"], "additionalProperties": false,
  "properties": {
    "decision": {"type": "string"}, "effective_from": {"type": ["string", "null"]},
    "reason": {"type": "string"}, "document": {"type": "string"},
    "ids": {"type": "array", "items": {"type": "string"}}}
})"};
Schema const applied_schema{"Applied", R"({
  "type": "object", "properties": {
    "id": {"type": "string"}, "version": {"type": "integer"}, "values": {"type": "object"},
    "changed": {"type": "boolean"}}
})"};
Schema const applied_many_schema{"AppliedMany", R"({
  "type": "object", "properties": {
    "applied": {"type": "integer"}, "unchanged": {"type": "integer"},
    "refused": {"type": "array", "items": {"type": "object"}}}
})"};
Schema const rules_schema{"Rules", R"({"type": "array", "items": {"type": "object"}})"};
Schema const rule_schema{"Rule", R"({"type": "object", "required": ["id", "title", "kind"]})"};
Schema const parameters_schema{"Parameters", R"({"type": "array", "items": {"type": "object"}})"};

/// What the body asks to apply; `id` is filled in by the caller.
Result<decision::Apply> apply_of(Context& context, RecordRequest const& asked, Value const& body) {
    decision::Apply apply;
    apply.type = asked.type->id;
    apply.model = body["decision"].string_or("");
    if (apply.model.empty())
        return fail("apply.decision.bad_request", "decision", "请求中缺少 decision",
                    "the body lacks decision");
    auto const from = body["effective_from"].string_or("");
    TRY(day, day_of(from, "effective_from", Date{context.today()}));
    apply.effective_from = day;
    apply.reason = body["reason"].string_or("");
    apply.document = body["document"].string_or("");
    apply.scope = asked.scope;
    return apply;
}

}  // namespace

/// GET /records/{type}/{id}/explanations: why each decided figure is what it is.
Response get_explanations(Context& context, Request const& request) {
    TRY_OR_PROBLEM(asked, RecordRequest::of(context, request, people::Right::read));
    auto const& id = request.path_value("id");
    auto& sql = context.read();
    CHECK_OR_PROBLEM(asked.require_inside(sql, id));
    TRY_OR_PROBLEM(other, when_of(context, request));
    auto const when = other.value_or(record::When{.as_of = Date{context.today()}});
    TRY_OR_PROBLEM(made, context.app().desk->explanations(sql, asked.type->id, id, when));
    return Response::json(200, made);
}

/// POST /records/{type}/{id}/decisions: store what the rules give, from a day on.
Response post_decision(Context& context, Request const& request) {
    TRY_OR_PROBLEM(asked, RecordRequest::of(context, request, people::Right::apply));
    TRY_OR_PROBLEM(body, request.json());
    TRY_OR_PROBLEM(apply, apply_of(context, asked, body));
    apply.id = request.path_value("id");
    auto const payload = Object{{"type", apply.type}, {"id", apply.id}, {"asked", body}};
    TRY_OR_PROBLEM(done, context.run("decision.apply", payload, [&](store::Tx& tx) {
        return decision::apply(tx, *context.app().desk, *context.app().records, apply);
    }));
    return Response::json(200, done);
}

/// POST /records/{type}/decisions: the same for many; those that are refused are told one by one.
Response post_decisions(Context& context, Request const& request) {
    TRY_OR_PROBLEM(asked, RecordRequest::of(context, request, people::Right::apply));
    TRY_OR_PROBLEM(body, request.json());
    TRY_OR_PROBLEM(apply, apply_of(context, asked, body));
    auto const ids = body["ids"].is(Value::Type::list) ? body["ids"].list() : List{};
    if (ids.empty() || ids.size() > bulk_max)
        return Response::problem({"apply.ids.bad_request", "ids", "ids 应有 1 到 5000 个",
                                  "there must be 1 to 5000 ids"});
    auto const payload = Object{{"type", apply.type}, {"asked", body}};
    auto const run = [&](store::Tx& tx) -> Result<Value> {
        std::int64_t applied = 0, unchanged = 0;
        List refused;
        for (auto const& id : ids) {
            apply.id = id.string_or("");
            auto const done =
                decision::apply(tx, *context.app().desk, *context.app().records, apply);
            if (done)
                ++((*done)["changed"].boolean_or(false) ? applied : unchanged);
            else
                refused.push_back(
                    Object{{"id", apply.id}, {"zh", done.error().zh}, {"en", done.error().en}});
        }
        return Value(Object{
            {"applied", applied}, {"unchanged", unchanged}, {"refused", std::move(refused)}});
    };
    TRY_OR_PROBLEM(done, context.run("decision.apply_many", payload, run));
    return Response::json(200, done);
}

/// GET /decisions: the rules in force in a region.
Response get_decisions(Context& context, Request const& request) {
    TRY_OR_PROBLEM(place, RulesPlace::of(context, request));
    return Response::json(200, decision::list_rules(place.query()));
}

/// GET /decisions/{id}: one rule as a table or an expression.
Response get_decision(Context& context, Request const& request) {
    TRY_OR_PROBLEM(place, RulesPlace::of(context, request));
    TRY_OR_PROBLEM(made, decision::describe_rule(place.query(), request.path_value("id")));
    return Response::json(200, made);
}

/// GET /parameters: the figures in force in a region, with all that were and will be.
Response get_parameters(Context& context, Request const& request) {
    TRY_OR_PROBLEM(place, RulesPlace::of(context, request));
    return Response::json(200, decision::list_parameters(place.query()));
}

}  // namespace jizhi::api
