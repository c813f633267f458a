#include "store/deployment_keys.hpp"

#include <gtest/gtest.h>

#include "store/both_stores.hpp"

namespace jizhi::store {
namespace {

class DeploymentKeysOn : public testing::OnBothStores {
protected:
    void SetUp() override { open(); }
    std::string error() {
        auto const keys = deployment_keys(database(), file, random);
        return keys ? "" : keys.error().code;
    }
    SeededRandom random{1};
    std::filesystem::path const file = scratch().folder() / "keys";
};

TEST_P(DeploymentKeysOn, are_made_for_a_new_database_only) {
    EXPECT_EQ(error(), "");
    open();
    EXPECT_EQ(error(), "");
    std::filesystem::remove(file);
    EXPECT_EQ(error(), "keys.not_these");
    EXPECT_FALSE(std::filesystem::exists(file)) << "no new ones in place of lost ones";
}

TEST_P(DeploymentKeysOn, of_another_database_or_from_before_a_rotation_are_refused) {
    auto keys = deployment_keys(database(), file, random);
    ASSERT_TRUE(keys);
    ASSERT_TRUE(Keys::make(random).save(file));
    EXPECT_EQ(error(), "keys.not_these");
    auto const old = *keys;
    keys->rotate();
    ASSERT_TRUE(keys->save(file));
    EXPECT_EQ(error(), "");
    note_keys(database(), keys->id());
    EXPECT_EQ(error(), "");
    ASSERT_TRUE(old.save(file));
    EXPECT_EQ(error(), "keys.not_these");
}

TEST_P(DeploymentKeysOn, are_known_to_be_exported_until_they_change) {
    auto keys = deployment_keys(database(), file, random);
    EXPECT_FALSE(exported(*store().read(), *keys));
    note_export(database(), *keys, "tester");
    EXPECT_TRUE(exported(*store().read(), *keys));
    EXPECT_EQ(count("SELECT count(*) FROM event WHERE activity = 'export'"), 1);
    keys->rotate();
    EXPECT_FALSE(exported(*store().read(), *keys));
}

JIZHI_ON_BOTH_STORES(DeploymentKeysOn);

}  // namespace
}  // namespace jizhi::store
