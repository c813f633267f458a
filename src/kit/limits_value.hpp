#pragma once
#include <cstddef>

/// What comes in as one value, or as one file to make it of, may be at most. More is refused before
/// memory is taken for it.
namespace jizhi::limits {

inline constexpr std::size_t json_bytes_max = 64U << 20U;
inline constexpr std::size_t json_values_max = 2'000'000;  ///< of one text, at all depths

}  // namespace jizhi::limits
