#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "feel/long_column.hpp"

namespace jizhi::decision {

/// What a pass over a roster leaves for later ones: what each stage rested on, so that one whose
/// rules say the same is not computed again, and what the stages gave to those after them, so that
/// only the members whose figures moved are. Immutable once the pass is over.
struct RosterMemory {
    struct Stage {
        std::string rules;  ///< digests of the model and all that it imports
        /// The parameters that were asked for, null where there was none. What evaluates the same
        /// text and finds the same values asks for no others.
        std::map<std::string, Value, std::less<>> parameters;
    };
    struct Part {
        std::vector<Stage> stages;
        std::map<std::uint32_t, feel::LongColumn> gifts;  ///< by slot of the record
        /// Adds what was found for the rows that follow.
        void join(Part const& next);
    };
    std::vector<Part> parts;  ///< as the roster's
};

}  // namespace jizhi::decision
