#pragma once
#include <string>
#include <vector>

#include "record/query.hpp"

namespace jizhi::record {

/// Fills in columns of lists that belong to other rows: "parent.name", and "education.degree", the
/// value of the newest child row that has begun and not ended. Two statements a type, not a row.
[[nodiscard]] Result<void> add_extra_columns(store::Connection& sql, Catalog const& catalog,
                                             store::Keys const& keys, RecordType const& type,
                                             std::vector<std::string> const& columns,
                                             std::string const& today, std::vector<Row>& rows);

}  // namespace jizhi::record
