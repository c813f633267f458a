#include "api/imports.hpp"

#include <charconv>

#include "report/imports.hpp"

namespace jizhi::api {
namespace {

constexpr std::string_view xlsx =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

Schema const import_schema{"ImportJob", R"({
  "type": "object",
  "required": ["id", "type", "file_name", "state", "columns", "fields", "progress"],
  "properties": {
    "id": {"type": "string"}, "type": {"type": "string"}, "file_name": {"type": "string"},
    "state": {"type": "string", "enum": ["uploaded", "mapped", "checking", "checked",
                                         "committing", "committed", "failed"]},
    "sheet": {"type": "string"}, "header_row": {"type": "integer"}, "rows": {"type": "integer"},
    "columns": {"type": "array", "items": "@ImportColumn"},
    "fields": {"type": "array", "items": "@ImportField"},
    "progress": {"type": "object", "required": ["done", "total"], "properties": {
      "done": {"type": "integer"}, "total": {"type": "integer"}}},
    "counts": "@ImportCounts?", "error": {},
    "errors": {"type": "array", "items": "@ImportError"},
    "errors_total": {"type": ["integer", "null"]}}
})"};
Schema const import_field_schema("ImportField", R"json({
  "type": "object", "required": ["id", "title"], "properties": {
    "id": {"type": "string"}, "title": "@Words", "required": {"type": "boolean"}}})json");
Schema const import_column_schema{"ImportColumn", R"({
  "type": "object", "required": ["index", "title", "sample", "field"],
  "properties": {
    "index": {"type": "integer"}, "letters": {"type": "string"}, "title": {"type": "string"},
    "sample": {"type": "array", "items": {"type": "string"}}, "field": {"type": ["string", "null"]}}
})"};
Schema const import_counts_schema{"ImportCounts", R"({
  "type": "object", "required": ["create", "update", "unchanged", "bad"],
  "properties": {
    "create": {"type": "integer"}, "update": {"type": "integer"},
    "unchanged": {"type": "integer"}, "bad": {"type": "integer"}}
})"};
Schema const import_error_schema{"ImportError", R"({
  "type": "object", "required": ["row", "column", "code", "zh", "en"],
  "properties": {
    "row": {"type": "integer"}, "column": {"type": "string"}, "field": {"type": "string"},
    "code": {"type": "string"}, "zh": {"type": "string"}, "en": {"type": "string"},
    "value": {"type": "string"}, "suggestion": {}, "warning": {"type": "boolean"}}
})"};
Schema const imports_schema{"ImportHeads", R"({
  "type": "array", "items": {
    "type": "object", "required": ["id", "type", "file_name", "state", "made_at", "counts"],
    "properties": {
      "id": {"type": "string"}, "type": {"type": "string"}, "file_name": {"type": "string"},
      "state": {"type": "string"}, "made_at": {"type": "string"}, "counts": "@ImportCounts?"}}
})"};
Schema const mapping_schema("ImportMapping", R"json({
  "type": "object", "required": ["columns"], "additionalProperties": false,
  "properties": {"columns": {"type": "array", "items": {
    "type": "object", "required": ["index", "field"], "additionalProperties": false,
    "properties": {"index": {"type": "integer"}, "field": {"type": ["string", "null"]}}}}}})json");
Schema const commit_schema("ImportCommit", R"json({
  "type": "object", "required": ["mode"], "additionalProperties": false,
  "properties": {"mode": {"enum": ["all", "good"]}}})json");

report::Imports& imports(Context& context) { return *context.app().imports; }

report::Imports::Run as_command(Context& context, std::string name, Value payload) {
    return [&context, name = std::move(name), payload = std::move(payload)](
               store::Change const& change) { return context.run(name, payload, change); };
}

Response described(Context& context, std::string const& id, int status, std::int64_t offset = 0) {
    TRY_OR_PROBLEM(state, imports(context).describe(context.actor(), id, offset));
    return Response::json(status, state);
}

}  // namespace

Response list_imports(Context& context, Request const&) {
    return Response::json(200, imports(context).list(context.actor()));
}

Response upload_import(Context& context, Request const& request) {
    auto const name = std::string(request.query_value("name"));
    Value const payload(
        Object{{"name", name}, {"bytes", static_cast<std::int64_t>(request.body.size())}});
    TRY_OR_PROBLEM(
        id, imports(context).upload(context.actor(), request.path_value("type"), name, request.body,
                                    as_command(context, "import.upload", payload)));
    return described(context, id, 201);
}

Response get_import(Context& context, Request const& request) {
    std::int64_t offset = 0;
    auto const text = request.query_value("offset");
    std::from_chars(text.data(), text.data() + text.size(), offset);
    return described(context, request.path_value("id"), 200, offset);
}

Response map_import(Context& context, Request const& request) {
    TRY_OR_PROBLEM(body, request.json());
    auto const& id = request.path_value("id");
    CHECK_OR_PROBLEM(
        imports(context).map(context.actor(), id, body, as_command(context, "import.map", body)));
    return described(context, id, 200);
}

Response check_import(Context& context, Request const& request) {
    auto const& id = request.path_value("id");
    CHECK_OR_PROBLEM(imports(context).check(context.actor(), id,
                                            as_command(context, "import.check", Value(id))));
    return described(context, id, 202);
}

Response commit_import(Context& context, Request const& request) {
    TRY_OR_PROBLEM(body, request.json());
    auto const& id = request.path_value("id");
    auto const only_good = body["mode"].string_or("") == "good";
    CHECK_OR_PROBLEM(imports(context).commit(context.actor(), id, only_good,
                                             as_command(context, "import.commit", body)));
    return described(context, id, 202);
}

Response get_rejected_rows(Context& context, Request const& request) {
    TRY_OR_PROBLEM(bytes, imports(context).rejected(context.actor(), request.path_value("id")));
    return Response::file("没有收下的行.xlsx", std::string(xlsx), std::move(bytes));
}

Response get_import_template(Context& context, Request const& request) {
    auto const& type = request.path_value("type");
    TRY_OR_PROBLEM(bytes, imports(context).blank_template(type));
    return Response::file(type + ".xlsx", std::string(xlsx), std::move(bytes));
}

}  // namespace jizhi::api
