#include "net/request_log.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace jizhi::net {
namespace {

namespace fs = std::filesystem;

class RequestLogTest : public testing::Test {
protected:
    void SetUp() override {
        auto name = (fs::temp_directory_path() / "jizhi-log-XXXXXX").string();
        ASSERT_NE(mkdtemp(name.data()), nullptr);
        folder_ = name;
    }
    void TearDown() override { fs::remove_all(folder_); }
    std::string path() const { return (folder_ / "requests.log").string(); }
    std::string text(std::string const& more = "") const {
        std::ifstream in(path() + more);
        std::stringstream all;
        all << in.rdbuf();
        return all.str();
    }
    fs::path folder_;
};

TEST_F(RequestLogTest, puts_a_full_file_aside_and_forgets_the_oldest) {
    auto log = RequestLog::open(path(), {.bytes_max = 10, .old_files_max = 2});
    ASSERT_TRUE(log) << log.error().en;
    for (auto const* line : {"one 56789\n", "two 56789\n", "three\n", "3b\n", "four 6789\n"})
        (*log)->write(line);
    EXPECT_EQ(text(), "four 6789\n");
    EXPECT_EQ(text(".1"), "three\n3b\n");
    EXPECT_EQ(text(".2"), "two 56789\n");
    EXPECT_FALSE(fs::exists(path() + ".3"));
}

TEST_F(RequestLogTest, goes_on_in_the_file_that_is_there) {
    for (auto const* line : {"one\n", "two\n"}) {
        auto log = RequestLog::open(path(), {.bytes_max = 100, .old_files_max = 2});
        ASSERT_TRUE(log) << log.error().en;
        (*log)->write(line);
    }
    EXPECT_EQ(text(), "one\ntwo\n");
}

TEST_F(RequestLogTest, says_where_it_cannot_write) {
    auto const log = RequestLog::open((folder_ / "none" / "requests.log").string());
    ASSERT_FALSE(log);
    EXPECT_EQ(log.error().code, "serve.log");
}

}  // namespace
}  // namespace jizhi::net
