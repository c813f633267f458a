#pragma once
#include <cstddef>
#include <cstdint>

/// What an expression may use at most. Beyond a limit compiling fails, or evaluating gives null
/// and a diagnostic: nothing that somebody writes into a rule can hang or crash the program.
namespace jizhi::feel::limit {

inline constexpr std::size_t text_bytes_max = 256U << 10U;
inline constexpr int nesting_max = 300;     ///< of an expression's text
inline constexpr int tree_depth_max = 400;  ///< a + b + c … is as deep as it is long
inline constexpr int depth_max = 3'000;     ///< of nodes under evaluation, calls included
inline constexpr std::int64_t steps_max = 10'000'000;
inline constexpr std::size_t items_max = 5'000'000;      ///< of one list
inline constexpr std::uint32_t weight_max = 20'000'000;  ///< of one value: items of items count
inline constexpr std::size_t string_bytes_max = 16U << 20U;
inline constexpr std::int64_t held_bytes_max = 192 << 20;  ///< by all values at one time
inline constexpr std::int32_t regex_steps_max = 2'000;  ///< ICU: about a millisecond each

}  // namespace jizhi::feel::limit
