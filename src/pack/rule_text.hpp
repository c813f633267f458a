#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace jizhi::pack {

/// Where one rule of a decision table stands in the text of a model.
struct RuleText {
    std::string prefix;            ///< "" or "dmn:"
    std::string id;                ///< its number in the file where it has none
    std::size_t from = 0, to = 0;  ///< the bytes of its element
};

/// `<rule …>…</rule>` of a model's text, whatever the namespace prefix. Rules do not nest.
[[nodiscard]] std::vector<RuleText> rules_of(std::string_view xml);

}  // namespace jizhi::pack
