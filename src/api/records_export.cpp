#include <algorithm>
#include <iterator>
#include <utility>

#include "api/record_request.hpp"
#include "api/records.hpp"
#include "kit/limits.hpp"
#include "kit/text.hpp"
#include "record/cell.hpp"
#include "record/extra.hpp"
#include "report/csv.hpp"
#include "report/sheet_writer.hpp"
#include "value/json.hpp"

namespace jizhi::api {
namespace {

using report::Cell;

/// A column of the sheet: a field of the type, or of its parent or a child ("education.degree").
struct Column {
    std::string id;
    record::Field const* field = nullptr;
};

record::Field const* field_at(RecordRequest const& asked, std::string_view path) {
    auto const dot = path.find('.');
    if (dot == std::string_view::npos) return asked.type->field(path);
    auto const owner = path.substr(0, dot);
    auto const* type = asked.catalog->type(owner == "parent" ? asked.type->parent : owner);
    return type == nullptr ? nullptr : type->field(path.substr(dot + 1));
}

/// The columns asked for; without any, every field that lists may show.
std::vector<Column> columns_of(RecordRequest const& asked, std::string_view wanted) {
    std::vector<Column> columns;
    for (auto const part : text::split(wanted, ',')) {
        auto const id = text::trim(part);
        if (auto const* field = field_at(asked, id)) columns.push_back({std::string(id), field});
    }
    if (!columns.empty()) return columns;
    for (auto const& field : asked.type->fields)
        if (field.list) columns.push_back({field.id, &field});
    return columns;
}

Value const* value_in(record::Row const& row, std::string_view id) {
    for (auto const& extra : row.extra)
        if (extra.id == id) return &extra.value;
    return row.values.find(id);
}

Cell cell_of(record::Display& display, record::Field const& field, Value const* value,
             std::string const& region, std::string_view language) {
    if (value == nullptr || value->is_null()) return {};
    auto const type = field.type;
    if (type == record::FieldType::integer || type == record::FieldType::decimal ||
        type == record::FieldType::money) {
        auto const json = record::json_form(field, *value);
        return {Cell::Kind::number, json.is(Value::Type::string) ? json.string() : to_json(json)};
    }
    auto said = display.text(field, *value, region, language);
    return {type == record::FieldType::date ? Cell::Kind::date : Cell::Kind::text, std::move(said)};
}

/// Every row that the query means, page by page.
Result<std::vector<record::Row>> all_rows(Context& context, RecordRequest const& asked,
                                          record::Query query,
                                          std::vector<Column> const& columns) {
    auto const& keys = *context.app().keys;
    std::vector<std::string> ids;
    for (auto const& column : columns) ids.push_back(column.id);
    query.limit = static_cast<std::int64_t>(limits::page_rows_max);
    query.total = false;
    std::vector<record::Row> rows;
    do {
        TRY(page, record::query(context.read(), *asked.catalog, keys, *asked.type, query));
        CHECK_OK(record::add_extra_columns(context.read(), *asked.catalog, keys, *asked.type, ids,
                                           asked.today, page.rows));
        std::move(page.rows.begin(), page.rows.end(), std::back_inserter(rows));
        query.cursor = page.next;
    } while (!query.cursor.empty());
    return rows;
}

report::SheetLayout sheet_of(Context& context, RecordRequest const& asked,
                             std::vector<Column> const& columns,
                             std::vector<record::Row> const& rows) {
    auto const language = context.language();
    auto const in = [&](record::Title const& title) {
        return language == "en" ? title.en : title.zh;
    };
    record::Display display(context.read(), *asked.catalog, *context.app().keys, *asked.tree);
    report::SheetLayout sheet;
    sheet.name = in(asked.type->title);
    if (context.app().demo) sheet.name += language == "en" ? " (demo data)" : "(演示数据)";
    for (auto const& column : columns) sheet.heads.push_back(in(column.field->title));
    for (auto const& row : rows) {
        report::Cells cells;
        for (auto const& column : columns)
            cells.push_back(cell_of(display, *column.field, value_in(row, column.id), row.region,
                                    language));
        sheet.rows.push_back(std::move(cells));
    }
    return sheet;
}

std::string csv_of(report::SheetLayout const& layout) {
    report::Sheet sheet{.name = layout.name, .rows = {}};
    report::Cells heads;
    for (auto const& head : layout.heads) heads.push_back({Cell::Kind::text, head});
    sheet.rows.push_back(std::move(heads));
    sheet.rows.insert(sheet.rows.end(), layout.rows.begin(), layout.rows.end());
    return report::write_csv(sheet);
}

}  // namespace

/// GET /records/{type}/export: what the list shows, as a spreadsheet; sensitive fields stay masked.
/// The event that says who carried how many rows away is durable before the bytes leave.
Response export_records(Context& context, Request const& request) {
    TRY_OR_PROBLEM(asked, RecordRequest::of(context, request, people::Right::export_));
    TRY_OR_PROBLEM(query, asked.query(request));
    auto const columns = columns_of(asked, request.query_value("columns"));
    TRY_OR_PROBLEM(rows, all_rows(context, asked, query, columns));
    auto const sheet = sheet_of(context, asked, columns, rows);
    auto const csv = request.query_value("format") == "csv";
    std::string bytes;
    if (csv) {
        bytes = csv_of(sheet);
    } else {
        TRY_OR_PROBLEM(book, report::write_xlsx({sheet}));
        bytes = std::move(book);
    }
    auto const region = query.region.empty() ? context.app().home_region : query.region;
    auto const count = static_cast<std::int64_t>(rows.size());
    CHECK_OR_PROBLEM(context.run("record.export", Object{{"type", asked.type->id}},
                                 [&](store::Tx& tx) -> Result<Value> {
        tx.append({.subject_type = asked.type->id, .subject_id = {}, .region = region,
                   .activity = "export", .lifecycle = "complete",
                   .delta = Object{{"rows", count}}});
        return Value();
    }));
    return Response::file(asked.type->id + (csv ? ".csv" : ".xlsx"),
                          csv ? "text/csv; charset=utf-8"
                              : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                          std::move(bytes));
}

}  // namespace jizhi::api
