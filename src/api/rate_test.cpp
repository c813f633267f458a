#include "api/rate.hpp"

#include <gtest/gtest.h>

#include <string>

namespace jizhi::api {
namespace {

constexpr Micros second = 1'000'000;

TEST(Rate, allows_so_many_at_once_and_then_evenly) {
    Rate rate(6);
    for (int i = 0; i < 6; ++i) EXPECT_TRUE(rate.take("a", 0));
    EXPECT_FALSE(rate.take("a", 0));
    EXPECT_FALSE(rate.take("a", 9 * second));
    EXPECT_TRUE(rate.take("a", 10 * second));
    EXPECT_FALSE(rate.take("a", 10 * second)) << "one every ten seconds";
    EXPECT_TRUE(rate.take("a", 20 * second));
}

TEST(Rate, counts_each_key_by_itself) {
    Rate rate(1);
    EXPECT_TRUE(rate.take("a", 0));
    EXPECT_TRUE(rate.take("b", 0));
    EXPECT_FALSE(rate.take("a", 0));
}

TEST(Rate, is_full_again_after_a_minute) {
    Rate rate(3);
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(rate.take("a", 0));
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(rate.take("a", 60 * second));
    EXPECT_FALSE(rate.take("a", 60 * second));
}

TEST(Rate, forgets_who_has_not_come_for_long) {
    Rate rate(1);
    for (int i = 0; i < 10'000; ++i) EXPECT_TRUE(rate.take(std::to_string(i), 0));
    EXPECT_TRUE(rate.take("new", 120 * second));
    EXPECT_TRUE(rate.take("7", 120 * second));
}

}  // namespace
}  // namespace jizhi::api
