#include "region/common.hpp"

namespace jizhi::region {

std::string_view common(Tree const& tree, std::string_view a, std::string_view b) {
    std::string_view found;
    for (auto const* each : tree.path(a))
        if (tree.below(b, each->code)) found = each->code;
    return found;
}

}  // namespace jizhi::region
