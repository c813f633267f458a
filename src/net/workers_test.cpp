#include "net/workers.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>

namespace jizhi::net {
namespace {

TEST(Workers, run_at_the_same_time) {
    // Four tasks that each wait for the other three end only if there are four threads.
    std::latch all(4);
    Workers workers(4, 100);
    std::atomic<int> done = 0;
    for (int i = 0; i < 4; ++i)
        EXPECT_TRUE(workers.post([&] {
            all.arrive_and_wait();
            ++done;
        }));
    workers.stop();
    EXPECT_EQ(done, 4);
}

TEST(Workers, refuse_when_the_queue_is_full) {
    std::latch started(1), go(1);
    Workers workers(1, 2);
    EXPECT_TRUE(workers.post([&] {
        started.count_down();
        go.wait();
    }));
    started.wait();
    EXPECT_TRUE(workers.post([] {}));
    EXPECT_TRUE(workers.post([] {}));
    EXPECT_FALSE(workers.post([] {}));
    go.count_down();
}

TEST(Workers, finish_what_is_queued_before_they_end) {
    std::atomic<int> done = 0;
    {
        Workers workers(2, 1'000);
        for (int i = 0; i < 500; ++i) EXPECT_TRUE(workers.post([&] { ++done; }));
    }
    EXPECT_EQ(done, 500);
}

TEST(Workers, take_nothing_after_the_end) {
    Workers workers(2, 10);
    workers.stop();
    EXPECT_FALSE(workers.post([] {}));
}

}  // namespace
}  // namespace jizhi::net
