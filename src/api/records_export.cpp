#include <iterator>
#include <utility>

#include "api/record_request.hpp"
#include "api/records.hpp"
#include "kit/limits.hpp"
#include "record/extra.hpp"
#include "report/record_sheet.hpp"

namespace jizhi::api {
namespace {

/// Every row that the query means, as it is or was.
Result<std::vector<record::Row>> all_rows(Context& context, RecordRequest const& asked,
                                          record::Query query, std::vector<std::string> const& ids,
                                          std::optional<record::When> const& when) {
    if (when) {
        query.limit = static_cast<std::int64_t>(report::past_rows_max);
        auto past = asked.past(context, *when);
        TRY(page, report::past_page(past, *asked.type, query, ids));
        return std::move(page.rows);
    }
    auto const& keys = *context.app().keys;
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

}  // namespace

/// GET /records/{type}/export: what the list shows, as a spreadsheet; sensitive fields stay masked.
/// The event that says who carried how many rows away is durable before the bytes leave.
Response export_records(Context& context, Request const& request) {
    TRY_OR_PROBLEM(asked, RecordRequest::of(context, request, people::Right::export_));
    TRY_OR_PROBLEM(query, asked.query(request));
    auto const columns =
        report::sheet_columns(*asked.catalog, *asked.type, request.query_value("columns"));
    TRY_OR_PROBLEM(when, when_of(context, request));
    TRY_OR_PROBLEM(rows, all_rows(context, asked, query, report::column_ids(columns), when));
    record::Display display(context.read(), *asked.catalog, *context.app().keys, *asked.tree);
    auto const sheet = report::record_sheet(display, *asked.type, columns, rows, context.language(),
                                            context.app().demo);
    auto const csv = request.query_value("format") == "csv";
    TRY_OR_PROBLEM(bytes, report::sheet_file(sheet, csv));
    auto const region = query.region.empty() ? context.home() : query.region;
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
