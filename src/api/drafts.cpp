#include "api/drafts.hpp"

#include "kit/text.hpp"
#include "pack/draft.hpp"

namespace jizhi::api {
namespace {

Schema const new_schema{"NewDraft", R"({
  "type": "object", "required": ["title", "base", "files"], "additionalProperties": false,
  "properties": {
    "title": {"type": "string"}, "base": {"type": "string"},
    "files": {"type": "array", "items": {"type": "object", "required": ["path"],
      "properties": {"path": {"type": "string"}, "text": {"type": ["string", "null"]}}}}}
})"};
Schema const draft_schema{"Draft", R"({
  "type": "object", "properties": {
    "id": {"type": "string"}, "title": {"type": "string"}, "pack": {"type": "string"},
    "base": {"type": "string"}, "files": {"type": "object"}, "state": {"type": "string"},
    "errors": {"type": "array", "items": {"type": "object"}},
    "made_by": {"type": "string"}, "proposal": {"type": ["string", "null"]}}
})"};
Schema const drafts_schema{"Drafts",
                           R"({"type": "array", "items": {"$ref": "#/components/schemas/Draft"}})"};

}  // namespace

Response get_drafts(Context& context, Request const&) {
    List all;
    for (auto const& draft : pack::Drafts::list(context.read())) all.push_back(draft.to_value());
    return Response::json(200, Value(std::move(all)));
}

Response get_draft(Context& context, Request const& request) {
    TRY_OR_PROBLEM(draft, pack::Drafts::find(context.read(), request.path_value("id")));
    return Response::json(200, draft.to_value());
}

/// `base` is the id of a pack: the draft stands over its version in force.
Response post_draft(Context& context, Request const& request) {
    TRY_OR_PROBLEM(body, request.json());
    auto const title = std::string(text::trim(body["title"].string_or("")));
    if (title.empty())
        return Response::problem({"draft.bad_request", "title", "请写一个标题", "give it a title"});
    std::map<std::string, Value> files;
    if (body["files"].is(Value::Type::list))
        for (auto const& file : body["files"].list())
            files.insert_or_assign(file["path"].string_or(""), file["text"]);
    TRY_OR_PROBLEM(done, context.run("draft.make", body, [&](store::Tx& tx) -> Result<Value> {
        TRY(draft, context.app().drafts->make(tx, title, body["base"].string_or(""), files));
        return draft.to_value();
    }));
    return Response::json(201, done);
}

Response propose_draft(Context& context, Request const& request) {
    auto const id = request.path_value("id");
    auto const& app = context.app();
    TRY_OR_PROBLEM(done, context.run("draft.propose", Object{{"id", id}}, [&](store::Tx& tx) {
        return app.drafts->propose(tx, *app.held_commands, id, context.actor(), app.home_region);
    }));
    return Response::json(201, done);
}

}  // namespace jizhi::api
