#pragma once
#include <optional>
#include <string>
#include <vector>

#include "feel/builtin.hpp"
#include "feel/code.hpp"
#include "feel/inference.hpp"

namespace jizhi::feel {

/// Why a call of a built-in surely gives null.
struct Misfit {
    std::size_t argument = 0;  ///< beyond the last: the call as a whole
    std::string zh, en;
};
[[nodiscard]] std::optional<Misfit> misfit(Node const& call, std::vector<TypePtr> const& arguments);
/// What a built-in gives for arguments of these types.
[[nodiscard]] TypePtr result_of(Builtin const& builtin, std::vector<TypePtr> const& arguments);

}  // namespace jizhi::feel
