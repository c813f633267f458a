#include "store/migration.hpp"

#include <gtest/gtest.h>

#include "store/both_stores.hpp"

namespace jizhi::store {
namespace {

class MigrationOn : public testing::OnBothStores {
protected:
    Migration const first{"test", 1, "CREATE TABLE a (id BIGINT)"};
    Migration const second{"test", 2, "ALTER TABLE a ADD COLUMN name TEXT"};
    Migration const broken{"test", 2, "CREATE TABLE b (id BIGINT); CREATE TABLE a (id BIGINT)"};

    std::string error_of(Migrations upper) {
        auto const all = all_of({migrations(), std::move(upper)});
        auto const opened = store::open(scratch().place(), {clock, ids, log}, all);
        return opened ? "" : opened.error().code;
    }
};

TEST_P(MigrationOn, applies_only_what_is_missing) {
    open({{first}});
    EXPECT_EQ(count("SELECT count(*) FROM migration"), 2);
    open({{first, second}});
    EXPECT_EQ(count("SELECT count(name) FROM a"), 0);
    EXPECT_EQ(count("SELECT count(*) FROM migration WHERE folder = 'test'"), 2);
}

TEST_P(MigrationOn, refuses_a_database_of_a_newer_program) {
    open({{first, second}});
    close();
    EXPECT_EQ(error_of({first}), "store.newer");
    EXPECT_EQ(error_of({first, second}), "");
}

TEST_P(MigrationOn, leaves_nothing_of_a_step_that_fails) {
    open({{first}});
    close();
    EXPECT_EQ(error_of({first, broken}), "store.migration");
    open({{first, {"test", 2, "CREATE TABLE b (id BIGINT)"}}});
    EXPECT_EQ(count("SELECT count(*) FROM b"), 0);
}

JIZHI_ON_BOTH_STORES(MigrationOn);

TEST(Open, says_why_a_database_cannot_be_opened) {
    StillClock const clock(0);
    CountingIds ids;
    QuietLog log;
    auto const no_folder = open({.folder = "/proc/none", .server = ""}, {clock, ids, log}, {});
    ASSERT_FALSE(no_folder);
    EXPECT_EQ(no_folder.error().code, "store.cannot_open");
    auto const no_server =
        open({.folder = {}, .server = "host=/nonexistent password=geheim"}, {clock, ids, log}, {});
    ASSERT_FALSE(no_server);
    EXPECT_EQ(no_server.error().code, "store.cannot_open");
    EXPECT_EQ(no_server.error().en.find("geheim"), std::string::npos);
}

}  // namespace
}  // namespace jizhi::store
