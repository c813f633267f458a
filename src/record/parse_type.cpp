#include <algorithm>
#include <array>

#include "record/declaration.hpp"
#include "record/declared.hpp"
#include "record/parse_field.hpp"
#include "record/table.hpp"

namespace jizhi::record {
namespace {

/// Names of the columns that every table has, and of what FEEL sees beside the fields.
constexpr std::array reserved{"id",          "parent_id",  "region_code", "root_region",
                              "row_version", "created_at", "updated_at",  "started_on",
                              "latest_on",   "due_on",     "ended_on",    "search_text",
                              "as_of",       "parent",     "differs"};

bool taken(std::string const& id) {
    auto const ends = [&](std::string_view suffix) { return id.ends_with(suffix); };
    return std::find(reserved.begin(), reserved.end(), id) != reserved.end() || id == "region" ||
           ends("_sort") || ends("_mac") || ends("_tail");
}

void read_fields(RecordType& type, Declared& map, Node const& fields) {
    if (!fields.is_map()) {
        map.fail_at(fields, "pack.map", "fields 应为“字段: {…}”",
                    "fields must be a map of field: {…}");
        return;
    }
    for (auto const& entry : fields.entries) {
        if (!is_identifier(entry.key) || taken(entry.key))
            map.fail_at(entry.value, "pack.identifier",
                        "字段名“" + entry.key + "”不是小写英文加下划线，或已被系统占用",
                        "the field name \"" + entry.key + "\" is not snake_case or is reserved");
        auto field = parse_field(entry.key, entry.value, map.errors());
        field.slot = type.fields.size();
        type.fields.push_back(std::move(field));
    }
}

void read_place(RecordType& type, Declared& map) {
    type.parent = map.id_or_nothing("parent");
    auto const* region = map.get("region");
    if (region == nullptr && type.parent.empty())
        map.fail("record.no_region", "台账要有 region(或 parent):记录属于哪里，谁能看",
                 "a record type needs region (or parent): where a row belongs, who may see it");
    if (region == nullptr) return;
    if (!type.parent.empty())
        map.fail_at(*region, "record.two_places", "有 parent 就不要再写 region",
                    "a type with a parent has its region from it");
    Declared place(*region, map.errors());
    type.region_levels = place.texts("level");
    type.region_field = place.id("field");
    place.finish();
}

void read_sections(RecordType& type, Declared& map) {
    for (auto const* node : map.maps("sections")) {
        Declared section(*node, map.errors());
        type.sections.push_back({section.title("title", true), section.texts("fields")});
        section.finish();
    }
}

void read_timeline(RecordType& type, Declared& map, feel::Scope const& scope) {
    for (auto const* node : map.maps("timeline")) {
        Declared entry(*node, map.errors());
        TimelineEntry read;
        read.group = entry.id("group");
        read.date = entry.id("date");
        if (auto const* title = entry.need("title")) {
            auto const words = read_title(*title, map.errors());
            read.title.zh = parse_template(words.zh, type, scope, *title, map.errors());
            read.title.en = parse_template(words.en, type, scope, *title, map.errors());
        }
        if (auto const* condition = entry.get("if"))
            read.condition = compile_at(*condition, scope, map.errors());
        entry.finish();
        type.timeline.push_back(std::move(read));
    }
}

void read_reminders(RecordType& type, Declared& map, feel::Scope const& scope) {
    for (auto const* node : map.maps("reminders")) {
        Declared entry(*node, map.errors());
        Reminder read;
        read.id = entry.id("id");
        read.date = entry.id("date");
        auto const* days = entry.need("days");
        if (days != nullptr && days->is_map()) {
            Declared parameter(*days, map.errors());
            read.days_parameter = parameter.id("parameter");
            parameter.finish();
        } else {
            read.days = entry.integer("days").value_or(0);
        }
        if (auto const* condition = entry.get("if"))
            read.condition = compile_at(*condition, scope, map.errors());
        read.title = entry.title("title", true);
        read.view = entry.id_or_nothing("view");
        entry.finish();
        type.reminders.push_back(std::move(read));
    }
}

void read_bind(RecordType& type, Declared& map, feel::Scope const& scope) {
    auto const* bind = map.get("bind");
    if (bind == nullptr) return;
    for (auto const& model : bind->entries) {
        auto& inputs = type.bind[model.key];
        for (auto const& input : model.value.entries) {
            if (compile_at(input.value, scope, map.errors()))
                inputs.emplace_back(input.key, input.value.scalar);
        }
    }
}

void read_applies(RecordType& type, Declared& map) {
    auto const* node = map.get("applies");
    if (node == nullptr) return;
    Declared entry(*node, map.errors());
    Applies applies;
    applies.on = entry.id("on");
    if (auto const* values = entry.need("values"))
        for (auto const& value : values->entries)
            applies.values.emplace_back(value.key, value.value.scalar);
    entry.finish();
    type.applies = std::move(applies);
}

void read_import(RecordType& type, Declared& map) {
    for (auto const* node : map.maps("import")) {
        Declared entry(*node, map.errors());
        ImportedChild child{entry.id("child"), entry.texts("fields"), {}};
        if (auto const* synonyms = entry.get("synonyms"))
            for (auto const& field : synonyms->entries) {
                Declared of_field(*synonyms, map.errors());
                child.synonyms[field.key] = of_field.texts(field.key);
            }
        entry.finish();
        type.imported_children.push_back(std::move(child));
    }
}

/// Everything that names a field must name one that is there.
void check_names(RecordType const& type, Declared& map) {
    auto const known = [&](std::string const& id, char const* key) {
        if (id.empty() || type.field(id) != nullptr) return;
        map.fail("record.unknown_field", std::string(key) + " 中的字段“" + id + "”不存在",
                 "the field \"" + id + "\" in " + key + " does not exist");
    };
    known(type.region_field, "region");
    known(type.label, "label");
    known(type.starts_with, "starts_with");
    known(type.ends_with, "ends_with");
    known(type.status, "status");
    for (auto const& id : type.search) known(id, "search");
    for (auto const& id : type.sort) known(id.starts_with('-') ? id.substr(1) : id, "sort");
    for (auto const& id : type.key) known(id, "key");
    for (auto const& section : type.sections)
        for (auto const& id : section.fields) known(id, "sections");
    for (auto const& check : type.checks) known(check.field, "checks");
    for (auto const& entry : type.timeline) known(entry.date, "timeline");
    for (auto const& reminder : type.reminders) known(reminder.date, "reminders");
    if (type.applies) known(type.applies->on, "applies");
    if (type.applies)
        for (auto const& [of_parent, own] : type.applies->values) known(own, "applies");
    for (auto const& field : type.fields)
        for (auto const& check : field.checks) known(check.field, "check");
}

void check_kinds(RecordType const& type, Declared& map) {
    auto const must_be = [&](std::string const& id, FieldType kind, char const* key) {
        auto const* field = type.field(id);
        if (field == nullptr || field->type == kind) return;
        map.fail("record.wrong_kind",
                 std::string(key) + " 的字段“" + id + "”类型应为 " + std::string(name_of(kind)),
                 "the field \"" + id + "\" in " + key + " must be of type " +
                     std::string(name_of(kind)));
    };
    must_be(type.region_field, FieldType::region, "region");
    must_be(type.starts_with, FieldType::date, "starts_with");
    must_be(type.ends_with, FieldType::date, "ends_with");
    must_be(type.status, FieldType::code, "status");
    for (auto const& entry : type.timeline) must_be(entry.date, FieldType::date, "timeline");
    for (auto const& reminder : type.reminders)
        must_be(reminder.date, FieldType::date, "reminders");
}

}  // namespace

RecordType parse_type(Node const& node, std::vector<Error>& errors) {
    Declared map(node, errors);
    RecordType type;
    type.id = map.id("record");
    type.title = map.title("title", true);
    type.help = map.title("help", false);
    read_place(type, map);
    type.approval = map.flag("approval", false);
    type.children = map.texts("children");
    type.label = map.id_or_nothing("label");
    type.search = map.texts("search");
    type.sort = map.texts("sort");
    type.key = map.texts("key");
    type.starts_with = map.id_or_nothing("starts_with");
    type.ends_with = map.id_or_nothing("ends_with");
    type.status = map.id_or_nothing("status");
    read_sections(type, map);
    auto const* fields = map.need("fields");
    if (fields != nullptr) read_fields(type, map, *fields);
    if (type.label.empty() && !type.fields.empty()) type.label = type.fields.front().id;
    auto const scope = type.row_scope();
    for (auto& field : type.fields)
        if (auto const* at = fields->find(field.id)) compile_field(field, *at, scope, errors);
    if (auto const* checks = map.get("checks"))
        type.checks = parse_checks(*checks, "", scope, errors);
    read_timeline(type, map, scope);
    read_reminders(type, map, type.full_scope());
    read_bind(type, map, type.full_scope());
    read_applies(type, map);
    read_import(type, map);
    map.finish();
    check_names(type, map);
    check_kinds(type, map);
    type.columns = stored_columns(type);
    return type;
}

}  // namespace jizhi::record
