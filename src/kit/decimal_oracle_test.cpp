// Against decNumber, an implementation that shares nothing with the Intel library: the same digits
// and the same exponent, at all scales.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <array>
#include <cstdlib>

#include "kit/decimal_testing.hpp"

#define DECNUMDIGITS 80
#include <decNumber.h>

namespace jizhi {
namespace {

using testing::numbers;

decContext context(rounding mode = DEC_ROUND_HALF_EVEN) {
    decContext made{};
    made.digits = 34;
    made.emax = 6144;
    made.emin = -6143;
    made.round = mode;
    made.clamp = 1;
    return made;
}

/// Coefficient and exponent, written so that both sides can be compared: "-125e-2".
std::string written(bool negative, std::string digits, int exponent) {
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
    auto const zero = digits == "0";
    return (negative && !zero ? "-" : "") + digits + "e" + std::to_string(exponent);
}

std::string written(Decimal const& d) {
    __extension__ using Wide = unsigned __int128;
    auto const high = d.high_word();
    auto left = Wide{high & ((std::uint64_t{1} << 49) - 1)} << 64 | d.low_word();
    std::string digits;
    for (; left != 0; left /= 10) digits.insert(digits.begin(), static_cast<char>('0' + left % 10));
    return written(d.sign() < 0, digits.empty() ? "0" : digits,
                   static_cast<int>(high >> 49 & 0x3fff) - 6176);
}

/// "" where it is infinite or no number.
std::string written(decNumber const& d) {
    if (decNumberIsInfinite(&d) || decNumberIsNaN(&d)) return {};
    std::array<std::uint8_t, DECNUMDIGITS> digits{};
    decNumberGetBCD(&d, digits.data());
    std::string text;
    for (int i = 0; i < d.digits; ++i)
        text += static_cast<char>('0' + digits[static_cast<std::size_t>(i)]);
    return written(decNumberIsNegative(&d), text, d.exponent);
}

decNumber theirs(Decimal const& d) {
    decNumber made;
    auto here = context();
    decNumberFromString(&made, written(d).c_str(), &here);
    return made;
}

using Operation = decNumber* (*)(decNumber*, decNumber const*, decNumber const*, decContext*);

std::string by_theirs(Operation operation, Decimal const& a, Decimal const& b) {
    auto here = context();
    decNumber result;
    auto const x = theirs(a), y = theirs(b);
    operation(&result, &x, &y, &here);
    return written(result);
}

std::string or_none(std::optional<Decimal> const& ours) { return ours ? written(*ours) : ""; }

TEST(DecimalOracle, sum_difference_product_quotient_and_order) {
    EXPECT_TRUE(rc::check("as decNumber computes", [] {
        auto const a = *numbers(), b = *numbers();
        RC_LOG() << written(a) << " and " << written(b) << "\n";
        RC_ASSERT(or_none(a.plus(b)) == by_theirs(decNumberAdd, a, b));
        RC_ASSERT(or_none(a.minus(b)) == by_theirs(decNumberSubtract, a, b));
        RC_ASSERT(or_none(a.times(b)) == by_theirs(decNumberMultiply, a, b));
        if (!b.is_zero()) RC_ASSERT(or_none(a.over(b)) == by_theirs(decNumberDivide, a, b));
        auto const order = by_theirs(decNumberCompare, a, b);
        RC_ASSERT((a <=> b == 0) == (order == "0e0"));
        RC_ASSERT((a < b) == (order == "-1e0"));
    }));
}

TEST(DecimalOracle, square_root) {
    EXPECT_TRUE(rc::check("as decNumber computes", [] {
        auto const a = (*numbers()).absolute();
        auto here = context();
        decNumber root;
        auto const x = theirs(a);
        decNumberSquareRoot(&root, &x, &here);
        RC_LOG() << written(a) << "\n";
        RC_ASSERT(or_none(a.square_root()) == written(root));
    }));
}

TEST(DecimalOracle, whole_powers) {
    EXPECT_TRUE(rc::check("within a unit of the last digit of decNumber", [] {
        auto const a = *numbers();
        auto const exponent =
            *rc::gen::element(*rc::gen::inRange(-40, 41), *rc::gen::inRange(-100'000, 100'001));
        RC_PRE(!a.is_zero());
        auto const ours = a.power(Decimal(exponent));
        auto const said = by_theirs(decNumberPower, a, Decimal(exponent));
        RC_LOG() << written(a) << " ** " << exponent << " gives " << or_none(ours) << ", not "
                 << said << "\n";
        if (said.empty() || !ours) RC_SUCCEED("overflow");
        auto const expected = *Decimal::parse(said);
        auto const off = ours->minus(expected)->absolute();
        // Next to the smallest number there are no 34 digits to be right in.
        RC_ASSERT(off <= Decimal::scaled(1, expected.scale()) || off <= Decimal::scaled(10, 6176));
    }));
}

TEST(DecimalOracle, rounds_in_every_mode) {
    struct Mode {
        Rounding ours;
        rounding theirs;
    };
    constexpr std::array modes{
        Mode{Rounding::half_even, DEC_ROUND_HALF_EVEN}, Mode{Rounding::half_up, DEC_ROUND_HALF_UP},
        Mode{Rounding::half_down, DEC_ROUND_HALF_DOWN}, Mode{Rounding::up, DEC_ROUND_UP},
        Mode{Rounding::down, DEC_ROUND_DOWN},           Mode{Rounding::floor, DEC_ROUND_FLOOR},
        Mode{Rounding::ceiling, DEC_ROUND_CEILING}};
    EXPECT_TRUE(rc::check("as decNumber quantizes", [&] {
        auto const a = *numbers();
        auto const scale =
            *rc::gen::element(*rc::gen::inRange(-12, 40), *rc::gen::inRange(-6111, 6177));
        for (auto const& [ours, mode] : modes) {
            auto here = context(mode);
            decNumber result;
            auto const x = theirs(a), unit = theirs(Decimal::scaled(1, scale));
            decNumberQuantize(&result, &x, &unit, &here);
            auto const said = written(result);
            RC_LOG() << written(a) << " to " << scale << " gives " << said << "\n";
            if (!said.empty()) RC_ASSERT(written(a.rounded(scale, ours)) == said);
        }
    }));
}

TEST(DecimalOracle, reads_and_prints_alike) {
    EXPECT_TRUE(rc::check("as decNumber reads", [] {
        auto const a = *numbers();
        auto here = context();
        decNumber read;
        decNumberFromString(&read, a.to_string().c_str(), &here);
        decNumber same;
        auto const x = theirs(a);
        decNumberCompare(&same, &read, &x, &here);
        RC_ASSERT(decNumberIsZero(&same));
    }));
}

}  // namespace
}  // namespace jizhi
