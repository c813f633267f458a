#include "kit/ids.hpp"

#include <algorithm>
#include <cctype>
#include <string_view>

namespace jizhi {
namespace {

std::string uuid(std::uint64_t high, std::uint64_t low) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(36);
    for (int i = 0; i < 32; ++i) {
        if (i == 8 || i == 12 || i == 16 || i == 20) text += '-';
        auto const half = i < 16 ? high : low;
        text += digits[half >> (60U - 4U * static_cast<unsigned>(i % 16)) & 0xfU];
    }
    return text;
}

}  // namespace

std::string UuidIds::next() {
    std::uint64_t low = 0;
    random_.fill(&low, sizeof low);
    auto const millis = static_cast<std::uint64_t>(clock_.now() / 1000);
    std::lock_guard const lock(mutex_);
    // The 12 bits below the milliseconds count; a full counter borrows from the next millisecond.
    last_ = std::max(last_ + 1, millis << 12U);
    auto const high = ((last_ >> 12U) << 16U) | 0x7000U | (last_ & 0xfffU);
    return uuid(high, (low & 0x3fff'ffff'ffff'ffffU) | 0x8000'0000'0000'0000U);
}

std::string CountingIds::next() {
    std::lock_guard const lock(mutex_);
    return uuid(0x7000U, 0x8000'0000'0000'0000U + ++count_);
}

bool looks_like_uuid(std::string_view text) {
    if (text.size() != 36) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        bool const dash = i == 8 || i == 13 || i == 18 || i == 23;
        auto const c = static_cast<unsigned char>(text[i]);
        if (dash ? c != '-' : std::isxdigit(c) == 0) return false;
    }
    return true;
}

}  // namespace jizhi
