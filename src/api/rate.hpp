#pragma once
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "kit/clock.hpp"

namespace jizhi::api {

/// How often somebody may do something: a bucket of tokens for each key that fills evenly. Holds a
/// bounded number of keys. Thread-safe.
class Rate {
public:
    /// `per_minute` at once, and as many again spread over each minute.
    explicit Rate(std::int64_t per_minute) : per_minute_(per_minute) {}

    /// Whether once more is allowed now; if so it counts.
    [[nodiscard]] bool take(std::string_view key, Micros now);

private:
    void forget_full(Micros now);

    std::int64_t const per_minute_;
    std::mutex mutex_;
    std::unordered_map<std::string, Micros> full_at_;  ///< when the key's bucket is full again
};

}  // namespace jizhi::api
