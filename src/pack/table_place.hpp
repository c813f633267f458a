#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "dmn/definitions.hpp"

namespace jizhi::pack {

/// A cell of a decision table, or a whole row of it.
struct TablePlace {
    dmn::Element const* element = nullptr;
    dmn::DecisionTable const* table = nullptr;
    std::size_t row = 0;                ///< from 0
    std::optional<std::size_t> column;  ///< inputs, then outputs, then annotations; none: the row
    [[nodiscard]] dmn::Title column_title() const;
};

/// Which cell of the model's tables stands at "…:line:column", the `where` of an error; nothing
/// where none does.
[[nodiscard]] std::optional<TablePlace> table_place(dmn::Definitions const& model,
                                                    std::string_view where);

}  // namespace jizhi::pack
