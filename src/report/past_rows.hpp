#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "record/query.hpp"
#include "record/row_filter.hpp"
#include "record/state.hpp"
#include "region/regions.hpp"

namespace jizhi::report {

/// How many rows of a type are looked at for one request: some 0.3 s of work.
inline constexpr std::size_t past_rows_max = 50'000;

/// What is looked at, and as of when. What it refers to outlives whoever has it.
struct PastWorld {
    record::Catalog const& catalog;
    record::FieldKeys const& keys;
    region::Tree const& tree;
    record::When when;
    people::Scope const& scope;  ///< of who looks, as it is today: nothing outside is loaded
    std::string today;
    std::set<std::string> const* marked = nullptr;  ///< see record::RowFilter
    std::size_t rows_max = 0;                       ///< refused where there are more; 0: all
};

/// Rows of each type as they were at that time, ended ones too; a type is loaded once. For one
/// request on one thread.
class PastRows {
public:
    PastRows(store::Connection& sql, PastWorld world) : sql_(sql), world_(std::move(world)) {}

    [[nodiscard]] PastWorld const& world() const { return world_; }
    [[nodiscard]] store::Connection& sql() const { return sql_; }
    [[nodiscard]] Result<std::vector<record::Loaded> const*> of(record::RecordType const& type);
    /// Those that a list means: its region, filters and search box; without ended ones unless it
    /// asks for them. In no order.
    [[nodiscard]] Result<std::vector<record::Loaded const*>> meant(record::RecordType const& type,
                                                                   record::Query const& asked);

private:
    store::Connection& sql_;
    PastWorld world_;
    std::map<record::RecordType const*, std::vector<record::Loaded>> loaded_;
};

/// A page of a list as it was at that time. Sensitive values are masked. The cursor is another than
/// that of record::query. `limit` is taken as it is.
[[nodiscard]] Result<record::Page> past_page(PastRows& rows, record::RecordType const& type,
                                             record::Query const& asked,
                                             std::vector<std::string> const& columns);
/// record::structure at that time.
[[nodiscard]] Result<std::vector<record::Grouped>> past_structure(PastRows& rows,
                                                                  record::RecordType const& type,
                                                                  std::string_view field,
                                                                  record::Query const& asked);

using ByRegion = std::map<std::string, Decimal, std::less<>>;
/// One declared side of an indicator at that time, for every region that has any of it.
[[nodiscard]] Result<ByRegion> past_side(PastRows& rows, Value const& declared);

}  // namespace jizhi::report
