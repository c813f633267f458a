#pragma once
#include <optional>
#include <string>
#include <vector>

#include "value/value.hpp"

namespace jizhi::dmn {

/// A piece of all that a column's input may be, small enough that no cell tells two of its values
/// apart: null, one value, what lies between two values, or all strings that no cell names.
struct Portion {
    enum class Kind { null, value, between, other } kind = Kind::null;
    Value low, high;  ///< `value`: both; `between`: null where it is open
    Value example;
};

/// The pieces that these values of one type cut it into, in order; values in any order, twice or of
/// another type do no harm. `ordered`: strings are compared by less and greater. Nothing where the
/// values have no order among them (times with and without a zone).
[[nodiscard]] std::optional<std::vector<Portion>> pieces_of(Value::Type type,
                                                            std::vector<Value> const& cuts,
                                                            bool ordered);

/// Pieces of one column as a person writes them: `< 3, [5..7), null`. `chosen` are indexes into
/// `pieces`, ascending.
struct Said {
    std::string zh, en;
};
[[nodiscard]] Said said(std::vector<Portion> const& pieces,
                        std::vector<std::uint32_t> const& chosen);

}  // namespace jizhi::dmn
