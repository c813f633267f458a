#include "kit/ids.hpp"

#include <gtest/gtest.h>

namespace jizhi {
namespace {

TEST(UuidIds, grow_even_when_the_clock_stands_or_steps_back) {
    StillClock clock(1'767'575'000'000'000);
    SeededRandom random(7);
    UuidIds ids(clock, random);
    auto last = ids.next();
    EXPECT_EQ(last[14], '7');
    EXPECT_TRUE(looks_like_uuid(last));
    for (int i = 0; i < 10'000; ++i) {
        if (i == 5'000) clock.set(clock.now() - 3'000'000);
        auto next = ids.next();
        EXPECT_LT(last, next);
        last = next;
    }
}

TEST(UuidIds, carry_the_milliseconds_of_the_clock) {
    StillClock const clock(0x0192'0000'0001 * 1000LL);
    SeededRandom random(7);
    UuidIds ids(clock, random);
    EXPECT_EQ(ids.next().substr(0, 13), "01920000-0001");
}

TEST(CountingIds, count) {
    CountingIds ids;
    EXPECT_EQ(ids.next(), "00000000-0000-7000-8000-000000000001");
    EXPECT_EQ(ids.next(), "00000000-0000-7000-8000-000000000002");
}

TEST(LooksLikeUuid, refuses_other_texts) {
    EXPECT_FALSE(looks_like_uuid(""));
    EXPECT_FALSE(looks_like_uuid("00000000-0000-7000-8000-00000000000g"));
    EXPECT_FALSE(looks_like_uuid("00000000x0000-7000-8000-000000000001"));
}

}  // namespace
}  // namespace jizhi
