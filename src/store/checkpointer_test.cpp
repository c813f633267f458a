#include <gtest/gtest.h>

#include <filesystem>

#include "store/both_stores.hpp"

namespace jizhi::store {
namespace {

class LogOfWrites : public testing::OnBothStores {
protected:
    void SetUp() override {
        open();
        ASSERT_TRUE(run([](Tx& tx) -> Result<Value> {
            tx.sql().script("CREATE TABLE block (id BIGINT PRIMARY KEY, content BLOB)");
            return Value();
        }));
    }
    /// Writes 4 MB, each time over the same rows.
    void write(char filling) {
        std::string const content(1 << 20, filling);
        for (std::int64_t id = 0; id < 4; ++id)
            ASSERT_TRUE(run([&](Tx& tx) -> Result<Value> {
                tx.sql().execute("INSERT INTO block VALUES (?, ?) ON CONFLICT (id) DO UPDATE "
                                 "SET content = excluded.content",
                                 {id, BlobView{content}});
                return Value();
            }));
    }
    std::uintmax_t log_bytes() {
        return std::filesystem::file_size(scratch().place().folder / "jizhi.db-wal");
    }
};

TEST_P(LogOfWrites, begins_anew_instead_of_growing) {
    for (int round = 0; round < 60; ++round) write(static_cast<char>('a' + round % 26));
    EXPECT_LT(log_bytes(), 80U << 20U);  // of 240 MB that were written
    EXPECT_EQ(count("SELECT COUNT(*) FROM block WHERE length(content) = 1048576"), 4);
}

TEST_P(LogOfWrites, keeps_what_a_reader_still_reads) {
    write('a');
    auto const reader = store().read();
    std::string first;
    reader->query("SELECT content FROM block ORDER BY id", {}, [&](Row const& row) {
        if (!first.empty()) {
            EXPECT_EQ(row.blob(0), first);
            return;
        }
        first = row.blob(0);
        for (int round = 0; round < 8; ++round) write(static_cast<char>('b' + round));
    });
    EXPECT_EQ(first.front(), 'a');
    EXPECT_EQ(count("SELECT COUNT(*) FROM block WHERE substr(content, 1, 1) = CAST('i' AS BLOB)"),
              4);
}

INSTANTIATE_TEST_SUITE_P(Stores, LogOfWrites, ::testing::Values(Dialect::sqlite));

}  // namespace
}  // namespace jizhi::store
