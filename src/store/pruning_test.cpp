#include "store/pruning.hpp"

#include <gtest/gtest.h>

#include "store/both_stores.hpp"

namespace jizhi::store {
namespace {

class PruningOn : public testing::OnBothStores {
protected:
    void SetUp() override {
        open({{{"test", 1, "CREATE TABLE note (id TEXT NOT NULL PRIMARY KEY, done_at BIGINT);"}}});
    }
    void add(std::string const& id, Bind const& done_at) {
        (void)run([&](Tx& tx) -> Result<Value> {
            tx.sql().execute("INSERT INTO note (id, done_at) VALUES (?, ?)", {id, done_at});
            return Value();
        });
    }
};

TEST_P(PruningOn, removes_what_is_old_and_only_that) {
    for (int i = 0; i < 1'100; ++i) add("old-" + std::to_string(i), std::int64_t{i});
    add("new", std::int64_t{2'000});
    add("waiting", nullptr);
    EXPECT_EQ(prune(store(), writer(), {"note", "done_at", 2'000}), 1'100);
    EXPECT_EQ(count("SELECT COUNT(*) FROM note"), 2);
    EXPECT_EQ(prune(store(), writer(), {"note", "done_at", 2'000}), 0);
}

TEST_P(PruningOn, takes_along_what_goes_with_a_row) {
    add("one", std::int64_t{1});
    add("other", std::int64_t{9});
    Aged aged{"note", "done_at", 5, [](Tx& tx, std::string_view id) {
                  tx.sql().execute("DELETE FROM note WHERE id = 'other' AND 'one' = ?", {id});
              }};
    EXPECT_EQ(prune(store(), writer(), aged), 1);
    EXPECT_EQ(count("SELECT COUNT(*) FROM note"), 0);
}

JIZHI_ON_BOTH_STORES(PruningOn);

}  // namespace
}  // namespace jizhi::store
