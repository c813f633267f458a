#pragma once
#include <compare>
#include <optional>

#include "value/value.hpp"

namespace jizhi::feel {

/// true, false, or null as nothing.
using Truth = std::optional<bool>;

/// FEEL's `=`: null where the two are of different types (null equals only null).
[[nodiscard]] Truth equal(Value const& a, Value const& b);
/// Nothing where the two cannot be ordered.
[[nodiscard]] std::optional<std::strong_ordering> order(Value const& a, Value const& b);
/// Whether a range holds a value.
[[nodiscard]] Truth includes(Range const& range, Value const& value);
/// Whether an input passes a test that is a value: equal, in the list, in the range.
[[nodiscard]] Truth passes(Value const& input, Value const& test);

[[nodiscard]] inline Value truth(Truth value) { return value ? Value(*value) : Value(); }
[[nodiscard]] inline Truth truth_of(Value const& value) {
    return value.is(Value::Type::boolean) ? Truth(value.boolean()) : std::nullopt;
}

/// As `order`, and a local time beside one with a zone is taken as of that zone: one is then less
/// or greater, or neither (never the same). No order of many values: it is not transitive.
[[nodiscard]] std::optional<std::partial_ordering> compared(Value const& a, Value const& b);

}  // namespace jizhi::feel
