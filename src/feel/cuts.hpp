#pragma once
#include <optional>
#include <vector>

#include "feel/expression.hpp"

namespace jizhi::feel {

/// The values at which the answer of unary tests may change. Between two that are next to each
/// other, and for all values equal to one of them, the answer is the same.
struct Cuts {
    std::vector<Value> values;  ///< scalars, in the order of the text
    bool ordered = false;       ///< some test asks for less or greater, not only for equal
};

/// Nothing where the tests do more with their input than to compare it with constants, or read
/// other names: then nobody knows where the answer changes.
[[nodiscard]] std::optional<Cuts> cuts_of(Expression const& unary_tests);

/// The value of an expression that reads nothing from outside; nothing if it reads something.
[[nodiscard]] std::optional<Value> constant_of(Expression const& expression);

}  // namespace jizhi::feel
