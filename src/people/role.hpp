#pragma once
#include <span>
#include <string>
#include <string_view>

#include "kit/result.hpp"
#include "people/right.hpp"

namespace jizhi::people {

/// One of the fixed roles. The exclusive ones (三员分立) run the installation: who holds one holds
/// nothing else and sees no business row.
struct Role {
    std::string_view id, zh, en;
    Rights rights;
    bool exclusive = false;
    bool own_record_only = false;  ///< its scope is one record, not a region subtree
};

[[nodiscard]] std::span<Role const> roles();
[[nodiscard]] Role const* find_role(std::string_view id);  ///< null: no such role
/// Whether somebody who holds `held` may be given `role` too; says why not.
[[nodiscard]] Result<void> may_join(std::span<std::string const> held, std::string_view role);

}  // namespace jizhi::people
