#include "api/regions.hpp"

#include "api/words.hpp"
#include "region/load.hpp"
#include "region/regions.hpp"
#include "value/temporal.hpp"

namespace jizhi::api {
namespace {

constexpr std::size_t found_max = 50;

Schema const region_schema{"Region", R"({
  "type": "object", "required": ["code", "name", "level", "has_children", "path"],
  "properties": {
    "code": {"type": "string"}, "name": {"type": "string"}, "level": {"type": "string"},
    "has_children": {"type": "boolean"}, "path": {"type": "array", "items": "@Place"}}
})"};
Schema const place_schema{"Place", R"({
  "type": "object", "required": ["code", "name"],
  "properties": {"code": {"type": "string"}, "name": {"type": "string"}}
})"};
Schema const regions_schema{
    "Regions", R"({"type": "array", "items": "@Region"})"};
Schema const loaded_schema{"RegionsLoaded", R"({
  "type": "object", "properties": {
    "added": {"type": "integer"}, "renamed": {"type": "integer"}, "moved": {"type": "integer"},
    "unchanged": {"type": "integer"}}
})"};

}  // namespace

Response get_regions(Context& context, Request const& request) {
    auto const tree = context.app().regions->tree();
    auto const wanted = request.query_value("q");
    auto const found = wanted.empty() ? tree->children(request.query_value("parent"))
                                      : tree->search(wanted, found_max);
    auto rows = List{};
    for (auto const* region : found) rows.push_back(region_json(*tree, *region));
    return Response::json(200, rows);
}

Response get_region(Context& context, Request const& request) {
    auto const tree = context.app().regions->tree();
    auto const* region = tree->find(request.path_value("code"));
    if (region == nullptr)
        return Response::problem({"region.not_found", request.path_value("code"), "没有这个区域",
                                  "there is no such region"});
    return Response::json(200, region_json(*tree, *region));
}

Response post_regions(Context& context, Request const& request) {
    auto const from_text = request.query_value("from");
    auto const from = from_text.empty() ? Date{context.today()} : parse_date(from_text);
    if (!from)
        return Response::problem({"region.date_bad.bad_request", "from", "日期应写作 2026-01-05",
                                  "write the date as 2026-01-05"});
    TRY_OR_PROBLEM(regions, region::parse_divisions(request.body, "csv"));
    auto const asked = Value(Object{{"from", to_text(*from)}, {"csv", request.body}});
    TRY_OR_PROBLEM(done, context.run("region.load", asked, [&](store::Tx& tx) -> Result<Value> {
        TRY(counts, region::load_divisions(tx, regions, from->day));
        return Value(Object{{"added", counts.added},
                            {"renamed", counts.renamed},
                            {"moved", counts.moved},
                            {"unchanged", counts.unchanged}});
    }));
    context.app().regions->reload(context.read(), context.today());
    return Response::json(200, done);
}

}  // namespace jizhi::api
