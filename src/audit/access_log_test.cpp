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

/// Passes commands on until it has had enough of them.
class TiredWriter : public store::Writer {
public:
    TiredWriter(store::Writer& inner, int commands) : inner_(inner), left_(commands) {}
    Result<Value> run(store::Command const& command, store::Change const& change) override {
        if (left_-- > 0) return inner_.run(command, change);
        return fail("store.unavailable", {}, "忙", "busy");
    }
    void submit(store::Command command, store::Change change, store::Then then) override {
        inner_.submit(std::move(command), std::move(change), std::move(then));
    }
    void watch(std::shared_ptr<store::EventWatcher> watcher) override {
        inner_.watch(std::move(watcher));
    }
    void wake() { left_ = 1'000; }

private:
    store::Writer& inner_;
    int left_;
};

TEST_P(AccessLogOn, writes_many_views_in_pieces_and_none_twice) {
    TiredWriter tired(writer(), 1);
    AccessLog access_log(tired, ids, log);
    for (int i = 0; i < 1'000; ++i) access_log.note(access("li", "/a"));
    access_log.flush();
    auto const written = count("SELECT COUNT(*) FROM access");
    EXPECT_GT(written, 0);
    EXPECT_LT(written, 500) << "one command must not hold the writer up for long";
    tired.wake();
    access_log.flush();
    EXPECT_EQ(count("SELECT COUNT(*) FROM access"), 1'000);
}

JIZHI_ON_BOTH_STORES(AccessLogOn);

}  // namespace
}  // namespace jizhi::audit
