#pragma once
#include <string>

#include "record/condition.hpp"

namespace jizhi::record {

/// Adds one filter of a list to its condition.
[[nodiscard]] Result<void> add_filter(Condition& condition, Catalog const& catalog,
                                      store::Keys const& keys, RecordType const& type,
                                      Filter const& filter, std::string const& today);

}  // namespace jizhi::record
