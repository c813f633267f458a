#pragma once
#include <functional>
#include <iosfwd>
#include <memory>
#include <span>
#include <string>

#include "dmn/case_reader.hpp"

namespace jizhi::dmn {

/// Writes results in the order in which they come.
class CaseWriter {
public:
    virtual ~CaseWriter() = default;
    /// What a row cannot say, by its place in `results`.
    using Tell = std::function<void(std::size_t, Error)>;
    virtual void write(std::span<Value const> results, Tell const& tell) = 0;
    /// What was held back; once, at the end.
    virtual void finish() {}
};

/// JSON Lines: a result a line. CSV: a column for each entry of a context (those of a context in it
/// as "outer.inner"), as the type of the decision or else the first results have them; one column
/// with the decision's name for anything else; lists as JSON; null is an empty cell.
[[nodiscard]] std::unique_ptr<CaseWriter> write_cases(std::ostream& out, CaseFormat format,
                                                      Decision const& decision);

}  // namespace jizhi::dmn
