#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "record/field.hpp"

namespace jizhi::record {

struct Code {
    std::string code;
    Title title, help;
    std::vector<std::string> synonyms;
    bool retired = false;  ///< old rows keep it; new ones may not take it
};

/// A code list in the order in which codes are offered. Immutable; any thread may read it.
struct Dictionary {
    std::string id;
    Title title, help;
    std::string source;
    std::vector<Code> codes;

    [[nodiscard]] Code const* find(std::string_view code) const;
    /// By code, title in either language or synonym, full-width and spaces forgiven: what a
    /// spreadsheet says.
    [[nodiscard]] Code const* recognise(std::string_view said) const;
    /// A locality's codes over these: the known replaced in place, the new appended.
    [[nodiscard]] Dictionary merged(Dictionary const& over) const;
};

}  // namespace jizhi::record
