#pragma once
#include <chrono>
#include <cstdio>

#include "kit/clock.hpp"
#include "kit/ids.hpp"
#include "kit/log.hpp"
#include "kit/random.hpp"

namespace jizhi::cli {

/// The machine's clock.
class SystemClock : public Clock {
public:
    [[nodiscard]] Micros now() const override {
        auto const since = std::chrono::system_clock::now().time_since_epoch();
        return std::chrono::duration_cast<std::chrono::microseconds>(since).count();
    }
};

/// Everything that comes from outside the program; the only place where it is made.
struct World {
    SystemClock clock;
    SystemRandom random;
    UuidIds ids{clock, random};
    JsonLog log{stderr, clock};
};

}  // namespace jizhi::cli
