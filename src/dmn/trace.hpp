#pragma once
#include <cstdint>
#include <vector>

#include "feel/expression.hpp"
#include "value/value.hpp"

namespace jizhi::dmn {

/// `full`: besides what matched, what is silent, every value computed, and why other rules of a
/// table did not match.
enum class TraceLevel { off, matched, full };

/// That a rule matched, or that an expression with a reason was computed: numbers and the value
/// only. `explain` turns it into a sentence when somebody reads it.
struct Step {
    static constexpr std::uint32_t no_rule = 0xffffffff;
    std::uint32_t site = 0;   ///< which table or reason of the model
    std::uint32_t rule = no_rule;
    std::uint32_t frame = 0;  ///< index into Outcome::frames: what its expressions saw
    Value output;
};

/// A value that an evaluation was given or computed, by the number of its element.
struct Computed {
    std::uint32_t unit = 0;
    Value value;
};

/// What an evaluation gave. Cheap to make; valid without the model, explained with it.
struct Outcome {
    Value value;
    std::vector<Step> steps;  ///< in order of computation, required decisions first
    std::vector<std::vector<Value>> frames;
    std::vector<Computed> computed;  ///< only of a full trace: inputs and decisions, in order
    std::vector<feel::Diagnostic> diagnostics;
};

}  // namespace jizhi::dmn
