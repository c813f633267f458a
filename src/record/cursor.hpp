#pragma once
#include <string>
#include <vector>

#include "record/condition.hpp"

namespace jizhi::record {

/// One key of an order: a column, which way; what has no value comes last.
struct SortKey {
    std::string column;
    bool descending = false;
    bool blob = false, integer = false;
};

/// The order of a list, ending in the id so that it is total.
[[nodiscard]] Result<std::vector<SortKey>> sort_keys(RecordType const& type,
                                                     std::vector<std::string> const& asked);
[[nodiscard]] std::string order_by(std::vector<SortKey> const& keys);

/// A cursor holds the sort values of the last row; opaque to the caller.
[[nodiscard]] std::string make_cursor(std::vector<Cell> const& last);
/// Adds "after the cursor". A cursor of another order is refused.
[[nodiscard]] Result<void> add_cursor(Condition& condition, std::vector<SortKey> const& keys,
                                      std::string const& cursor);

}  // namespace jizhi::record
