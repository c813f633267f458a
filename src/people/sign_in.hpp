#pragma once
#include <string>
#include <string_view>

#include "kit/ids.hpp"
#include "people/session.hpp"

namespace jizhi::people {

/// Login and password → a session. An unknown login and a wrong password get the same answer after
/// the same work; the fifth failure in a row locks the login, known or not, for 30 minutes.
/// Slow (argon2id): not on an io thread. Thread-safe.
class SignIn {
public:
    SignIn(store::Store& store, store::Writer& writer, Sessions& sessions, Ids& ids);
    /// Errors: "session.sign_in_failed", "session.locked.too_many"; and, only for who knows the
    /// password, "session.account_pending.forbidden" and "session.account_closed.forbidden".
    [[nodiscard]] Result<NewSession> with_password(std::string_view login,
                                                   std::string_view password, Micros now);

private:
    store::Store& store_;
    store::Writer& writer_;
    Sessions& sessions_;
    Ids& ids_;
    std::string dummy_hash_;  ///< what the password of an unknown login is measured against
};

}  // namespace jizhi::people
