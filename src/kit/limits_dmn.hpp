#pragma once
#include <cstddef>
#include <cstdint>

/// What a model may be at most. Beyond a limit it is refused, or evaluating gives null and a
/// diagnostic; kit/limits_feel.hpp bounds the expressions in it.
namespace jizhi::dmn::limit {

inline constexpr std::size_t text_bytes_max = 32U << 20U;
inline constexpr int nesting_max = 200;       ///< of XML elements: boxed expressions nest
inline constexpr int requirements_max = 500;  ///< of a chain of decisions, one needing the next
inline constexpr int imports_max = 1'000;     ///< ways on which models are imported, all in all
inline constexpr int types_max = 100;         ///< of a chain of item definitions
inline constexpr int calls_max = 100;         ///< knowledge models within knowledge models
inline constexpr std::size_t case_bytes_max = 1U << 20U;        ///< of one case of a file
inline constexpr std::size_t case_columns_max = 1'000;          ///< of a file of cases
inline constexpr std::size_t case_block_bytes_max = 8U << 20U;  ///< of the cases read at a time
inline constexpr std::size_t copied_in_a_step = 4;  ///< items of `partial` that count as a step
inline constexpr std::size_t steps_of_a_call = 10;  ///< of a knowledge model, in FEEL's steps
/// Of the search for gaps and overlaps of one table, in words of bit sets: about a second.
inline constexpr std::int64_t gap_work_max = 100'000'000;

}  // namespace jizhi::dmn::limit
