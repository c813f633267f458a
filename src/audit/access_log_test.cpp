#include "audit/access_log.hpp"

#include <gtest/gtest.h>

#include "audit/sealer.hpp"
#include "store/both_stores.hpp"

namespace jizhi::audit {
namespace {

class AccessLogOn : public store::testing::OnBothStores {
protected:
    void SetUp() override { open({migrations()}); }
    Access access(std::string actor, std::string path) {
        return {.actor = std::move(actor),
                .method = "GET",
                .path = std::move(path),
                .address = "127.0.0.1",
                .status = 200,
                .at = clock.now()};
    }
    std::vector<std::string> paths(AccessQuery const& query) {
        std::vector<std::string> out;
        for (auto const& a : accesses(*store().read(), query)) out.push_back(a.path);
        return out;
    }
    using Paths = std::vector<std::string>;
};

TEST_P(AccessLogOn, keeps_every_view_and_finds_it) {
    {
        AccessLog access_log(writer(), ids, log);
        access_log.note(access("li", "/a"));
        access_log.note(access("wang", "/b"));
        access_log.flush();
        EXPECT_EQ(paths({}), (Paths{"/b", "/a"}));
        access_log.note(access("li", "/c"));
    }
    EXPECT_EQ(paths({.actor = "li"}), (Paths{"/c", "/a"})) << "what was left is written at the end";
    EXPECT_EQ(paths({.path_contains = "b"}), Paths{"/b"});
    EXPECT_EQ(paths({.from = clock.now() + 1}), Paths{});
    auto const last = accesses(*store().read(), {.limit = 1});
    ASSERT_EQ(last.size(), 1U);
    EXPECT_EQ(last[0].address, "127.0.0.1");
    EXPECT_EQ(paths({.before_id = last[0].id}), (Paths{"/b", "/a"}));
}

TEST_P(AccessLogOn, writes_by_itself) {
    AccessLog access_log(writer(), ids, log);
    access_log.note(access("li", "/a"));
    for (int i = 0; i < 100 && paths({}).empty(); ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    EXPECT_EQ(paths({}), Paths{"/a"});
}

JIZHI_ON_BOTH_STORES(AccessLogOn);

}  // namespace
}  // namespace jizhi::audit
