#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "audit/sealer.hpp"
#include "kit/crypto.hpp"
#include "people/account.hpp"
#include "people/schema.hpp"
#include "people/session.hpp"
#include "region/load.hpp"
#include "region/schema.hpp"
#include "store/both_stores.hpp"
#include "store/keys.hpp"
#include "value/temporal.hpp"

/// For tests of this folder and those above: two invented counties and somebody for each role.
namespace jizhi::people::testing {

inline constexpr char const* divisions_csv =
    "code,name,level,parent\n"
    "9900,示例市,city,\n"
    "990001,东县,county,9900\n"
    "990001001,河口街道,town,990001\n"
    "990001001001,河口社区,community,990001001\n"
    "990001002,山前街道,town,990001\n"
    "990001002001,山前社区,community,990001002\n"
    "990002,西县,county,9900\n"
    "990002001,西关街道,town,990002\n"
    "990002001001,西关社区,community,990002001\n";

/// The same regions in memory.
inline region::Regions regions() {
    return region::Regions(*region::parse_divisions(divisions_csv, "test"));
}

/// An actor with one role, without a store.
inline Actor actor(std::string id, std::string_view role, std::string region,
                   std::string record = {}) {
    auto made = Actor{};
    made.account_id = id;
    made.login = id;
    made.name = std::move(id);
    made.grants.push_back({find_role(role), std::move(region), std::move(record)});
    return made;
}

inline constexpr char const* password = "Correct-horse-9";

/// A store with regions and accounts; everybody's password is `password`.
class Town : public store::testing::OnBothStores {
protected:
    void SetUp() override {
        open({audit::migrations(), region::migrations(), people::migrations()});
        writer().watch(std::make_shared<audit::Sealer>(*keys, random));
        hold_account_commands(commands, [this](std::string const& id) { sessions.forget(id); });
        auto const done = run([&](store::Tx& tx) -> Result<Value> {
            CHECK_OK(region::load_divisions(tx, *region::parse_divisions(divisions_csv, "test"),
                                            parse_date("2020-01-01")->day));
            return Value{};
        });
        ASSERT_TRUE(done) << done.error().en;
        regions_.reload(*store().read(), today);
    }

    // What the writer uses lives in this class and dies before the store of the base class.
    void TearDown() override { close(); }

    /// An active account with this role; its id.
    std::string add(std::string const& login, std::string const& role, std::string const& region,
                    std::string const& record = {}) {
        static auto const hash = crypto::hash_password(password);
        auto wanted = NewAccount{};
        wanted.login = login;
        wanted.name = login;
        wanted.first.role = role;
        wanted.first.region = region;
        wanted.first.record = record;
        wanted.password_hash = hash;
        wanted.must_change_password = false;
        auto id = std::string{};
        auto const done = run([&](store::Tx& tx) -> Result<Value> {
            TRY(account, create_account(tx, desk(system_actor()), wanted));
            id = account.id;
            return Value{};
        });
        EXPECT_TRUE(done) << done.error().en;
        return id;
    }
    std::shared_ptr<Actor const> actor_now(std::string const& id) {
        return actor_of(*store().read(), id, today_text);
    }
    AccountDesk desk(Actor const& by) {
        tree_ = regions_.tree();
        return {commands, *tree_, by, today_text};
    }
    Decider decider(Actor const& by) {
        tree_ = regions_.tree();
        return {commands, *tree_, by};
    }
    std::shared_ptr<region::Tree const> tree() { return regions_.tree(); }

    Day const today = parse_date("2026-01-05")->day;
    std::string const today_text = "2026-01-05";
    SeededRandom random{7};
    std::shared_ptr<store::Keys const> keys =
        std::make_shared<store::Keys const>(store::Keys::make(random));
    HeldCommands commands;
    Sessions sessions{random};

private:
    region::Regions regions_;
    std::shared_ptr<region::Tree const> tree_;
};

}  // namespace jizhi::people::testing
