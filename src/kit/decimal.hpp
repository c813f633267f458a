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
/// -6111..6176. Held as int64 mantissa × 10^-scale while that is exact, else as a decimal128 that
/// the Intel library computes; both give the same digits. A value type; any thread may read it.
class Decimal {
public:
    constexpr Decimal() = default;
    constexpr Decimal(std::int64_t n) : mantissa_(n) {}  // NOLINT: an integer is a decimal
    /// mantissa × 10^-scale: `Decimal::scaled(12345, 2)` is 123.45.
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
    [[nodiscard]] bool is_zero() const;
    [[nodiscard]] int sign() const;  ///< -1, 0, 1

    /// Nothing where the result overflows.
    [[nodiscard]] std::optional<Decimal> plus(Decimal const& other) const;
    [[nodiscard]] std::optional<Decimal> minus(Decimal const& other) const;
    [[nodiscard]] std::optional<Decimal> times(Decimal const& other) const;
    /// Nothing for division by zero.
    [[nodiscard]] std::optional<Decimal> over(Decimal const& other) const;
    /// Exponentiation `**`; nothing where it is not defined.
    [[nodiscard]] std::optional<Decimal> power(Decimal const& exponent) const;
    [[nodiscard]] Decimal negated() const;
    [[nodiscard]] Decimal rounded(int scale, Rounding mode) const;

    [[nodiscard]] std::strong_ordering operator<=>(Decimal const& other) const;
    [[nodiscard]] bool operator==(Decimal const& other) const;

private:
    // The owner of this file may change how a number is held; nobody else looks.
    std::int64_t mantissa_ = 0;
    std::int32_t scale_ = 0;
};

}  // namespace jizhi
