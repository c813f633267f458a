#include "api/record_request.hpp"
#include "api/records.hpp"
#include "kit/text.hpp"
#include "region/regions.hpp"

namespace jizhi::api {
namespace {

Schema const reveal_schema{"Reveal", R"({
  "type": "object", "required": ["field", "reason"], "additionalProperties": false,
  "properties": {"field": {"type": "string"}, "reason": {"type": "string"}}
})"};
Schema const revealed_schema{"Revealed", R"({
  "type": "object", "properties": {"value": {"type": ["string", "null"]}}
})"};

}  // namespace

/// The value is read only after the event that says who saw it, and why, is durable. It is not part
/// of the command's stored answer.
Response post_reveal(Context& context, Request const& request) {
    TRY_OR_PROBLEM(asked, RecordRequest::of(context, request, people::Right::reveal));
    TRY_OR_PROBLEM(body, request.json());
    auto const field_id = body["field"].string_or("");
    auto const reason = std::string(text::trim(body["reason"].string_or("")));
    auto const* field = asked.type->field(field_id);
    if (field == nullptr || !field->sensitive)
        return Response::problem(
            {"record.field.bad_request", field_id, "这个字段没有加密", "this field is not sealed"});
    if (text::length(reason) < 2)
        return Response::problem(
            {"record.reason_missing", "reason", "请写明查看的原因", "say why you need to see it"});
    auto const& keys = *context.app().keys;
    auto const id = request.path_value("id");
    auto payload =
        Object{{"type", asked.type->id}, {"id", id}, {"field", field_id}, {"reason", reason}};
    CHECK_OR_PROBLEM(
        context.run("record.reveal", Value(payload), [&](store::Tx& tx) -> Result<Value> {
            TRY(row, asked.find(tx.sql(), keys, id));
            tx.append({.subject_type = asked.type->id,
                       .subject_id = row.id,
                       .region = row.region,
                       .activity = "reveal",
                       .lifecycle = "complete",
                       .delta = Object{{"field", field_id}, {"reason", reason}}});
            return Value();
        }));
    TRY_OR_PROBLEM(row, asked.find(context.read(), keys, id, true));
    auto const* value = row.values.find(field_id);
    auto response = Response::json(200, Object{{"value", value == nullptr ? Value() : *value}});
    response.headers.emplace_back("cache-control", "no-store");
    return response;
}

}  // namespace jizhi::api
