#pragma once
#include "feel/builtin.hpp"
#include "feel/code.hpp"
#include "value/value.hpp"

namespace jizhi::feel {

/// `a op b` for + - * / **: numbers, strings (+), dates, times and durations as in DMN 1.5
/// tables 56 to 60; null and a diagnostic for everything else.
[[nodiscard]] Value calculate(Op op, Value const& a, Value const& b, Call const& call);
[[nodiscard]] Value negate(Value const& value, Call const& call);

}  // namespace jizhi::feel
