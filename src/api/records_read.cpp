#include <algorithm>

#include "api/record_request.hpp"
#include "api/records.hpp"
#include "api/words.hpp"
#include "kit/limits.hpp"
#include "kit/text.hpp"
#include "people/account.hpp"
#include "record/cell.hpp"
#include "record/extra.hpp"
#include "record/state.hpp"
#include "record/timeline.hpp"
#include "region/regions.hpp"
#include "value/temporal.hpp"

namespace jizhi::api {
namespace {

Schema const row_schema{"Row", R"({
  "type": "object", "required": ["id", "version", "region", "values", "display", "differs"],
  "properties": {
    "id": {"type": "string"}, "version": {"type": "integer"}, "region": "@Place",
    "parent_id": {"type": ["string", "null"]}, "label": {"type": "string"},
    "started_on": {"type": "string"}, "ended_on": {"type": ["string", "null"]},
    "values": {"type": "object"}, "display": {"type": "object"},
    "differs": {"type": "array", "items": {"type": "string"}}, "status": {}}
})"};
Schema const page_schema{"RowPage", R"({
  "type": "object", "required": ["rows", "total", "next"],
  "properties": {
    "rows": {"type": "array", "items": "@Row"},
    "total": {"type": "integer"}, "next": {"type": ["string", "null"]}}
})"};
Schema const history_schema{"RecordHistory", R"({"type": "array", "items": "@HistoryEntry"})"};
Schema const history_entry_schema{"HistoryEntry", R"({
  "type": "object", "required": ["id", "kind", "effective_from", "recorded_at"],
  "properties": {
    "id": {"type": "string"}, "kind": {"type": "string"}, "effective_from": {"type": "string"},
    "recorded_at": {"type": "string"}, "reason": {"type": "string"},
    "document": {"type": "string"}, "actor": {"type": "string"}, "values": {"type": "object"},
    "display": {"type": "object"}}
})"};
Schema const timeline_schema{"Timeline", R"({"type": "array", "items": "@TimelineEntry"})"};
Schema const timeline_entry_schema{"TimelineEntry", R"({
  "type": "object", "required": ["date", "group", "title", "record_type", "record_id"],
  "properties": {
    "date": {"type": "string"}, "group": "@Term", "title": "@Words",
    "record_type": {"type": "string"}, "record_id": {"type": "string"}}
})"};
Schema const structure_schema{"Structure", R"({
  "type": "object", "required": ["total", "groups"],
  "properties": {"total": {"type": "integer"}, "groups": {"type": "array", "items": "@Slice"}}
})"};
Schema const slice_schema{"Slice", R"({
  "type": "object", "required": ["code", "zh", "en", "count"],
  "properties": {
    "code": {}, "zh": {"type": "string"}, "en": {"type": "string"}, "count": {"type": "integer"}}
})"};

/// The row as it was: the current row with the values of that day in their place.
Result<void> turn_back(Context& context, RecordRequest const& asked, record::Row& row,
                       record::When when) {
    auto const& keys = *context.app().keys;
    record::LoadOptions options;
    options.children = false;
    TRY(then,
        record::load(context.read(), *asked.catalog, keys, *asked.type, row.id, when, options));
    if (!then)
        return fail("record.not_found", row.id, "那一天还没有这条记录",
                    "on that day this record was not there yet");
    row.region = (*then)["region"].string_or(row.region);
    for (auto const& field : asked.type->fields) {
        auto value = (*then)[field.id];
        if (field.sensitive && !value.is_null()) value = record::masked(field.type, value.string());
        row.values.put(field.id, std::move(value));
    }
    row.differs.clear();
    return {};
}

/// A page of rows as they are, or as they were.
Result<record::Page> page_of(Context& context, RecordRequest const& asked, record::Query query,
                             std::vector<std::string> const& columns,
                             std::optional<record::When> const& when) {
    if (when) {
        query.limit = std::clamp<std::int64_t>(query.limit, 1, std::int64_t{limits::page_rows_max});
        auto rows = asked.past(context, *when);
        return report::past_page(rows, *asked.type, query, columns);
    }
    auto& sql = context.read();
    auto const& keys = *context.app().keys;
    TRY(page, record::query(sql, *asked.catalog, keys, *asked.type, query));
    CHECK_OK(record::add_extra_columns(sql, *asked.catalog, keys, *asked.type, columns, asked.today,
                                       page.rows));
    return page;
}

}  // namespace

Response get_records(Context& context, Request const& request) {
    TRY_OR_PROBLEM(asked, RecordRequest::of(context, request, people::Right::read));
    TRY_OR_PROBLEM(query, asked.query(request));
    auto const& keys = *context.app().keys;
    auto& sql = context.read();
    std::vector<std::string> columns;
    for (auto const column : text::split(request.query_value("columns"), ','))
        columns.emplace_back(text::trim(column));
    TRY_OR_PROBLEM(when, when_of(context, request));
    TRY_OR_PROBLEM(page, page_of(context, asked, query, columns, when));
    record::Display display(sql, *asked.catalog, keys, *asked.tree);
    List rows;
    for (auto const& row : page.rows) rows.push_back(display.row(*asked.type, row));
    return Response::json(200, Object{{"rows", Value(std::move(rows))},
                                      {"total", page.total},
                                      {"next", text_or_null(page.next)}});
}

Response get_record(Context& context, Request const& request) {
    TRY_OR_PROBLEM(asked, RecordRequest::of(context, request, people::Right::read));
    auto const& keys = *context.app().keys;
    auto& sql = context.read();
    TRY_OR_PROBLEM(row, asked.find(sql, keys, request.path_value("id")));
    auto const version = row.version;
    TRY_OR_PROBLEM(when, when_of(context, request));
    if (when) CHECK_OR_PROBLEM(turn_back(context, asked, row, *when));
    record::Display display(sql, *asked.catalog, keys, *asked.tree);
    auto response = Response::json(200, display.row(*asked.type, row));
    response.headers.emplace_back("etag", "\"" + std::to_string(version) + "\"");
    return response;
}

Response get_record_history(Context& context, Request const& request) {
    TRY_OR_PROBLEM(asked, RecordRequest::of(context, request, people::Right::read));
    auto const& keys = *context.app().keys;
    auto& sql = context.read();
    TRY_OR_PROBLEM(row, asked.find(sql, keys, request.path_value("id")));
    TRY_OR_PROBLEM(versions, record::history(sql, *asked.catalog, keys, *asked.type, row.id));
    record::Display display(sql, *asked.catalog, keys, *asked.tree);
    List all;
    for (auto const& version : versions) {
        Object shown;
        for (auto const& [id, value] : version.values.entries()) {
            auto const* field = asked.type->field(id);
            if (field == nullptr || field->sensitive) continue;
            auto const typed = record::read_value(*field, value, record::Reading::exact);
            if (typed)
                if (auto text = display.of(*field, *typed, row.region); !text.is_null())
                    shown.put(id, std::move(text));
        }
        all.emplace_back(Object{{"id", version.id},
                                {"kind", version.kind},
                                {"effective_from", version.effective_from},
                                {"recorded_at", instant(version.recorded_at)},
                                {"reason", version.reason},
                                {"document", version.document},
                                {"actor", version.actor},
                                {"values", version.values},
                                {"display", Value(std::move(shown))}});
    }
    return Response::json(200, Value(std::move(all)));
}

Response get_record_timeline(Context& context, Request const& request) {
    TRY_OR_PROBLEM(asked, RecordRequest::of(context, request, people::Right::read));
    auto const& keys = *context.app().keys;
    auto& sql = context.read();
    TRY_OR_PROBLEM(row, asked.find(sql, keys, request.path_value("id")));
    TRY_OR_PROBLEM(entries, record::timeline(sql, *asked.catalog, keys, *asked.tree, *asked.type,
                                             row, Date{context.today()}));
    auto const* groups = asked.catalog->dictionary("timeline_group");
    List all;
    for (auto const& entry : entries) {
        auto const* group = groups == nullptr ? nullptr : groups->find(entry.group);
        auto const title =
            group == nullptr ? record::Title{entry.group, entry.group} : group->title;
        all.emplace_back(
            Object{{"date", entry.date},
                   {"group", Object{{"code", entry.group}, {"zh", title.zh}, {"en", title.en}}},
                   {"title", words(entry.title.zh, entry.title.en)},
                   {"record_type", entry.record_type},
                   {"record_id", entry.record_id}});
    }
    return Response::json(200, Value(std::move(all)));
}

Response get_structure(Context& context, Request const& request) {
    TRY_OR_PROBLEM(asked, RecordRequest::of(context, request, people::Right::read));
    TRY_OR_PROBLEM(query, asked.query(request));
    auto const& keys = *context.app().keys;
    auto& sql = context.read();
    auto const field_id = request.query_value("field");
    TRY_OR_PROBLEM(when, when_of(context, request));
    auto const count = [&]() -> Result<std::vector<record::Grouped>> {
        if (!when)
            return record::structure(sql, *asked.catalog, keys, *asked.type, field_id, query);
        auto rows = asked.past(context, *when);
        return report::past_structure(rows, *asked.type, field_id, query);
    };
    TRY_OR_PROBLEM(groups, count());
    auto const& field = *asked.type->field(field_id);
    record::Display display(sql, *asked.catalog, keys, *asked.tree);
    List all;
    std::int64_t total = 0;
    for (auto const& group : groups) {
        total += group.count;
        auto const none = group.code.is_null();
        all.emplace_back(
            Object{{"code", record::json_form(field, group.code)},
                   {"zh", none ? "未填" : display.text(field, group.code, query.region, "zh")},
                   {"en", none ? "Not given" : display.text(field, group.code, query.region, "en")},
                   {"count", group.count}});
    }
    return Response::json(200, Object{{"total", total}, {"groups", Value(std::move(all))}});
}

}  // namespace jizhi::api
