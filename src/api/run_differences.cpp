#include "api/run_differences.hpp"

#include "api/run_workbook.hpp"
#include "decision/difference_sheet.hpp"
#include "report/difference_workbook.hpp"
#include "value/temporal.hpp"

namespace jizhi::api {
namespace {

Schema const sheet_schema{"RunDifferences", R"({
  "type": "object", "required": ["view", "region", "periods", "columns", "rows", "total"],
  "properties": {
    "view": {"type": "string"}, "region": "@Place",
    "periods": {"type": "array", "items": {"type": "string"}},
    "columns": {"type": "array", "items": "@RunColumn"},
    "rows": {"type": "array", "items": "@RunDifference"}, "total": {"type": "object"}}
})"};
Schema const row_schema{"RunDifference", R"({
  "type": "object", "required": ["record_id", "name", "region", "periods", "total"],
  "properties": {
    "record_id": {"type": "string"}, "name": {"type": "string"}, "region": "@Place",
    "periods": {"type": "object", "additionalProperties": {"type": "object"}},
    "total": {"type": "object"}}
})"};
Schema const column_schema{"RunColumn", R"({
  "type": "object", "required": ["id", "title", "type"], "properties": {
    "id": {"type": "string"}, "title": "@Words", "type": {"type": "string"},
    "total": {"type": "boolean"}, "main": {"type": "boolean"}, "hidden": {"type": "boolean"}}
})"};

Result<decision::DifferenceSheet> sheet_of(Context& context, Request const& request,
                                           people::Right right) {
    auto const region = request.query_value("region");
    auto const tree = context.app().regions->tree();
    auto const scope = context.actor().scope(right);
    if (tree->find(region) == nullptr || !scope.contains(*tree, region))
        return fail("run.region.not_found", "region", "没有这个区域，或不在您的范围内",
                    "there is no such region, or it is outside your scope");
    decision::DifferenceQuery asked{request.path_value("view"),
                                    std::string(region),
                                    std::string(request.query_value("from")),
                                    std::string(request.query_value("to")),
                                    scope,
                                    to_text(Date{context.today()})};
    return decision::difference_sheet(*context.app().desk, context.read(), asked);
}

}  // namespace

/// GET /run-differences/{view}?region=&from=&to=: what locked runs would say now, by person and
/// period, against what they said.
Response get_run_differences(Context& context, Request const& request) {
    TRY_OR_PROBLEM(sheet, sheet_of(context, request, people::Right::read));
    return Response::json(200, decision::to_value(sheet, *context.app().regions->tree()));
}

/// GET /run-differences/{view}/export: the same as a workbook; it is logged.
Response get_run_differences_export(Context& context, Request const& request) {
    TRY_OR_PROBLEM(sheet, sheet_of(context, request, people::Right::export_));
    auto const view = request.path_value("view");
    return hand_over(
        context,
        {.command = "run.differences.export",
         .payload = Object{{"view", view}, {"region", sheet.region}},
         .view = view,
         .subject = "differences",
         .region = sheet.region,
         .lines = sheet.rows.size(),
         .file = view + "-differences",
         .sheets = report::difference_sheets({sheet, *context.app().regions->tree(),
                                              context.language(), context.app().demo})});
}

}  // namespace jizhi::api
