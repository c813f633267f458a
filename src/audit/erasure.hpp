#pragma once
#include <string>

#include "kit/result.hpp"
#include "store/writer.hpp"

namespace jizhi::audit {

/// Takes the payload of an event out of the log for good (a lawful request to be forgotten) and
/// appends an event that says so. What it was cannot be guessed from what stays: the salt goes too.
[[nodiscard]] Result<void> erase(store::Tx& tx, std::string const& event_id,
                                 std::string const& reason);

}  // namespace jizhi::audit
