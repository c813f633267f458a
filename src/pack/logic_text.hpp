#pragma once
#include <string>

#include "dmn/definitions.hpp"

namespace jizhi::pack {

// What parts of a model say, each as one text: two parts are the same where their texts are. For
// telling what changed; nobody parses them.

[[nodiscard]] std::string logic_text(dmn::ExpressionPtr const& expression);
/// A table's columns and hit policy, without its rows.
[[nodiscard]] std::string columns_text(dmn::DecisionTable const& table);
[[nodiscard]] std::string reason_text(std::optional<dmn::ReasonText> const& reason);
/// An element without its logic: names, types, titles, what it requires.
[[nodiscard]] std::string head_text(dmn::Element const& element);
/// The model without its elements: types and imports.
[[nodiscard]] std::string frame_text(dmn::Definitions const& definitions);

}  // namespace jizhi::pack
