#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "people/role.hpp"
#include "people/scope.hpp"

namespace jizhi::people {

/// A role that is in force today.
struct Grant {
    Role const* role = nullptr;
    std::string region;  ///< the subtree it holds for
    std::string record;  ///< id of one's own record, for a role that sees only that; else ""
};

/// Who asks. Immutable once made; shared between the requests of a session.
struct Actor {
    std::string account_id;
    std::string login, name;
    std::string language = "zh";
    std::vector<Grant> grants;
    bool must_change_password = false;
    bool demo = false;
    bool everything = false;  ///< the program itself

    [[nodiscard]] bool has(Right right) const;
    [[nodiscard]] Rights rights() const;
    /// Where this right holds: everything a query may show or a command may touch.
    [[nodiscard]] Scope scope(Right right) const;
};

/// The program itself (nightly work, set-up): every right, everywhere.
[[nodiscard]] Actor const& system_actor();

}  // namespace jizhi::people
