#pragma once
#include <functional>

#include "dmn/case_reader.hpp"
#include "dmn/case_writer.hpp"
#include "feel/expression.hpp"

namespace jizhi::dmn {

/// What is to be told about one case: why it could not be read, or what its evaluation told.
struct CaseSaid {
    std::size_t line = 0;  ///< of the file
    std::size_t row = 0;   ///< which case it is, from 1
    bool read = true;      ///< false: it was not evaluated
    Error error;
};

struct CasesDone {
    std::size_t rows = 0, unread = 0, told = 0;
};

struct CasesOptions {
    bool strict = false;  ///< a case that has something to tell gives null
    feel::Environment surroundings = {};  ///< the day, working days and parameters
    /// After so many what is remembered of earlier ones is dropped: memory stays bounded.
    std::size_t remembered = std::size_t{1} << 20U;
    std::function<void(CaseSaid const&)> tell = {};
    /// After each block; false stops.
    std::function<bool(CasesDone const&)> go_on = {};
};

/// Evaluates all cases by blocks and writes the results in their order: null for those that cannot
/// be read, for the others what `Decision::evaluate` gives for one.
CasesDone evaluate_cases(Decision const& decision, CaseReader& reader, CaseWriter& writer,
                         CasesOptions const& options);

}  // namespace jizhi::dmn
