#pragma once
#include <cstdint>
#include <mutex>
#include <string>

#include "kit/clock.hpp"
#include "kit/random.hpp"

namespace jizhi {

/// Where new ids come from. Thread-safe.
class Ids {
public:
    virtual ~Ids() = default;
    [[nodiscard]] virtual std::string next() = 0;
};

/// UUIDv7 (RFC 9562): grows with time, also within one millisecond and when the clock steps back.
class UuidIds : public Ids {
public:
    UuidIds(Clock const& clock, Random& random) : clock_(clock), random_(random) {}
    [[nodiscard]] std::string next() override;

private:
    Clock const& clock_;
    Random& random_;
    std::mutex mutex_;
    std::uint64_t last_ = 0;  ///< milliseconds << 12 | counter of the last id
};

/// 00000000-0000-7000-8000-000000000001, …2: for tests.
class CountingIds : public Ids {
public:
    [[nodiscard]] std::string next() override;

private:
    std::mutex mutex_;
    std::uint64_t count_ = 0;
};

/// Whether the text has the form of a UUID of any version, in lower or upper case.
[[nodiscard]] bool looks_like_uuid(std::string_view text);

}  // namespace jizhi
