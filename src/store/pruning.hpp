#pragma once
#include <functional>

#include "store/database.hpp"

namespace jizhi::store {

/// Rows that have served their time.
struct Aged {
    std::string_view table;  ///< its key is `id`
    std::string_view time;   ///< its column that says when; rows where it is null stay
    Micros before = 0;
    /// What goes with a row, in the same command.
    std::function<void(Tx&, std::string_view id)> also = {};
};

/// Removes them, a few hundred at a time, so that nobody waits long for the writer. How many.
std::int64_t prune(Store& store, Writer& writer, Aged const& aged);

}  // namespace jizhi::store
