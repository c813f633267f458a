#include "api/drafts.hpp"

#include "decision/desk.hpp"
#include "dmn/reader.hpp"
#include "kit/text.hpp"
#include "pack/difference.hpp"
#include "pack/draft.hpp"
#include "pack/edit.hpp"
#include "pack/table_place.hpp"
#include "people/account.hpp"
#include "region/common.hpp"
#include "value/temporal.hpp"

namespace jizhi::api {
namespace {

Schema const new_schema{"NewDraft", R"({
  "type": "object", "required": ["title"], "additionalProperties": false,
  "properties": {
    "title": {"type": "string"}, "base": {"type": "string"},
    "files": {"type": "array", "items": {"type": "object", "required": ["path"],
      "properties": {"path": {"type": "string"}, "text": {"type": ["string", "null"]}}}},
    "edits": {"type": "array", "items": {"type": "object", "properties": {
      "parameter": {"type": "string"}, "decision": {"type": "string"},
      "region": {"type": "string"}, "from": {"type": "string"}, "value": {},
      "basis": {"type": "object"}, "rules": {"type": "array", "items": {"type": "object"}}}}}}
})"};
Schema const draft_schema{"Draft", R"({
  "type": "object", "required": ["id", "title", "pack", "state", "errors"], "properties": {
    "id": {"type": "string"}, "title": {"type": "string"}, "pack": {"type": "string"},
    "base": {"type": "string"},
    "files": {"type": "object", "additionalProperties": {"type": ["string", "null"]}},
    "state": {"type": "string"}, "errors": {"type": "array", "items": "@DraftError"},
    "changes": {"type": "array", "items": "@RuleChange"},
    "made_by": {"type": "string"}, "proposal": {"type": ["string", "null"]}}
})"};
Schema const draft_error_schema{"DraftError", R"({
  "type": "object", "required": ["code", "where", "zh", "en"],
  "properties": {
    "code": {"type": "string"}, "where": {"type": "string"}, "zh": {"type": "string"},
    "en": {"type": "string"}, "table": "@Words", "row": {"type": "integer"}, "column": "@Words"}
})"};
Schema const rule_change_schema{"RuleChange", R"({
  "type": "object", "required": ["kind"],
  "properties": {
    "kind": {"type": "string", "enum": ["parameter", "element", "head", "columns", "row", "cell",
                                        "order", "formula", "types", "drawing", "file"]},
    "path": {"type": "string"}, "name": {"type": "string"}, "decision": {"type": "string"},
    "title": "@Words", "unit": "@Words?", "words": {"type": "object", "additionalProperties": "@Words"}, "region": {"type": "string"},
    "from": {"type": "string"}, "row": {"type": "integer"}, "column": "@Words?",
    "before": {}, "after": {}, "basis": "@Basis?", "added": {"type": "boolean"},
    "removed": {"type": "boolean"}, "cells": {"type": "array", "items": "@Words"}}
})"};
Schema const drafts_schema{"Drafts",
                           R"({"type": "array", "items": "@Draft"})"};

Value words_of(dmn::Title const& title, std::string const& otherwise) {
    return Object{{"zh", title.zh.empty() ? otherwise : title.zh},
                  {"en", title.en.empty() ? otherwise : title.en}};
}

/// The errors, each with the table, row and column that it is about where there is one.
List placed_errors(pack::Draft const& draft) {
    std::map<std::string, std::shared_ptr<dmn::Definitions const>> models;
    for (auto const& [path, text] : draft.files)
        if (auto const where = "packs/" + draft.pack + "/" + path; path.ends_with(".dmn"))
            if (auto model = dmn::read_definitions(text.string_or(""), where))
                models.emplace(where + ":", std::move(*model));
    List made;
    for (auto const& error : draft.errors) {
        Object one{
            {"code", error.code}, {"where", error.where}, {"zh", error.zh}, {"en", error.en}};
        for (auto const& [where, model] : models) {
            auto const place = error.where.starts_with(where)
                                   ? pack::table_place(*model, error.where)
                                   : std::nullopt;
            if (!place) continue;
            one.put("table", words_of(place->element->title, place->element->name));
            one.put("row", static_cast<std::int64_t>(place->row) + 1);
            if (place->column) one.put("column", words_of(place->column_title(), {}));
        }
        made.push_back(std::move(one));
    }
    return made;
}

/// The draft with what it changes in the version it was made from.
Value with_changes(Context& context, pack::Draft const& draft) {
    auto made = draft.to_value().context();
    auto& sql = context.read();
    auto const version = sql.text("SELECT version FROM pack_version WHERE pack = ? AND digest = ?",
                                  {std::string_view(draft.pack), std::string_view(draft.base)});
    auto const base = pack::deployed_folder(sql, draft.pack, version);
    made.put("errors", placed_errors(draft));
    auto const& desk = *context.app().desk;
    auto const book = desk.books().now();
    auto const catalog = desk.catalogs().now();
    made.put("changes",
             base ? pack::differences(*base, draft.files, {*book, *catalog, Date{context.today()}})
                  : List{});
    return Value(std::move(made));
}

Result<WantedDraft> titled_draft(Context& context, Value const& body) {
    TRY(wanted, wanted_draft(context, body));
    if (wanted.title.empty())
        return fail("draft.bad_request", "title", "请写一个标题", "give it a title");
    return wanted;
}

/// The localities that files hold in; nothing where one of them holds everywhere.
std::vector<std::string> places_of(std::map<std::string, Value> const& files) {
    constexpr std::string_view localities = "localities/";
    std::vector<std::string> places;
    for (auto const& [path, text] : files) {
        if (!path.starts_with(localities)) return {};
        auto const rest = std::string_view(path).substr(localities.size());
        places.emplace_back(rest.substr(0, rest.find('/')));
    }
    return places;
}

}  // namespace

Result<std::string> region_of(Context& context, std::map<std::string, Value> const& files) {
    auto const scope = context.actor().scope(people::Right::manage_rules);
    auto const tree = context.app().regions->tree();
    auto places = places_of(files);
    auto const everywhere = places.empty();
    if (everywhere)
        places = people::regions_of_roles(context.read(), to_text(Date{context.today()}));
    for (auto const& place : places)
        if (!scope.contains(*tree, place))
            return fail("draft.forbidden", place,
                        everywhere ? "这项修改对所有地区生效，要由管所有地区的人来做"
                                   : "这个地区不在您的数据范围内",
                        everywhere ? "this would hold everywhere: it is for whoever is responsible "
                                     "for all regions"
                                   : "this region is outside your scope");
    auto held = places.empty() ? std::string() : places.front();
    for (auto const& place : places) held = region::common(*tree, held, place);
    return held;
}

/// What a body asks for: whole files, or edits that become files.
Result<WantedDraft> wanted_draft(Context& context, Value const& body) {
    WantedDraft wanted;
    wanted.title = std::string(text::trim(body["title"].string_or("")));
    wanted.pack = body["base"].string_or("");
    if (body["files"].is(Value::Type::list))
        for (auto const& file : body["files"].list())
            wanted.files.insert_or_assign(file["path"].string_or(""), file["text"]);
    if (!body["edits"].is(Value::Type::list)) return wanted;
    auto const& edits = body["edits"].list();
    if (wanted.pack.empty()) {
        TRY(pack, pack::pack_of(pack::deployed_folders(context.read()), edits));
        wanted.pack = pack;
    }
    TRY(folder, pack::deployed_folder(context.read(), wanted.pack));
    auto const path_of = [&](std::string_view region) { return context.app().desk->path(region); };
    TRY(files, pack::edited_files(folder, edits, path_of));
    wanted.files.merge(files);
    return wanted;
}

Response get_drafts(Context& context, Request const&) {
    List all;
    for (auto const& draft : pack::Drafts::list(context.read())) all.push_back(draft.to_value());
    return Response::json(200, Value(std::move(all)));
}

Response get_draft(Context& context, Request const& request) {
    TRY_OR_PROBLEM(draft, pack::Drafts::find(context.read(), request.path_value("id")));
    return Response::json(200, with_changes(context, draft));
}

/// `base` is the id of a pack: the draft stands over its version in force. With edits it may be
/// left out: it is the pack that holds what the first edit names.
Response post_draft(Context& context, Request const& request) {
    TRY_OR_PROBLEM(body, request.json());
    TRY_OR_PROBLEM(wanted, titled_draft(context, body));
    CHECK_OR_PROBLEM(region_of(context, wanted.files));
    TRY_OR_PROBLEM(done, context.run("draft.make", body, [&](store::Tx& tx) -> Result<Value> {
        TRY(draft, context.app().drafts->make(tx, wanted.title, wanted.pack, wanted.files));
        return draft.to_value();
    }));
    return Response::json(201, done);
}

/// PUT /drafts/{id}: other files or edits in place of those it has.
Response put_draft(Context& context, Request const& request) {
    TRY_OR_PROBLEM(body, request.json());
    TRY_OR_PROBLEM(wanted, titled_draft(context, body));
    CHECK_OR_PROBLEM(region_of(context, wanted.files));
    auto const& id = request.path_value("id");
    auto const payload = Object{{"id", id}, {"asked", body}};
    TRY_OR_PROBLEM(done, context.run("draft.revise", payload, [&](store::Tx& tx) -> Result<Value> {
        TRY(draft, context.app().drafts->revise(tx, id, wanted.title, wanted.files));
        return draft.to_value();
    }));
    return Response::json(200, done);
}

/// DELETE /drafts/{id}: one's own, open or rejected.
Response delete_draft(Context& context, Request const& request) {
    auto const& id = request.path_value("id");
    CHECK_OR_PROBLEM(context.run("draft.discard", Object{{"id", id}},
                                 [&](store::Tx& tx) { return pack::Drafts::discard(tx, id); }));
    Response done;
    done.status = 204;
    return done;
}

Response propose_draft(Context& context, Request const& request) {
    auto const id = request.path_value("id");
    auto const& app = context.app();
    TRY_OR_PROBLEM(draft, pack::Drafts::find(context.read(), id));
    TRY_OR_PROBLEM(region, region_of(context, draft.files));
    TRY_OR_PROBLEM(done, context.run("draft.propose", Object{{"id", id}}, [&](store::Tx& tx) {
        return app.drafts->propose(tx, *app.held_commands, id, context.actor(), region);
    }));
    return Response::json(201, done);
}

}  // namespace jizhi::api
