#pragma once
#include <string>
#include <string_view>

#include "kit/ids.hpp"
#include "people/session.hpp"

namespace jizhi::people {

/// Login and password → a session. An unknown login and a wrong password get the same answer after
/// the same work; the fifth failure in a row locks the login, known or not, for 30 minutes.
/// Slow (argon2id): not on an io thread.
class SignIn {
public:
    SignIn(store::Store& store, store::Writer& writer, Sessions& sessions, Ids& ids)
        : store_(store), writer_(writer), sessions_(sessions), ids_(ids) {}
    [[nodiscard]] Result<NewSession> with_password(std::string_view login,
                                                   std::string_view password,
                                                   std::string_view address);

private:
    store::Store& store_;
    store::Writer& writer_;
    Sessions& sessions_;
    Ids& ids_;
};

}  // namespace jizhi::people
