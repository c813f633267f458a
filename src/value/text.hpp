#pragma once
#include <string>

#include "value/value.hpp"

namespace jizhi {

/// A value as FEEL prints it: a string as it is, `[1, "a"]`, `{a: 1}`, `[1..5)`, dates as ISO text.
[[nodiscard]] std::string to_text(Value const& value);
/// The same, but as one would write it in an expression: strings in quotes, dates as @"…".
[[nodiscard]] std::string to_literal(Value const& value);

}  // namespace jizhi
