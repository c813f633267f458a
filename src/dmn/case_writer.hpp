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
    /// `cases` are what the results are of, one for one.
    virtual void write(std::span<Value const> results, std::span<Case const> cases,
                       Tell const& tell) = 0;
    /// What was held back; once, at the end.
    virtual void finish() {}
};

/// JSON Lines: a result a line. CSV: first the columns that were read, `given`, as they came; then
/// a column for each entry of a context (those of a context in it as "outer.inner"; after the
/// decision's name and a dot where a column has that name already), as the type of the decision or
/// else the first results have them; one column with the decision's name for anything else; lists
/// as JSON; null is an empty cell.
[[nodiscard]] std::unique_ptr<CaseWriter> write_cases(std::ostream& out, CaseFormat format,
                                                      Decision const& decision,
                                                      std::vector<std::string> given);

}  // namespace jizhi::dmn
