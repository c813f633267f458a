#pragma once
#include <string>
#include <string_view>

#include "kit/random.hpp"
#include "kit/result.hpp"
#include "store/writer.hpp"

namespace jizhi::people {

/// What a new password must be: 8 characters, of three of the four kinds capitals, small letters,
/// digits and signs, without the login in it.
[[nodiscard]] Result<void> good_password(std::string_view password, std::string_view login);

/// Checks the old one, the rules and the last five. Slow (argon2id): not on an io thread.
/// Gives the hash to store.
[[nodiscard]] Result<std::string> check_new_password(store::Connection& read,
                                                     std::string const& account_id,
                                                     std::string_view old_password,
                                                     std::string_view new_password);
/// 12 letters and digits of which none looks like another. Said once, changed at first sign-in.
[[nodiscard]] std::string one_time_password(Random& random);
/// Inside a command: `hash` holds from now on; the old one joins the five that are remembered.
void store_password(store::Tx& tx, std::string const& account_id, std::string const& hash,
                    bool must_change);

}  // namespace jizhi::people
