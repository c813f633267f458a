#include "api/record_request.hpp"

#include "kit/limits.hpp"
#include "kit/text.hpp"
#include "region/regions.hpp"
#include "value/json.hpp"
#include "value/temporal.hpp"

namespace jizhi::api {
namespace {

constexpr std::int64_t rows_usual = 50;

}  // namespace

Result<Date> day_of(std::string_view text, std::string const& name, Date otherwise) {
    if (text.empty()) return otherwise;
    if (auto const date = parse_date(text)) return *date;
    return fail("query." + name + ".bad_request", name, name + " 应为日期，如 2026-01-31",
                name + " must be a date such as 2026-01-31");
}

Result<std::optional<record::When>> when_of(Context& context, Request const& request) {
    auto const known_given = !request.query_value("known").empty();
    if (request.query_value("as_of").empty() && !known_given) return std::optional<record::When>();
    Date const today{context.today()};
    TRY(as_of, day_of(request.query_value("as_of"), "as_of", today));
    record::When when{.as_of = as_of};
    if (known_given) {
        TRY(known, day_of(request.query_value("known"), "known", today));
        constexpr std::int64_t day_seconds = 86'400, micros = 1'000'000;
        auto const end = (known.day + 1) * day_seconds - context.app().zone_offset_seconds;
        when.known_on = end * micros - 1;
    }
    return std::optional(when);
}

Result<RecordRequest> RecordRequest::of(Context& context, Request const& request,
                                        people::Right right) {
    RecordRequest asked;
    asked.catalog = context.app().catalogs->now();
    asked.tree = context.app().regions->tree();
    auto const& id = request.path_value("type");
    asked.type = asked.catalog->type(id);
    if (asked.type == nullptr)
        return fail("record_type.not_found", id, "没有这种台账", "there is no such record type");
    asked.scope = context.actor().scope(right);
    asked.today = to_text(Date{context.today()});
    return asked;
}

Result<record::Query> RecordRequest::query(Request const& request) const {
    record::Query query;
    query.scope = scope;
    query.today = today;
    query.region = request.query_value("region");
    query.q = request.query_value("q");
    query.parent = request.query_value("parent");
    query.cursor = request.query_value("cursor");
    query.ended = request.query_value("ended") == "true" || !query.parent.empty();
    query.limit = request.limit(rows_usual, std::int64_t{limits::page_rows_max});
    auto const sort = request.query_value("sort");
    if (!sort.empty())
        for (auto const key : text::split(sort, ',')) query.sort.emplace_back(text::trim(key));
    if (auto const text = request.query_value("filter"); !text.empty()) {
        auto const json = parse_json(text);
        if (!json)
            return fail("query.filter.bad_request", json.error().where, "筛选条件不是 JSON",
                        "the filter is not JSON");
        TRY(filters, record::parse_filters(*json));
        query.filters = std::move(filters);
    }
    return query;
}

report::PastRows RecordRequest::past(Context& context, record::When when) const {
    return {
        context.read(),
        {*catalog, *context.app().keys, *tree, when, scope, today, nullptr, report::past_rows_max}};
}

Result<record::Row> RecordRequest::find(store::Connection& sql, record::FieldKeys const& keys,
                                        std::string_view id, bool sensitive) const {
    return record::find(sql, *catalog, keys, *type, id, scope, today, sensitive);
}

Result<void> RecordRequest::require_inside(store::Connection& sql, std::string_view id) const {
    return record::require_inside(sql, *type, id, scope, today);
}

std::vector<FieldError> field_errors(std::vector<record::Problem> const& problems) {
    std::vector<FieldError> errors;
    for (auto const& problem : problems)
        if (!problem.warning)
            errors.push_back(
                {problem.field, {problem.code, problem.field, problem.zh, problem.en}});
    return errors;
}

}  // namespace jizhi::api
