#include "api/rate.hpp"

#include <algorithm>

namespace jizhi::api {
namespace {

constexpr Micros micros_per_minute = 60'000'000;
constexpr std::size_t keys_max = 10'000;

}  // namespace

bool Rate::take(std::string_view key, Micros now) {
    std::scoped_lock const lock(mutex_);
    if (full_at_.size() >= keys_max) forget_full(now);
    auto& full_at = full_at_[std::string(key)];
    auto const next = std::max(full_at, now) + micros_per_minute / per_minute_;
    if (next - now > micros_per_minute) return false;
    full_at = next;
    return true;
}

/// Where even that leaves too many, all are forgotten: better a flood let in than memory without
/// bound or everybody kept out.
void Rate::forget_full(Micros now) {
    std::erase_if(full_at_, [now](auto const& entry) { return entry.second <= now; });
    if (full_at_.size() >= keys_max) full_at_.clear();
}

}  // namespace jizhi::api
