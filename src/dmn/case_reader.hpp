#pragma once
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dmn/model.hpp"
#include "kit/result.hpp"
#include "value/value.hpp"

namespace jizhi::dmn {

struct Type;

/// One case of a file: the inputs of a decision in their order, or why it cannot be read.
struct Case {
    std::size_t line = 0;   ///< where it begins in the file, from 1
    std::size_t bytes = 0;  ///< of its text
    std::vector<Value> inputs;
    std::string given;  ///< of CSV: its cells as CSV, as many as there are columns
    std::optional<Error> wrong;
};

enum class CaseFormat { csv, json_lines };

/// Reads cases one after another and holds one at a time; what is too long or wrong in one is told
/// of it, and the next is read.
class CaseReader {
public:
    virtual ~CaseReader() = default;
    /// False at the end.
    [[nodiscard]] virtual bool next(Case& into) = 0;
    /// How much of the file has been read.
    [[nodiscard]] virtual std::size_t bytes() const = 0;
    /// The columns of CSV, in their order; none of JSON Lines.
    [[nodiscard]] virtual std::vector<std::string> const& columns() const = 0;
    /// Columns that are no input and are left aside.
    [[nodiscard]] virtual std::vector<std::string> const& aside() const = 0;
};

/// Adds a cell to a row of CSV, in quotes where it needs them or, for a text, where it is empty.
void append_csv_cell(std::string& row, std::string_view text, bool is_text);

/// CSV: RFC 4180 in UTF-8, with or without a byte order mark; the first row names the inputs, an
/// empty cell is null, an empty one in quotes is an empty text. JSON Lines: one object a line.
/// Fails where the first row of CSV lacks an input or names one twice. The stream must outlive it.
[[nodiscard]] Result<std::unique_ptr<CaseReader>> read_cases(std::istream& in, CaseFormat format,
                                                             Decision const& decision);

}  // namespace jizhi::dmn
