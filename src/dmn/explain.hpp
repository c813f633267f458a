#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dmn/model.hpp"

namespace jizhi::dmn {

/// Something that a rule looked at, in words.
struct Seen {
    Title title;
    std::string zh, en;
};

/// A rule of a table that did not match: the first of its cells that did not.
struct Missed {
    int row = 0;  ///< 1-based
    std::string column, cell;
};

/// One sentence of an explanation, with what it rests on.
struct Reason {
    std::string zh, en;
    std::string amount;           ///< the figure at the right, "+1"; empty where there is none
    std::string decision_id, decision_name;
    Title decision_title;
    std::string element_id;       ///< of the rule or expression
    int row = 0;                  ///< 1-based rule; 0 for what is no table's rule
    Context inputs;               ///< a table's input labels -> what they saw; else names -> values
    std::vector<Seen> seen;       ///< the same in words; what has no title is left out
    Value output;
    std::vector<Basis> basis;     ///< of the rule or reason itself, then the knowledge sources
    std::vector<feel::ParameterUse> parameters;  ///< used by the rule and its sentence
    std::vector<Missed> missed;  ///< of a full trace: a table's other rules
};

/// The title of a code of a code list, for `{field | code DICTIONARY}`.
using CodeTitle =
    std::function<std::optional<Title>(std::string_view dictionary, std::string_view code)>;

/// What codes and names are called where the reasons are read. Each may be empty.
struct Glossary {
    CodeTitle code;  ///< for `{field | code DICTIONARY}`
    /// The title of a code that an expression (a table's column) gave.
    std::function<std::optional<Title>(std::string_view expression, std::string_view code)> seen;
    /// The title of a name used in an element.
    std::function<std::optional<Title>(std::string_view element, std::string_view name)> name;
};

/// The sentences of an outcome that was traced. Evaluates again what the sentences name, so the
/// environment must find the same parameters as when the outcome was made. Steps that are silent
/// (docs/decisions.md) are left out, but of a full trace.
[[nodiscard]] std::vector<Reason> explain(Program const& program, Outcome const& outcome,
                                          feel::Environment& environment,
                                          Glossary const& glossary = {});

}  // namespace jizhi::dmn
