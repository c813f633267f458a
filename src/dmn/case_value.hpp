#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "dmn/model.hpp"
#include "kit/result.hpp"
#include "value/value.hpp"

namespace jizhi::dmn {

struct Type;

/// The text of a cell as the type has it; a text where no type is declared. Refuses what does not
/// read as the type, and lists and contexts: a cell cannot say them.
[[nodiscard]] Result<Value> value_of_text(Type const* type, std::string_view text);
/// JSON has no dates: texts become what the type has there, also inside lists and contexts. What
/// does not read so stays as it is, for the evaluation to tell about.
[[nodiscard]] Value value_of_json(Type const* type, Value value);
/// The same for all inputs of a decision, in their order; what is not named is null.
[[nodiscard]] std::vector<Value> values_of_json(Decision const& decision, Context const& inputs);
/// Names that are given though the model has no such input: they may be mistyped.
[[nodiscard]] std::vector<std::string> unknown_inputs(Decision const& decision,
                                                      Context const& inputs);

}  // namespace jizhi::dmn
