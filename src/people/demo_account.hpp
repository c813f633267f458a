#pragma once
#include <string>
#include <vector>

#include "people/title.hpp"
#include "store/writer.hpp"

namespace jizhi::people {

/// An account of the demo whose password everybody may know: it is offered on the sign-in page.
struct DemoAccount {
    std::string login, password;
    Title title;
};

/// Inside a command that also made the account, with its demo flag.
void publish_demo_account(store::Tx& tx, DemoAccount const& account);
/// In the order they were made; without those that were disabled or have another password now.
[[nodiscard]] std::vector<DemoAccount> demo_accounts(store::Connection& sql);

}  // namespace jizhi::people
