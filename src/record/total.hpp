#pragma once
#include "record/query.hpp"

namespace jizhi::record {

/// How many current rows a query means.
[[nodiscard]] Result<std::int64_t> count(store::Connection& sql, Catalog const& catalog,
                                         FieldKeys const& keys, RecordType const& type,
                                         Query const& asked);
/// The sum of a number field over them; rows without a value count as nothing.
[[nodiscard]] Result<Decimal> sum(store::Connection& sql, Catalog const& catalog,
                                  FieldKeys const& keys, RecordType const& type,
                                  std::string_view field, Query const& asked);

}  // namespace jizhi::record
