#include "api/indicators.hpp"

#include <algorithm>

#include "api/record_request.hpp"
#include "decision/book.hpp"
#include "people/actor.hpp"
#include "record/catalog.hpp"
#include "region/regions.hpp"
#include "report/indicators.hpp"
#include "store/keys.hpp"

namespace jizhi::api {
namespace {

Schema const indicators_schema{"Indicators", R"({"type": "array", "items": "@Indicator"})"};
Schema const indicator_schema{"Indicator", R"({
  "type": "object", "required": ["id", "title", "numerator", "denominator", "value", "children"],
  "properties": {
    "id": {"type": "string"}, "title": "@Words", "help": "@Words?", "unit": "@Words?",
    "better": {"type": ["string", "null"]}, "numerator": {"type": ["string", "number", "null"]},
    "denominator": {"type": ["string", "number", "null"]},
    "value": {"type": ["string", "number", "null"]},
    "target": {"type": ["string", "number", "null"]},
    "gap": {"type": ["object", "null"], "required": ["words", "count"],
      "description": "what the numerator lacks until the target is reached",
      "properties": {"words": "@Words", "count": {"type": ["string", "number"]}}},
    "children": {"type": "array", "items": "@IndicatorPart"},
    "history": {"type": "array", "items": {
      "type": "object", "required": ["month", "numerator", "denominator", "value"], "properties": {
        "month": {"type": "string"}, "numerator": {"type": ["string", "number"]},
        "denominator": {"type": ["string", "number"]},
        "value": {"type": ["string", "number", "null"]}}}}}
})"};
Schema const indicator_part_schema{"IndicatorPart", R"({
  "type": "object", "required": ["region", "numerator", "denominator", "value"],
  "properties": {
    "region": {"type": "object", "required": ["code", "name"], "properties": {
      "code": {"type": "string"}, "name": {"type": "string"}, "has_children": {"type": "boolean"}}},
    "numerator": {"type": ["string", "number"]}, "denominator": {"type": ["string", "number"]},
    "value": {"type": ["string", "number", "null"]}}
})"};

constexpr std::int64_t history_months_max = 120;

}  // namespace

Response get_indicators(Context& context, Request const& request) {
    auto const& app = context.app();
    auto const catalog = app.catalogs->now();
    auto const book = app.books->now();
    auto const tree = app.regions->tree();
    auto const scope = context.actor().scope(people::Right::read);
    std::string region(request.query_value("region"));
    if (region.empty()) region = scope.regions.empty() ? context.home() : scope.regions.front();
    if (tree->find(region) == nullptr)
        return Response::problem(
            Error{"region.not_found", "region", "没有这个区域", "there is no such region"});
    auto const asked = Decimal::parse(request.query_value("history"));
    auto const months = asked ? asked->to_integer().value_or(0) : 0;
    TRY_OR_PROBLEM(when, when_of(context, request));
    report::IndicatorQuery const query{*catalog,
                                       *app.keys,
                                       book->parameters(),
                                       *tree,
                                       scope,
                                       region,
                                       Date{context.today()},
                                       std::clamp<std::int64_t>(months, 0, history_months_max),
                                       when};
    TRY_OR_PROBLEM(all, report::indicators(context.read(), query));
    return Response::json(200, all);
}

}  // namespace jizhi::api
