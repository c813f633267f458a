#pragma once
#include "feel/builtin.hpp"

namespace jizhi::feel {

/// Whether the values of this evaluation hold more than they may, together with `more` bytes that
/// are about to be taken; then it is told and everything stops.
bool holds_too_much(Call const& call, std::size_t more = 0);

}  // namespace jizhi::feel
