#include "file/files.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "store/both_stores.hpp"

namespace jizhi::file {
namespace {

namespace fs = std::filesystem;

class FilesOn : public store::testing::OnBothStores {
protected:
    void SetUp() override {
        open({migrations()});
        files = file::open(scratch().place());
    }
    std::string put(std::string_view bytes) {
        auto const answer = run([&](store::Tx& tx) -> Result<Value> {
            TRY(digest, files->put(tx, bytes));
            return Value(digest);
        });
        return answer ? answer->string() : answer.error().code;
    }
    Result<std::string> get(std::string_view digest) { return files->get(*store().read(), digest); }
    using OnBothStores::open;
    std::unique_ptr<Files> files;
};

TEST_P(FilesOn, gives_back_the_same_bytes) {
    std::string const bytes("a\0\xff文", 6);
    auto const digest = put(bytes);
    EXPECT_EQ(digest.size(), 64U);
    EXPECT_EQ(get(digest), bytes);
    EXPECT_EQ(get(put("")), "");
    open({migrations()});
    EXPECT_EQ(file::open(scratch().place())->get(*store().read(), digest), bytes);
}

TEST_P(FilesOn, keeps_the_same_bytes_once) {
    EXPECT_EQ(put("x"), put("x"));
    EXPECT_NE(put("x"), put("y"));
    EXPECT_EQ(count("SELECT count(*) FROM file"), 2);
}

TEST_P(FilesOn, has_no_file_that_nobody_put) {
    for (auto const name : {"", "../jizhi.db", "ab", "zz"})
        EXPECT_EQ(get(name).error().code, "file.missing") << name;
    EXPECT_EQ(get(std::string(64, 'a')).error().code, "file.missing");
}

JIZHI_ON_BOTH_STORES(FilesOn);

class FolderFiles : public FilesOn {
protected:
    fs::path path(std::string const& digest) {
        return scratch().place().folder / "files" / digest.substr(0, 2) / digest;
    }
};

TEST_P(FolderFiles, notices_damage) {
    auto const digest = put("content");
    std::ofstream(path(digest)) << "CONTENT";
    EXPECT_EQ(get(digest).error().code, "file.damaged");
}

TEST_P(FolderFiles, sweeps_what_no_command_owns_after_a_day) {
    auto const kept = put("kept");
    ASSERT_TRUE(files->stage("left behind"));
    constexpr Micros day = 86'400'000'000, much_later = 4'000'000'000'000'000;
    auto const reader = store().read();
    EXPECT_EQ(files->sweep(*reader, day), 0) << "younger than a day";
    EXPECT_EQ(files->sweep(*reader, much_later), 1);
    EXPECT_EQ(files->sweep(*reader, much_later), 0);
    EXPECT_EQ(get(kept), "kept");
}

INSTANTIATE_TEST_SUITE_P(Stores, FolderFiles, ::testing::Values(store::Dialect::sqlite),
                         store::testing::store_name);

}  // namespace
}  // namespace jizhi::file
