#pragma once
#include <vector>

#include "record/state.hpp"
#include "record/table.hpp"

namespace jizhi::record {

/// Puts into `rows` of `type` what their counted fields were at that time. What stands in the table
/// is the count of today; it is kept where nothing that is counted changed since.
[[nodiscard]] Result<void> count_as_of(store::Connection& sql, Catalog const& catalog,
                                       store::Keys const& keys, RecordType const& type, When when,
                                       std::vector<Stored>& rows);

}  // namespace jizhi::record
