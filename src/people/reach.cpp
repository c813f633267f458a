#include "people/reach.hpp"

#include <algorithm>

namespace jizhi::people {

bool reaches_all(Scope const& scope, region::Tree const& tree) {
    if (scope.everything) return true;
    auto const tops = tree.children("");
    return !tops.empty() && std::ranges::all_of(tops, [&](region::Region const* top) {
        return scope.contains(tree, top->code);
    });
}

}  // namespace jizhi::people
