#pragma once
#include "decision/rehearsal.hpp"

namespace jizhi::decision {

/// What a simulation says, in the API's shape: totals, by region (each region of members and those
/// above it up to the roster's), histogram of the main column's changes, counts.
[[nodiscard]] Value to_value(Rehearsal const& rehearsal, Simulation const& simulation,
                             region::Tree const& tree);
/// Some of those whose figures would change, from `from` on: who gains most first.
[[nodiscard]] Value changes_to_value(Rehearsal const& rehearsal, Simulation const& simulation,
                                     region::Tree const& tree, std::size_t from, std::size_t count);
/// A figure as people write it: money with two decimals. Null for `no_figure`.
[[nodiscard]] Value shown_figure(RunColumn const& column, std::int64_t figure);

}  // namespace jizhi::decision
