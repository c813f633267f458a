#include "api/records.hpp"
#include "api/words.hpp"
#include "people/actor.hpp"
#include "record/catalog.hpp"
#include "record/cell.hpp"
#include "region/regions.hpp"

namespace jizhi::api {
namespace {

Schema const meta_schema{"Meta", R"({
  "type": "object", "required": ["record_types", "dictionaries", "views", "roles"],
  "properties": {
    "record_types": {"type": "array", "items": "@RecordType"},
    "dictionaries": {"type": "object",
                     "additionalProperties": {"type": "array", "items": "@Term"}},
    "views": {"type": "array", "items": "@View"},
    "roles": {"type": "object", "additionalProperties": "@Words"}}
})"};
Schema const record_type_schema{"RecordType", R"({
  "type": "object",
  "required": ["id", "title", "parent", "children", "timeline", "sections", "decisions", "fields"],
  "properties": {
    "id": {"type": "string"}, "title": "@Words", "help": "@Words",
    "parent": {"type": ["string", "null"]},
    "children": {"type": "array", "items": {"type": "string"}},
    "region_field": {"type": "string"}, "label": {"type": "string"}, "status": {"type": "string"},
    "starts_with": {"type": "string"}, "ends_with": {"type": "string"},
    "search": {"type": "array", "items": {"type": "string"}},
    "sort": {"type": "array", "items": {"type": "string"}}, "timeline": {"type": "boolean"},
    "sections": {"type": "array", "items": {"type": "object", "required": ["title", "fields"],
      "properties": {"title": "@Words", "fields": {"type": "array", "items": {"type": "string"}}}}},
    "decisions": {"type": "array", "items": {"type": "string"}},
    "fields": {"type": "array", "items": "@FieldType"}}
})"};
Schema const field_type_schema{"FieldType", R"({
  "type": "object", "required": ["id", "type", "title"],
  "properties": {
    "id": {"type": "string"}, "type": {"type": "string"}, "title": "@Words",
    "help": "@Words", "unit": "@Words",
    "required": {"type": "boolean"}, "sensitive": {"type": "boolean"}, "list": {"type": "boolean"},
    "unique": {"type": "boolean"}, "required_if": {"type": "string"},
    "dictionary": {"type": "string"}, "reference": {"type": "string"},
    "decided_by": {"type": "string"}, "computed": {"type": "boolean"},
    "levels": {"type": "array", "items": {"type": "string"}}, "scale": {"type": "integer"},
    "length_max": {"type": "integer"}, "min": {"type": "string"}, "max": {"type": "string"},
    "media": {"type": "array", "items": {"type": "string"},
              "description": "of a file: application/pdf, image/*"},
    "default": {}}
})"};
Schema const term_schema{"Term", R"({
  "type": "object", "required": ["code", "zh", "en"],
  "properties": {
    "code": {"type": "string"}, "zh": {"type": "string"}, "en": {"type": "string"},
    "help": "@Words", "retired": {"type": "boolean"}}
})"};
Schema const view_schema{"View", R"({
  "type": "object", "required": ["id", "kind", "title"], "additionalProperties": true,
  "properties": {
    "id": {"type": "string"}, "kind": {"type": "string"}, "title": "@Words",
    "record": {"type": "string"}, "columns": {"type": "array", "items": "@ViewColumn"},
    "filters": {"type": "array", "items": "@ViewColumn"}, "sort": {}}
})"};

Schema const view_column_schema{"ViewColumn", R"({
  "type": ["string", "object"], "additionalProperties": true, "properties": {
    "field": {"type": "string", "description": "of a list"},
    "id": {"type": "string", "description": "of a run"}, "title": "@Words"}
})"};

Value texts(std::vector<std::string> const& all) {
    List list;
    for (auto const& each : all) list.emplace_back(each);
    return Value(std::move(list));
}

void put_text(Object& object, char const* key, std::string const& text) {
    if (!text.empty()) object.put(key, text);
}

void put_title(Object& object, char const* key, record::Title const& title) {
    if (!title.empty()) object.put(key, words(title.zh, title.en));
}

Value field_json(record::RecordType const& type, record::Field const& field) {
    Object out{{"id", field.id}, {"type", record::name_of(field.type)}};
    put_title(out, "title", field.title);
    put_title(out, "help", field.help);
    put_title(out, "unit", field.unit);
    out.put("required", field.required);
    out.put("sensitive", field.sensitive);
    out.put("list", field.list);
    if (field.unique) out.put("unique", true);
    if (field.required_if) out.put("required_if", field.required_if->text());
    put_text(out, "dictionary", field.dictionary);
    put_text(out, "reference", field.reference);
    put_text(out, "decided_by", field.decided_by);
    if (field.computed) out.put("computed", true);
    if (!field.levels.empty())
        out.put("levels", texts(field.levels));
    else if (field.id == type.region_field)
        out.put("levels", texts(type.region_levels));
    if (field.type == record::FieldType::decimal || field.type == record::FieldType::money)
        out.put("scale", field.scale);
    if (field.type == record::FieldType::text || field.type == record::FieldType::long_text)
        out.put("length_max", static_cast<std::int64_t>(field.length_max));
    if (field.min) out.put("min", field.min->to_string());
    if (field.max) out.put("max", field.max->to_string());
    if (!field.media.empty()) out.put("media", texts(field.media));
    if (!field.default_value.is_null())
        out.put("default", record::json_form(field, field.default_value));
    return Value(std::move(out));
}

Value type_json(record::RecordType const& type) {
    Object out{{"id", type.id}, {"children", texts(type.children)}};
    put_title(out, "title", type.title);
    put_title(out, "help", type.help);
    out.put("parent", type.parent.empty() ? Value() : Value(type.parent));
    put_text(out, "region_field", type.region_field);
    put_text(out, "label", type.label);
    put_text(out, "status", type.status);
    put_text(out, "starts_with", type.starts_with);
    put_text(out, "ends_with", type.ends_with);
    out.put("search", texts(type.search));
    out.put("sort", texts(type.sort));
    out.put("timeline", !type.timeline.empty());
    List sections, fields, binds;
    for (auto const& section : type.sections)
        sections.emplace_back(Object{{"title", words(section.title.zh, section.title.en)},
                                     {"fields", texts(section.fields)}});
    for (auto const& field : type.fields) fields.push_back(field_json(type, field));
    for (auto const& [model, inputs] : type.bind) binds.emplace_back(model);
    out.put("sections", Value(std::move(sections)));
    out.put("decisions", Value(std::move(binds)));
    out.put("fields", Value(std::move(fields)));
    return Value(std::move(out));
}

Value codes_json(record::Dictionary const& dictionary) {
    List codes;
    for (auto const& code : dictionary.codes) {
        Object out{{"code", code.code}, {"zh", code.title.zh}, {"en", code.title.en}};
        put_title(out, "help", code.help);
        if (code.retired) out.put("retired", true);
        codes.emplace_back(std::move(out));
    }
    return Value(std::move(codes));
}

/// The view as declared; "id" beside "view", and titles of record types where it lacks one.
Value view_json(record::View const& view) {
    Object out{{"id", view.id}, {"kind", view.kind}};
    put_title(out, "title", view.title);
    for (auto const& [key, value] : view.declared.context().entries())
        if (key != "view" && key != "kind" && key != "title") out.put(key, value);
    return Value(std::move(out));
}

}  // namespace

/// GET /api/v1/meta?region=: what the packs declare, as it holds in a region.
Response get_declarations(Context& context, Request const& request) {
    auto const catalog = context.app().catalogs->now();
    auto const tree = context.app().regions->tree();
    auto region = std::string(request.query_value("region"));
    if (region.empty()) region = context.home();
    std::vector<std::string> path;
    for (auto const* above : tree->path(region)) path.insert(path.begin(), above->code);
    List types, views;
    Object dictionaries, roles;
    for (auto const* type : catalog->types()) types.push_back(type_json(*type));
    for (auto const* dictionary : catalog->dictionaries(path))
        dictionaries.put(dictionary->id, codes_json(*dictionary));
    for (auto const* view : catalog->views(path)) views.push_back(view_json(*view));
    for (auto const& role : people::roles()) {
        auto const title = catalog->role_title(role.id);
        roles.put(std::string(role.id),
                  title.empty() ? words(role.zh, role.en) : words(title.zh, title.en));
    }
    return Response::json(200, Object{{"record_types", Value(std::move(types))},
                                      {"dictionaries", Value(std::move(dictionaries))},
                                      {"views", Value(std::move(views))},
                                      {"roles", Value(std::move(roles))}});
}

}  // namespace jizhi::api
