#include "api/trials.hpp"

#include "api/record_request.hpp"
#include "api/rules_place.hpp"
#include "decision/trial.hpp"

namespace jizhi::api {
namespace {

Schema const inputs_schema{"DecisionInputs", R"({"type": "array", "items": "@DecisionInput"})"};
Schema const decision_input_schema{"DecisionInput", R"({
  "type": "object", "required": ["name", "title", "kind", "choices", "value"],
  "properties": {
    "name": {"type": "string"}, "title": "@Words",
    "kind": {"type": "string",
             "enum": ["text", "number", "yes_no", "date", "code", "codes", "expression"]},
    "choices": {"type": "array", "items": "@Term"}, "value": {"type": "string"}}
})"};
Schema const trial_schema{"Trial", R"({
  "type": "object", "required": ["inputs"], "additionalProperties": false,
  "properties": {"inputs": {"type": "object"}}
})"};
Schema const tried_schema{"Tried", R"({
  "type": "object", "required": ["title", "value", "said", "parts", "steps", "matched", "problems"],
  "properties": {
    "title": "@Words", "value": {}, "said": "@Words",
    "parts": {"type": "array", "items": {
      "type": "object", "required": ["name", "title", "said"],
      "properties": {"name": {"type": "string"}, "title": "@Words", "said": "@Words"}}},
    "steps": {"type": "array", "items": "@Step"},
    "matched": {"type": "array", "items": {
      "type": "object", "required": ["decision", "title", "rule", "row"], "properties": {
        "decision": {"type": "string"}, "title": "@Words", "rule": {"type": "string"},
        "row": {"type": "integer"}}}},
    "problems": {"type": "array", "items": "@Words"}}
})"};

decision::Trial trial_of(Context& context, RulesPlace const& place) {
    return {*context.app().desk, {place.book, place.catalog, place.region, place.as_of}};
}

}  // namespace

/// GET /decisions/{id}/inputs: what somebody who tries the rule has to fill in.
Response get_decision_inputs(Context& context, Request const& request) {
    TRY_OR_PROBLEM(place, RulesPlace::of(context, request));
    TRY_OR_PROBLEM(made, trial_of(context, place).inputs(request.path_value("id")));
    return Response::json(200, made);
}

/// GET /records/{type}/{id}/decision-inputs/{decision}: the same, filled from a record in scope.
Response get_record_inputs(Context& context, Request const& request) {
    TRY_OR_PROBLEM(asked, RecordRequest::of(context, request, people::Right::read));
    auto const& id = request.path_value("id");
    CHECK_OR_PROBLEM(asked.require_inside(context.read(), id));
    TRY_OR_PROBLEM(place, RulesPlace::of(context, request));
    auto const* type = place.catalog->type(asked.type->id);
    if (type == nullptr)
        return Response::problem({"record_type.not_found", asked.type->id, "没有这种台账",
                                  "there is no such record type"});
    auto trial = trial_of(context, place);
    auto const& decision = request.path_value("decision");
    TRY_OR_PROBLEM(values, trial.values_of(context.read(), *type, id, decision));
    TRY_OR_PROBLEM(made, trial.inputs(decision, values));
    return Response::json(200, made);
}

/// POST /decisions/{id}/trial: what the rule gives for these inputs, and why. Nothing is stored.
Response post_trial(Context& context, Request const& request) {
    TRY_OR_PROBLEM(body, request.json());
    TRY_OR_PROBLEM(place, RulesPlace::of(context, request));
    TRY_OR_PROBLEM(made, trial_of(context, place).run(request.path_value("id"), body["inputs"]));
    return Response::json(200, made);
}

}  // namespace jizhi::api
