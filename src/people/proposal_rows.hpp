#pragma once
#include "people/proposal.hpp"

// How proposals lie in their table; used in this folder only.
namespace jizhi::people {

void insert_proposal(store::Connection& sql, Proposal const& proposal);
/// From open to `state`, once: false if another was quicker.
[[nodiscard]] bool decide_proposal(store::Connection& sql, Proposal const& proposal);

}  // namespace jizhi::people
