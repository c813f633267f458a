#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kit/clock.hpp"
#include "kit/random.hpp"
#include "kit/result.hpp"
#include "people/actor.hpp"
#include "store/writer.hpp"

namespace jizhi::people {

/// A pending account waits for the security administrator; only an active one can sign in.
enum class AccountState { pending, active, disabled };

struct Assignment {
    std::string id;
    std::string role, region;
    std::string record;              ///< one's own record, for the role that sees only that
    std::string valid_from, valid_to;  ///< days; valid_to "" = open, else the first day without
    std::string state;               ///< "pending", "approved", "refused", "ended"
    std::string asked_by, approved_by;
};

struct Account {
    std::string id, login, name, language;
    AccountState state = AccountState::pending;
    bool must_change_password = true, demo = false;
    Micros created_at = 0;
    std::vector<Assignment> assignments;
};

[[nodiscard]] std::string_view name_of(AccountState state);

[[nodiscard]] std::optional<Account> find_account(store::Connection& sql, std::string_view id);
[[nodiscard]] std::optional<Account> find_login(store::Connection& sql, std::string_view login);
/// Accounts whose login or name contains `text`, by login; each with its assignments.
[[nodiscard]] std::vector<Account> list_accounts(store::Connection& sql, std::string_view text,
                                                 std::size_t max, std::string_view after_login);
/// The actor that this account is on `day`; nothing unless it is active.
[[nodiscard]] std::shared_ptr<Actor const> actor_of(store::Connection& sql, std::string_view id,
                                                    std::string_view day);

struct NewAccount {
    std::string login, name, language = "zh";
    std::string role, region, record;  ///< its first assignment
    std::string valid_from, valid_to;
    std::string password;        ///< clear; hashed before the command runs. See `one_time_password`
    bool must_change_password = true;
    bool demo = false;
};

/// A password that is said once: 12 letters and digits that cannot be mistaken for another.
[[nodiscard]] std::string one_time_password(Random& random);

/// Inside a command. `password_hash` was made before it (hashing is slow, the writer is one).
/// With `approved_by` ("" = nobody yet) the account and its role are effective at once: the demo
/// and the first administrator.
[[nodiscard]] Result<Account> create_account(store::Tx& tx, NewAccount const& wanted,
                                             std::string const& password_hash,
                                             std::string const& approved_by);
[[nodiscard]] Result<Assignment> ask_for_right(store::Tx& tx, std::string const& account_id,
                                               Assignment wanted);
[[nodiscard]] Result<Value> end_right(store::Tx& tx, std::string const& account_id,
                                      std::string const& assignment_id, std::string_view day);
[[nodiscard]] Result<Value> disable_account(store::Tx& tx, std::string const& account_id);
[[nodiscard]] Result<Value> set_language(store::Tx& tx, std::string const& account_id,
                                         std::string_view language);

}  // namespace jizhi::people
