#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "feel/expression.hpp"

namespace jizhi::feel {

/// Something named in an expression, and where (1-based, code points).
struct Mention {
    std::string name;
    std::int32_t line = 1, column = 1;
    bool operator==(Mention const&) const = default;
};

/// What can be said of an expression without evaluating it: for `check`, and for finding what a
/// change of a parameter or a field would touch.
struct Inspection {
    std::vector<Mention> inputs;      ///< names of the scope that it reads
    std::vector<Mention> parameters;  ///< `param("…")` with a literal name
    std::vector<Mention> unknown;     ///< names that mean nothing: null when evaluated
    std::vector<Mention> misfits;  ///< built-ins called with arguments that fit none of their forms
    std::vector<Mention> literals;  ///< `@"…"` that is no date, time or duration
};

[[nodiscard]] Inspection inspect(Expression const& expression);

}  // namespace jizhi::feel
