#pragma once
#include <string>
#include <string_view>

#include "kit/result.hpp"
#include "value/value.hpp"

namespace jizhi::decision {

/// A value as text that comes back as it was: JSON, with dates and durations marked as such
/// ({"@date": "2026-10-01"}), so that a line of a run can be computed again from what it saw.
[[nodiscard]] std::string keep(Value const& value);
[[nodiscard]] Result<Value> kept(std::string_view text);

}  // namespace jizhi::decision
