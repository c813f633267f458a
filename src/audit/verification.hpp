#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "kit/result.hpp"
#include "store/connection.hpp"
#include "store/keys.hpp"

namespace jizhi::audit {

/// What checking the whole event log found. No findings: nothing was changed, removed, inserted
/// or put in another order since it was written.
struct Verification {
    std::int64_t events = 0;
    std::int64_t erased = 0;      ///< whose payload was lawfully erased
    std::string head;             ///< hex of the last link; note it down elsewhere to compare later
    std::vector<Error> findings;  ///< the first hundred
    bool marked = false;          ///< the head carries the mark of the keys that were given
};

/// Reads every event once. Without keys the chain is checked, but not the marks that only the
/// holder of the log key can make.
[[nodiscard]] Verification verify(store::Connection& sql, store::Keys const* keys);

}  // namespace jizhi::audit
