#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kit/clock.hpp"
#include "kit/result.hpp"
#include "people/actor.hpp"
#include "people/proposal.hpp"
#include "store/writer.hpp"

namespace jizhi::people {

/// A role in a region, for a time. It counts once the security administrator has approved it.
struct Assignment {
    std::string id, account;
    std::string role, region;
    std::string record;      ///< one's own record, for the role that sees only that; else ""
    std::string valid_from;  ///< a day; "" = from today
    std::string valid_to;    ///< the first day without it; "" = open
    std::string state = "pending";  ///< pending, approved, refused, ended
    std::string asked_by, approved_by;
};

struct Account {
    std::string id, login, name, language;
    std::string state;  ///< pending: waits for approval; active: may sign in; disabled; refused
    bool must_change_password = true, demo = false;
    Micros created_at = 0;
    std::vector<Assignment> assignments;
};

[[nodiscard]] std::optional<Account> find_account(store::Connection& sql, std::string_view id);
[[nodiscard]] std::optional<Account> find_login(store::Connection& sql, std::string_view login);
/// Accounts with an assignment inside `scope` whose login or name contains `words`, by login.
[[nodiscard]] std::vector<Account> list_accounts(store::Connection& sql, Scope const& scope,
                                                 std::string_view words, std::string_view day,
                                                 std::string_view after_login, std::size_t max);
/// Every region in which some role holds today, or will.
[[nodiscard]] std::vector<std::string> regions_of_roles(store::Connection& sql,
                                                        std::string_view day);
/// The actor that this account is on `day`; nothing unless it is active.
[[nodiscard]] std::shared_ptr<Actor const> actor_of(store::Connection& sql, std::string_view id,
                                                    std::string_view day);

struct NewAccount {
    std::string login, name, language = "zh";
    Assignment first;            ///< role, region and, if any, days and own record
    std::string password_hash;   ///< made before the command: hashing is slow, the writer is one
    bool must_change_password = true;
    bool demo = false;
};

/// What changing accounts needs besides the transaction.
struct AccountDesk {
    HeldCommands const& commands;  ///< with `hold_account_commands` done
    region::Tree const& tree;
    Actor const& by;
    std::string today;
};

/// Registers what the security administrator decides: new accounts and new rights. `changed` is
/// told, after the commit, whose rights are other now.
void hold_account_commands(HeldCommands& commands,
                           std::function<void(std::string const& account_id)> changed);

// Each inside a command.
/// The account waits for approval; made by the program itself (`system_actor`: set-up, the demo,
/// the first administrator) it is active at once.
[[nodiscard]] Result<Account> create_account(store::Tx& tx, AccountDesk const& desk,
                                             NewAccount const& wanted);
/// A further role; waits for approval.
[[nodiscard]] Result<Assignment> ask_for_right(store::Tx& tx, AccountDesk const& desk,
                                               std::string const& account_id, Assignment wanted);
[[nodiscard]] Result<Value> end_right(store::Tx& tx, AccountDesk const& desk,
                                      std::string const& account_id,
                                      std::string const& assignment_id);
[[nodiscard]] Result<Value> disable_account(store::Tx& tx, AccountDesk const& desk,
                                            std::string const& account_id);
/// A new password that was said once and must be changed; the lock of the login ends too. Not for
/// who holds one of the three exclusive roles: whoever could do that would hold them all.
[[nodiscard]] Result<Value> reset_password(store::Tx& tx, AccountDesk const& desk,
                                           std::string const& account_id,
                                           std::string const& password_hash);
[[nodiscard]] Result<Value> set_language(store::Tx& tx, std::string const& account_id,
                                         std::string_view language);

}  // namespace jizhi::people
