#pragma once
#include <cstddef>

#include "value/value.hpp"

namespace jizhi::feel {

/// Equal to the last bit: 1.0 is not 1.00, and null is null.
[[nodiscard]] bool identical(Value const& a, Value const& b);

/// For tables whose keys are values that may only stand for identical ones.
struct IdentityHash {
    [[nodiscard]] std::size_t operator()(Value const& value) const;
};
struct IdentityEqual {
    [[nodiscard]] bool operator()(Value const& a, Value const& b) const { return identical(a, b); }
};

}  // namespace jizhi::feel
