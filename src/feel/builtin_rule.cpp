#include "feel/builtin.hpp"
#include "feel/rmb.hpp"

namespace jizhi::feel {
namespace {

/// The dated, regional value of a parameter; its use is noted for the explanation.
Value param(Call const& call, Arguments a) {
    auto const& name = a[0].string();
    auto const& find = call.environment.parameter;
    auto use = find ? find(name) : std::nullopt;
    if (!use)
        return call.fail("feel.parameter", "此日此地没有参数 " + name + " 的值",
                         "parameter " + name + " has no value on this day in this region");
    auto value = use->value;
    if (call.environment.parameters_used != nullptr)
        call.environment.parameters_used->push_back(std::move(*use));
    return value;
}

Value rmb(Call const& call, Arguments a) {
    auto words = rmb_in_words(a[0].number());
    return words ? Value(std::move(*words)) : call.bad_argument("n");
}

constexpr Declaration declarations[] = {
    {"param", "name:s", param},
    {"rmb in words", "n:n", rmb},
};

}  // namespace

std::span<Declaration const> rule_builtins() { return declarations; }

}  // namespace jizhi::feel
