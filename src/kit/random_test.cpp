#include "kit/random.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <set>

namespace jizhi {
namespace {

TEST(SystemRandom, never_gives_the_same_bytes_twice) {
    SystemRandom random;
    std::set<std::string> seen;
    for (int i = 0; i < 10'000; ++i) EXPECT_TRUE(seen.insert(random.bytes(16)).second) << i;
    EXPECT_NE(random.bytes(5'000), random.bytes(5'000));
}

TEST(SystemRandom, gives_a_child_process_other_bytes_than_its_parent) {
    SystemRandom random;
    (void)random.bytes(16);
    std::array<int, 2> ends{};
    ASSERT_EQ(pipe(ends.data()), 0);
    auto const child = fork();
    if (child == 0) {
        auto const bytes = random.bytes(16);
        _exit(::write(ends[1], bytes.data(), bytes.size()) == 16 ? 0 : 1);
    }
    std::string of_child(16, '\0');
    ASSERT_EQ(::read(ends[0], of_child.data(), of_child.size()), 16);
    waitpid(child, nullptr, 0);
    ::close(ends[0]);
    ::close(ends[1]);
    EXPECT_NE(random.bytes(16), of_child);
}

TEST(SeededRandom, gives_the_same_bytes_for_the_same_seed) {
    SeededRandom one(7), other(7), third(8);
    auto const bytes = one.bytes(40);
    EXPECT_EQ(other.bytes(40), bytes);
    EXPECT_NE(third.bytes(40), bytes);
}

}  // namespace
}  // namespace jizhi
