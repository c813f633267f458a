#pragma once
#include <cstdint>

namespace jizhi {

using Micros = std::int64_t;  ///< microseconds since 1970-01-01T00:00:00Z
using Day = std::int64_t;     ///< days since 1970-01-01, proleptic Gregorian

/// Where time comes from. The real one is made in cli/; tests hold one that they move.
class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Micros now() const = 0;
};

/// A clock that stands where it is put. For tests and simulations.
class StillClock : public Clock {
public:
    explicit StillClock(Micros at) : at_(at) {}
    [[nodiscard]] Micros now() const override { return at_; }
    void set(Micros at) { at_ = at; }

private:
    Micros at_;
};

}  // namespace jizhi
