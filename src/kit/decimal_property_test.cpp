// Whatever way a result is computed, it has the bits that the Intel library gives for decimal128.
#define DECIMAL_CALL_BY_REFERENCE 0
#define DECIMAL_GLOBAL_ROUNDING 0
#define DECIMAL_GLOBAL_EXCEPTION_FLAGS 0
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "kit/decimal_testing.hpp"

extern "C" {
#include <bid_conf.h>
#include <bid_functions.h>
}

namespace jizhi {
namespace {

using testing::numbers;

BID_UINT128 raw(Decimal const& d) {
    BID_UINT128 bits;
    bits.w[0] = d.low_word();
    bits.w[1] = d.high_word();
    return bits;
}

/// What the library says: nothing for infinity and NaN, 0 for -0.
std::optional<Decimal> library(BID_UINT128 bits) {
    if (bid128_isFinite(bits) == 0) return std::nullopt;
    if (bid128_isZero(bits) != 0) bits.w[1] &= ~(std::uint64_t{1} << 63);
    return Decimal::from_words(bits.w[0], bits.w[1]);
}

void same(std::optional<Decimal> const& ours, std::optional<Decimal> const& theirs) {
    RC_ASSERT(ours.has_value() == theirs.has_value());
    if (!ours) return;
    RC_LOG() << ours->to_string() << " and " << theirs->to_string() << "\n";
    RC_ASSERT(ours->low_word() == theirs->low_word());
    RC_ASSERT(ours->high_word() == theirs->high_word());
}

TEST(DecimalProperty, has_the_bits_of_decimal128) {
    EXPECT_TRUE(rc::check("sum, difference, product, quotient, order", [] {
        auto const a = *numbers(), b = *numbers();
        RC_LOG() << a.to_string() << " and " << b.to_string() << "\n";
        unsigned flags = 0;
        same(a.plus(b), library(bid128_add(raw(a), raw(b), 0U, &flags)));
        same(a.minus(b), library(bid128_sub(raw(a), raw(b), 0U, &flags)));
        same(a.times(b), library(bid128_mul(raw(a), raw(b), 0U, &flags)));
        if (!b.is_zero()) same(a.over(b), library(bid128_div(raw(a), raw(b), 0U, &flags)));
        RC_ASSERT((a < b) == (bid128_quiet_less(raw(a), raw(b), &flags) != 0));
        RC_ASSERT((a == b) == (bid128_quiet_equal(raw(a), raw(b), &flags) != 0));
    }));
}

TEST(DecimalProperty, reads_what_it_prints) {
    EXPECT_TRUE(rc::check("print and parse", [] {
        auto const a = *numbers();
        auto const again = Decimal::parse(a.to_string());
        RC_ASSERT(again.has_value());
        RC_ASSERT(*again == a);
    }));
}

TEST(DecimalProperty, rounds_like_quantize) {
    EXPECT_TRUE(rc::check("rounded", [] {
        auto const a = *numbers();
        auto const scale = *rc::gen::inRange(-10, 20);
        auto const unit = raw(Decimal::scaled(1, scale));
        struct Mode {
            Rounding ours;
            unsigned theirs;
        };
        for (auto const& [ours, theirs] :
             {Mode{Rounding::half_even, 0}, Mode{Rounding::floor, 1}, Mode{Rounding::ceiling, 2},
              Mode{Rounding::down, 3}, Mode{Rounding::half_up, 4}}) {
            unsigned flags = 0;
            auto const expected = library(bid128_quantize(raw(a), unit, theirs, &flags));
            if (expected) same(a.rounded(scale, ours), expected);
        }
    }));
}

}  // namespace
}  // namespace jizhi
