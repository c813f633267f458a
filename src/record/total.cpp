#include "record/total.hpp"

#include <fmt/format.h>

#include "record/condition.hpp"
#include "record/table.hpp"

namespace jizhi::record {
namespace {

Result<std::int64_t> aggregate(store::Connection& sql, Catalog const& catalog,
                               FieldKeys const& keys, RecordType const& type, Query const& asked,
                               std::string const& expression) {
    TRY(condition, condition_of(catalog, keys, type, asked));
    std::int64_t total = 0;
    sql.query(
        fmt::format("SELECT {} FROM {} a WHERE {}", expression, type.table(), condition.sql()),
        std::span<store::Bind const>(condition.binds()),
        [&](store::Row const& row) { total = row.null(0) ? 0 : row.integer(0); });
    return total;
}

}  // namespace

Result<std::int64_t> count(store::Connection& sql, Catalog const& catalog, FieldKeys const& keys,
                           RecordType const& type, Query const& asked) {
    return aggregate(sql, catalog, keys, type, asked, "COUNT(*)");
}

Result<Decimal> sum(store::Connection& sql, Catalog const& catalog, FieldKeys const& keys,
                    RecordType const& type, std::string_view field_id, Query const& asked) {
    auto const* field = type.field(field_id);
    if (field == nullptr || !field->is_number() || field->sensitive)
        return fail("query.field", std::string(field_id), "这个字段不能合计",
                    "this field cannot be summed");
    // PostgreSQL sums BIGINT into NUMERIC; the cast brings the scaled integer back.
    TRY(total, aggregate(sql, catalog, keys, type, asked,
                         fmt::format("CAST(SUM(a.{}) AS BIGINT)", sql_name(field->id))));
    return Decimal::scaled(total, field->scale);
}

}  // namespace jizhi::record
