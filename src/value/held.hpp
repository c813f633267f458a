#pragma once
#include <cstdint>

namespace jizhi {

/// About how many bytes more the values of this thread hold than when `begin_holding` was called
/// last: so an evaluation sees how much it has built that is still there. Negative where values
/// that others made were let go since.
[[nodiscard]] std::int64_t held_bytes();
void begin_holding();

}  // namespace jizhi
