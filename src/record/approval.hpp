#pragma once
#include "people/proposal.hpp"
#include "record/change.hpp"

namespace jizhi::record {

/// Lets writes be held that `approval: true` makes wait for a second person. At start-up.
void hold_writes(people::HeldCommands& commands, Records const& records);

/// Inside a command: hands a write that was refused with `needs_approval` to a second person of
/// the row's region. Gives {proposal}. What was sealed stays sealed.
[[nodiscard]] Result<Value> propose(store::Tx& tx, people::HeldCommands const& commands,
                                    Records const& records, Change const& asked,
                                    people::Actor const& by);
[[nodiscard]] Result<Value> propose(store::Tx& tx, people::HeldCommands const& commands,
                                    Records const& records, Create const& asked,
                                    people::Actor const& by);

}  // namespace jizhi::record
