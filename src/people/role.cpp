#include "people/role.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace jizhi::people {
namespace {

using enum Right;

// Who may do what. The three at the end split the running of the installation (三员分立): one
// prepares accounts and keeps the machine, one lets accounts become effective, one reads the logs.
constexpr std::array table{
    Role{.id = "county_admin", .zh = "县级管理员", .en = "County administrator",
         .rights = {read, edit, import, export_, reveal, apply, propose, approve, manage_rules}},
    Role{.id = "street_clerk", .zh = "街道经办", .en = "Street clerk",
         .rights = {read, edit, import, export_, reveal, apply, propose}},
    Role{.id = "reviewer", .zh = "审核", .en = "Reviewer", .rights = {read, export_, approve}},
    Role{.id = "auditor", .zh = "审计", .en = "Auditor", .rights = {read, export_, read_log}},
    Role{.id = "self", .zh = "本人", .en = "Myself", .rights = {read}, .own_record_only = true},
    Role{.id = "system_admin", .zh = "系统管理", .en = "System administrator",
         .rights = {manage_accounts, manage_system}, .exclusive = true},
    Role{.id = "security_admin", .zh = "安全管理", .en = "Security administrator",
         .rights = {approve_accounts}, .exclusive = true},
    Role{.id = "security_auditor", .zh = "安全审计", .en = "Security auditor",
         .rights = {read_log}, .exclusive = true},
};

}  // namespace

std::span<Role const> roles() { return table; }

Role const* find_role(std::string_view id) {
    auto const at = std::find_if(table.begin(), table.end(),
                                 [&](Role const& role) { return role.id == id; });
    return at == table.end() ? nullptr : &*at;
}

Result<void> may_join(std::span<std::string const> held, std::string_view role) {
    auto const* wanted = find_role(role);
    if (wanted == nullptr)
        return fail("role.unknown", std::string(role), fmt::format("没有角色“{}”", role),
                    fmt::format("there is no role '{}'", role));
    for (auto const& id : held) {
        auto const* other = find_role(id);
        if (other == nullptr || other->id == wanted->id) continue;
        if (!other->exclusive && !wanted->exclusive) continue;
        return fail("role.exclusive", std::string(role),
                    fmt::format("“{}”与“{}”不能由同一账号担任（三员分立），请另建账号", wanted->zh,
                                other->zh),
                    fmt::format("'{}' and '{}' cannot be held by one account; make another one",
                                wanted->en, other->en));
    }
    return {};
}

}  // namespace jizhi::people
