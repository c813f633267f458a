#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace jizhi {

/// How a digit that does not fit is dropped (DMN 1.5 §10.3.4.2 and FEEL's round functions).
enum class Rounding { half_even, half_up, half_down, up, down, floor, ceiling };

/// A decimal number with the meaning of IEEE 754 decimal128: 34 digits, half even, scales
/// -6111..6176. Held in the bits of that format. As long as a result is exact it is computed with
/// integers; what must be rounded goes to the Intel library; both give the same bits.
/// Never infinite, never NaN, never -0. A value type; any thread may read it.
class Decimal {
public:
    constexpr Decimal() = default;
    constexpr Decimal(std::int64_t n)  // NOLINT: an integer is a decimal
        : low_(n < 0 ? std::uint64_t{0} - static_cast<std::uint64_t>(n)
                     : static_cast<std::uint64_t>(n)),
          high_((n < 0 ? sign_bit : 0) | exponent_zero) {}
    /// mantissa × 10^-scale: `Decimal::scaled(12345, 2)` is 123.45. The scale is in -6111..6176.
    [[nodiscard]] static Decimal scaled(std::int64_t mantissa, int scale);
    /// "-12.50", "1e3"; nothing for what is no number, NaN or infinite.
    [[nodiscard]] static std::optional<Decimal> parse(std::string_view text);

    /// Plain digits without exponent where that is short ("12.50", "0.001"), else "1E+400".
    [[nodiscard]] std::string to_string() const;
    /// The number × 10^scale as an integer, or nothing if it is not exactly one or too large.
    [[nodiscard]] std::optional<std::int64_t> to_scaled(int scale) const;
    [[nodiscard]] std::optional<std::int64_t> to_integer() const { return to_scaled(0); }
    [[nodiscard]] double to_double() const;
    [[nodiscard]] bool is_integer() const;
    [[nodiscard]] bool is_zero() const { return low_ == 0 && (high_ & coefficient_mask) == 0; }
    [[nodiscard]] int sign() const { return is_zero() ? 0 : (high_ & sign_bit) != 0 ? -1 : 1; }
    /// Digits after the point as it is held: 2 for 1.50, -3 for 1E3.
    [[nodiscard]] int scale() const;

    /// Nothing where the result overflows.
    [[nodiscard]] std::optional<Decimal> plus(Decimal const& other) const {
        if (!plain_with(other)) return plus_any(other);
        return plain(signed_low() + other.signed_low());
    }
    [[nodiscard]] std::optional<Decimal> minus(Decimal const& other) const {
        if (!plain_with(other)) return plus_any(other.negated());
        return plain(signed_low() - other.signed_low());
    }
    [[nodiscard]] std::optional<Decimal> times(Decimal const& other) const;
    /// Nothing for division by zero.
    [[nodiscard]] std::optional<Decimal> over(Decimal const& other) const;
    /// Exponentiation `**`; nothing where it is not defined.
    [[nodiscard]] std::optional<Decimal> power(Decimal const& exponent) const;
    /// What is left of the floored division, with the sign of the divisor; nothing for zero.
    [[nodiscard]] std::optional<Decimal> modulo(Decimal const& divisor) const;
    [[nodiscard]] std::optional<Decimal> square_root() const;  ///< nothing below zero
    [[nodiscard]] std::optional<Decimal> logarithm() const;    ///< natural; nothing up to zero
    [[nodiscard]] std::optional<Decimal> exponential() const;  ///< nothing where it overflows
    [[nodiscard]] Decimal negated() const;
    [[nodiscard]] Decimal absolute() const;
    /// With `scale` digits after the point (zeros are added as far as 34 digits allow).
    [[nodiscard]] Decimal rounded(int scale, Rounding mode) const;
    /// The same number without zeros at the end of its fraction: 1.50 -> 1.5, 2.00 -> 2.
    [[nodiscard]] Decimal trimmed() const;

    [[nodiscard]] std::strong_ordering operator<=>(Decimal const& other) const {
        if (!plain_with(other)) return compare_any(other);
        return signed_low() <=> other.signed_low();
    }
    [[nodiscard]] bool operator==(Decimal const& other) const {
        return (*this <=> other) == std::strong_ordering::equal;
    }

    /// The two words of the decimal128 (binary integer encoding), for what stores numbers.
    [[nodiscard]] constexpr std::uint64_t low_word() const { return low_; }
    [[nodiscard]] constexpr std::uint64_t high_word() const { return high_; }
    /// The words must come from the two functions above.
    [[nodiscard]] static constexpr Decimal from_words(std::uint64_t low, std::uint64_t high) {
        Decimal result;
        result.low_ = low;
        result.high_ = high;
        return result;
    }

private:
    // decimal128, binary integer encoding: sign 1, exponent 14 (biased by 6176), coefficient 113.
    static constexpr std::uint64_t sign_bit = std::uint64_t{1} << 63;
    static constexpr std::uint64_t coefficient_mask = (std::uint64_t{1} << 49) - 1;
    static constexpr std::uint64_t exponent_zero = std::uint64_t{6176} << 49;

    // What nearly all sums and comparisons are: the same scale and at most 62 bits each.
    [[nodiscard]] constexpr bool plain_with(Decimal const& other) const {
        return ((high_ ^ other.high_) & ~sign_bit) == 0 && (high_ & coefficient_mask) == 0 &&
               ((low_ | other.low_) >> 62U) == 0;
    }
    [[nodiscard]] constexpr std::int64_t signed_low() const {
        auto const size = static_cast<std::int64_t>(low_);
        return (high_ & sign_bit) != 0 ? -size : size;
    }
    /// That coefficient with this one's scale.
    [[nodiscard]] constexpr Decimal plain(std::int64_t coefficient) const {
        return from_words(static_cast<std::uint64_t>(coefficient < 0 ? -coefficient : coefficient),
                          (high_ & ~sign_bit) | (coefficient < 0 ? sign_bit : 0));
    }
    [[nodiscard]] std::optional<Decimal> plus_any(Decimal const& other) const;
    [[nodiscard]] std::strong_ordering compare_any(Decimal const& other) const;

    std::uint64_t low_ = 0;
    std::uint64_t high_ = exponent_zero;
};

}  // namespace jizhi
