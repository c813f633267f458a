#pragma once
#include <string_view>

#include "decision/vocabulary.hpp"

namespace jizhi::decision {

/// Says FEEL of a rule in words, in both languages: codes and names by their titles, parameters
/// with the value in force, operators as people write them. What it does not know stays as written,
/// so nothing is hidden; the text itself stands beside it for rule makers.
class Wording {
public:
    /// `element` is the decision whose rule it is: its own entries are called by bare names.
    Wording(Vocabulary const& vocabulary, std::string_view element)
        : vocabulary_(vocabulary), element_(element) {}

    [[nodiscard]] Title formula(std::string_view text) const;
    /// One cell of a table's condition column; `column` is the column's expression.
    [[nodiscard]] Title test(std::string_view text, std::string_view column) const;
    /// A template of a sentence: what stands in braces is named in brackets.
    [[nodiscard]] Title sentence(std::string_view text) const;

private:
    Vocabulary const& vocabulary_;
    std::string_view element_;
};

}  // namespace jizhi::decision
