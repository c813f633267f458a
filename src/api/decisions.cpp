#include "api/decisions.hpp"

#include "api/record_request.hpp"
#include "api/rules_place.hpp"
#include "api/words.hpp"
#include "decision/apply.hpp"
#include "value/temporal.hpp"

namespace jizhi::api {
namespace {

constexpr std::size_t bulk_max = 5'000;

Schema const explanations_schema{"Explanations", R"({"type": "array", "items": "@Explanation"})"};
Schema const explanation_schema{"Explanation", R"({
  "type": "object",
  "required": ["decision", "model", "title", "value", "stored", "differs", "steps"],
  "properties": {
    "decision": {"type": "string"}, "model": {"type": "string"},
    "field": {"type": ["string", "null"]}, "title": "@Words", "unit": {}, "value": {}, "stored": {},
    "differs": {"type": "boolean"}, "effective_from": {"type": ["string", "null"]},
    "period": {"type": "string"}, "components": {"type": "array", "items": "@Component"}, "view": {"type": "string"},
    "problems": {"type": "array", "items": "@Words"}, "steps": {"type": "array", "items": "@Step"}}
})"};
Schema const component_schema{"Component", R"({
  "type": "object", "required": ["id", "title", "type"], "additionalProperties": true,
  "properties": {
    "id": {"type": "string"}, "title": "@Words", "type": {"type": "string"}, "value": {}}
})"};
Schema const step_schema{"Step", R"({
  "type": "object",
  "required": ["id", "zh", "en", "amount", "decision", "decision_title", "row", "rule_id", "basis"],
  "properties": {
    "id": {"type": "string"}, "zh": {"type": "string"}, "en": {"type": "string"},
    "amount": {"type": ["string", "null"]}, "decision": {"type": "string"},
    "decision_title": "@Words", "row": {"type": ["integer", "null"]}, "rule_id": {"type": "string"},
    "inputs": {"type": "object"}, "output": {}, "total": {"type": "boolean"},
    "seen": {"type": "array", "items": {"type": "object", "required": ["title", "value"],
      "properties": {"title": "@Words", "value": "@Words"}}},
    "basis": {"type": "array", "items": "@Basis"}}
})"};
Schema const basis_schema{"Basis", R"({
  "type": "object", "properties": {
    "class": {"type": "string"}, "text": {"description": "words, or one text for both languages"},
    "clause": {"type": "string"}, "url": {"type": "string"}, "parameter": {"type": "string"},
    "title": {}, "from": {"type": ["string", "null"]}, "region": {"type": ["string", "null"]}}
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
Schema const rules_schema{"DecisionHeads", R"({"type": "array", "items": "@DecisionHead"})"};
Schema const decision_head_schema{"DecisionHead", R"({
  "type": "object", "required": ["id", "title", "model", "pack", "region", "main", "kind"],
  "properties": {
    "id": {"type": "string"}, "title": "@Words", "model": {"type": "string"},
    "pack": {"type": "string"},
    "region": {"type": "string"}, "main": {"type": "boolean"},
    "kind": {"type": "string", "enum": ["table", "expression"]}}
})"};
Schema const rule_schema{"Decision", R"({
  "type": "object",
  "required": ["id", "title", "model", "pack", "region", "main", "kind", "findings", "requires",
               "parameters"],
  "properties": {
    "id": {"type": "string"}, "title": "@Words", "model": {"type": "string"},
    "pack": {"type": "string"},
    "region": {"type": "string"}, "main": {"type": "boolean"},
    "kind": {"type": "string", "enum": ["table", "expression"]}, "description": {"type": "string"},
    "hit_policy": {"type": "string"}, "aggregation": {"type": "string"},
    "inputs": {"type": "array", "items": "@Clause"},
    "outputs": {"type": "array", "items": "@Clause"},
    "annotations": {"type": "array", "items": {"type": "string"}},
    "rules": {"type": "array", "items": "@Rule"}, "text": {"type": "string"},
    "said": "@Words?", "says": "@Words?",
    "entries": {"type": "array", "items": "@Entry"},
    "findings": {"type": "array", "items": "@Finding"},
    "requires": {"type": "array", "items": {"type": "string"}},
    "parameters": {"type": "array", "items": "@Parameter"}}
})"};
Schema const clause_schema{"Clause", R"({
  "type": "object", "required": ["title"],
  "properties": {"title": "@Words", "text": {"type": "string"}, "name": {"type": "string"}}
})"};
Schema const row_schema{"Rule", R"({
  "type": "object",
  "required": ["id", "row", "inputs", "outputs", "annotations", "inputs_said", "outputs_said"],
  "properties": {
    "id": {"type": "string"}, "row": {"type": "integer"},
    "inputs": {"type": "array", "items": {"type": "string"}},
    "outputs": {"type": "array", "items": {"type": "string"}},
    "annotations": {"type": "object", "additionalProperties": {"type": "string"}},
    "inputs_said": {"type": "array", "items": "@Words"},
    "outputs_said": {"type": "array", "items": "@Words"},
    "says": {"type": "object", "properties": {"zh": {"type": "string"}, "en": {"type": "string"}}}}
})"};
Schema const entry_schema{"Entry", R"({
  "type": "object", "required": ["name", "title", "text", "titled"],
  "properties": {
    "name": {"type": "string"}, "title": "@Words", "text": {"type": "string"},
    "titled": {"type": "boolean"}, "said": "@Words?", "says": "@Words?"}
})"};
Schema const finding_schema{"Finding", R"({
  "type": "object", "required": ["code", "severity", "title", "rules", "cells"],
  "properties": {
    "code": {"type": "string"},
    "severity": {"type": "string", "enum": ["error", "warning", "note"]},
    "title": "@Words", "rules": {"type": "array", "items": {"type": "string"}},
    "cells": {"type": ["array", "null"], "items": "@Words?",
              "description": "what falls through or is taken twice, column by column"}}
})"};
Schema const parameters_schema{"Parameters", R"({"type": "array", "items": "@Parameter"})"};
Schema const parameter_schema{"Parameter", R"({
  "type": "object", "required": ["name", "title", "value"],
  "properties": {
    "name": {"type": "string"}, "title": "@Words", "help": "@Words?", "unit": "@Words?",
    "words": {"type": "object", "additionalProperties": "@Words"},
    "value": {}, "from": {"type": "string"}, "region": {"type": "string"}, "basis": "@Basis",
    "values": {"type": "array", "items": "@ParameterValue"}}
})"};
Schema const parameter_value_schema{"ParameterValue", R"({
  "type": "object", "required": ["from", "known", "region", "value", "basis"],
  "properties": {
    "from": {"type": "string"}, "to": {"type": ["string", "null"]},
    "known": {"type": ["string", "null"]},
    "region": {"type": "string"}, "value": {}, "basis": "@Basis"}
})"};

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
