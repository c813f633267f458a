#include "kit/decimal.hpp"

#define DECIMAL_CALL_BY_REFERENCE 0
#define DECIMAL_GLOBAL_ROUNDING 0
#define DECIMAL_GLOBAL_EXCEPTION_FLAGS 0
#include <array>
#include <cassert>
#include <utility>

extern "C" {
#include <bid_conf.h>
#include <bid_functions.h>
}

namespace jizhi {
namespace {

__extension__ using Wide = unsigned __int128;
__extension__ using SignedWide = __int128;

constexpr int exponent_min = -6176;
constexpr int exponent_max = 6111;
constexpr int bias = 6176;
constexpr int digits_max = 34;
constexpr int plain_zeros_max = 40;  // beyond it a person cannot count the zeros: use an exponent
constexpr std::uint64_t coefficient_mask = (std::uint64_t{1} << 49) - 1;

constexpr auto powers = [] {
    std::array<Wide, 39> table{};
    Wide power = 1;
    for (auto& entry : table) {
        entry = power;
        power *= 10;
    }
    return table;
}();
constexpr Wide coefficient_end = powers[digits_max];

/// A decimal taken apart: ±coefficient × 10^exponent.
struct Parts {
    bool negative;
    Wide coefficient;
    int exponent;
};

Parts parts_of(Decimal const& d) {
    auto const high = d.high_word();
    return {.negative = (high >> 63) != 0,
            .coefficient = (Wide{high & coefficient_mask} << 64) | d.low_word(),
            .exponent = static_cast<int>((high >> 49) & 0x3fff) - bias};
}

/// The parts must fit: coefficient below 10^34, exponent in range.
Decimal make(bool negative, Wide coefficient, int exponent) {
    assert(coefficient < coefficient_end && exponent >= exponent_min && exponent <= exponent_max);
    auto const sign = std::uint64_t{negative && coefficient != 0} << 63;
    auto const high = static_cast<std::uint64_t>(coefficient >> 64);
    return Decimal::from_words(static_cast<std::uint64_t>(coefficient),
                               sign | static_cast<std::uint64_t>(exponent + bias) << 49 | high);
}

bool fits(Wide coefficient, int exponent) {
    return coefficient < coefficient_end && exponent >= exponent_min && exponent <= exponent_max;
}

BID_UINT128 raw(Decimal const& d) {
    BID_UINT128 bits;
    bits.w[0] = d.low_word();
    bits.w[1] = d.high_word();
    return bits;
}

/// Back from the library: nothing for NaN and infinity, 0 for -0.
std::optional<Decimal> cooked(BID_UINT128 bits) {
    if (bid128_isFinite(bits) == 0) return std::nullopt;
    auto const parts = parts_of(Decimal::from_words(bits.w[0], bits.w[1]));
    if (parts.coefficient >= coefficient_end) return Decimal{};  // not canonical: means zero
    return make(parts.negative, parts.coefficient, parts.exponent);
}

template <class Function, class... Arguments>
std::optional<Decimal> by_library(Function function, Arguments const&... arguments) {
    unsigned flags = 0;
    return cooked(function(raw(arguments)..., 0U, &flags));
}

int digit_count(Wide coefficient) {
    int count = 0;
    while (count < 39 && coefficient >= powers[static_cast<std::size_t>(count)]) ++count;
    return count;
}

std::string digits_of(Wide coefficient) {
    if (coefficient == 0) return "0";
    std::string digits;
    for (; coefficient != 0; coefficient /= 10)
        digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(coefficient % 10)));
    return digits;
}

struct Scanned {
    bool negative = false, valid = false, inexact = false;
    Wide coefficient = 0;
    int exponent = 0;
};

/// The exponent part of a number; far values are kept far but do not overflow.
std::optional<int> scan_exponent(std::string_view text) {
    bool negative = false;
    if (!text.empty() && (text[0] == '+' || text[0] == '-')) {
        negative = text[0] == '-';
        text.remove_prefix(1);
    }
    if (text.empty()) return std::nullopt;
    int value = 0;
    for (char const c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        value = std::min(value * 10 + (c - '0'), 1'000'000);
    }
    return negative ? -value : value;
}

Scanned scan(std::string_view text) {
    Scanned result;
    std::size_t i = 0;
    if (i < text.size() && (text[i] == '-' || text[i] == '+')) result.negative = text[i++] == '-';
    int digits = 0;
    bool point = false;
    for (; i < text.size(); ++i) {
        char const c = text[i];
        if (c == '.' && !point) {
            point = true;
            continue;
        }
        if (c < '0' || c > '9') break;
        ++digits;
        if (result.coefficient >= coefficient_end / 10) {
            result.inexact = true;
        } else {
            result.coefficient = result.coefficient * 10 + static_cast<unsigned>(c - '0');
            if (point) --result.exponent;
        }
    }
    if (digits == 0 || text[i - 1] == '.') return result;
    if (i < text.size()) {
        if (text[i] != 'e' && text[i] != 'E') return result;
        auto const exponent = scan_exponent(text.substr(i + 1));
        if (!exponent) return result;
        result.exponent += *exponent;
    }
    result.valid = true;
    return result;
}

/// What is left of a coefficient when its last digits go, by the mode.
Wide drop_digits(Wide coefficient, int count, bool negative, Rounding mode) {
    bool const gone = count > 38;
    Wide const unit = gone ? 0 : powers[static_cast<std::size_t>(count)];
    Wide const kept = gone ? 0 : coefficient / unit;
    Wide const rest = gone ? coefficient : coefficient % unit;
    if (rest == 0) return kept;
    Wide const half = gone ? 0 : unit / 2;
    int const side = gone || rest < half ? -1 : rest == half ? 0 : 1;
    bool away = false;
    switch (mode) {
        case Rounding::half_even:
            away = side > 0 || (side == 0 && kept % 2 == 1);
            break;
        case Rounding::half_up:
            away = side >= 0;
            break;
        case Rounding::half_down:
            away = side > 0;
            break;
        case Rounding::up:
            away = true;
            break;
        case Rounding::down:
            break;
        case Rounding::floor:
            away = negative;
            break;
        case Rounding::ceiling:
            away = !negative;
            break;
    }
    return kept + (away ? 1 : 0);
}

std::optional<Decimal> sum(Parts a, Parts b, Decimal const& left, Decimal const& right) {
    if (a.exponent < b.exponent) std::swap(a, b);
    int const shift = a.exponent - b.exponent;
    // 10^34 · 10^4 stays below 2^127, so the shifted sum cannot wrap.
    bool const small = shift <= 4 || (shift <= 18 && (a.coefficient >> 64) == 0);
    if (!small) return by_library(bid128_add, left, right);
    auto const high =
        static_cast<SignedWide>(a.coefficient * powers[static_cast<std::size_t>(shift)]);
    auto const low = static_cast<SignedWide>(b.coefficient);
    auto const total = (a.negative ? -high : high) + (b.negative ? -low : low);
    auto const size = static_cast<Wide>(total < 0 ? -total : total);
    if (size >= coefficient_end) return by_library(bid128_add, left, right);
    return make(total < 0, size, b.exponent);
}

/// The product if no digit of it is lost.
std::optional<Decimal> exact_product(Decimal const& a, Decimal const& b) {
    constexpr Wide half = powers[digits_max / 2];
    if (parts_of(a).coefficient < half && parts_of(b).coefficient < half) return a.times(b);
    unsigned flags = 0;
    auto const product = cooked(bid128_mul(raw(a), raw(b), 0U, &flags));
    return (flags & BID_INEXACT_EXCEPTION) == 0 ? product : std::nullopt;
}

/// x^n for n >= 0 by squaring, as long as 34 digits hold every step: roundings would add up.
std::optional<Decimal> exact_power(Decimal const& base, std::int64_t exponent) {
    Decimal result{1};
    Decimal square = base;
    while (true) {
        if ((exponent & 1) != 0) {
            auto const next = exact_product(result, square);
            if (!next) return std::nullopt;
            result = *next;
        }
        exponent >>= 1;
        if (exponent == 0) return result;
        auto const next = exact_product(square, square);
        if (!next) return std::nullopt;
        square = *next;
    }
}

/// A number with about twice the digits: the sum of the two, the second far below the first.
struct Long {
    BID_UINT128 high, low;
};

BID_UINT128 negative(BID_UINT128 bits) {
    bits.w[1] ^= std::uint64_t{1} << 63;
    return bits;
}

Long product(Long const& a, Long const& b) {
    unsigned flags = 0;
    auto const high = bid128_mul(a.high, b.high, 0U, &flags);
    auto rest = bid128_fma(a.high, b.high, negative(high), 0U, &flags);  // what was rounded off
    rest = bid128_fma(a.high, b.low, rest, 0U, &flags);
    rest = bid128_fma(a.low, b.high, rest, 0U, &flags);
    auto const sum = bid128_add(high, rest, 0U, &flags);
    return {sum, bid128_sub(rest, bid128_sub(sum, high, 0U, &flags), 0U, &flags)};
}

BID_UINT128 reciprocal(Long const& a) {
    unsigned flags = 0;
    auto const one = raw(Decimal{1});
    auto const first = bid128_div(one, a.high, 0U, &flags);
    auto rest = bid128_fma(negative(first), a.high, one, 0U, &flags);
    rest = bid128_fma(negative(first), a.low, rest, 0U, &flags);
    return bid128_add(first, bid128_div(rest, a.high, 0U, &flags), 0U, &flags);
}

/// x^n rounded once: the library's own power loses up to two digits. Nothing where a step leaves
/// the range.
std::optional<Decimal> rounded_power(Decimal const& base, std::int64_t exponent) {
    auto const zero = raw(Decimal{});
    Long result{raw(Decimal{1}), zero}, square{raw(base), zero};
    for (auto left = exponent < 0 ? -exponent : exponent;;) {
        if ((left & 1) != 0) result = product(result, square);
        left >>= 1;
        if (left == 0) break;
        square = product(square, square);
    }
    if (bid128_isFinite(result.high) == 0 || bid128_isZero(result.high) != 0) return std::nullopt;
    return cooked(exponent < 0 ? reciprocal(result) : result.high);
}

}  // namespace

Decimal Decimal::scaled(std::int64_t mantissa, int scale) {
    auto parts = parts_of(Decimal(mantissa));
    return make(parts.negative, parts.coefficient, -scale);
}

std::optional<Decimal> Decimal::parse(std::string_view text) {
    auto const scanned = scan(text);
    if (!scanned.valid) return std::nullopt;
    if (!scanned.inexact && fits(scanned.coefficient, scanned.exponent))
        return make(scanned.negative, scanned.coefficient, scanned.exponent);
    std::string copy(text);
    unsigned flags = 0;
    return cooked(bid128_from_string(copy.data(), 0U, &flags));
}

std::string Decimal::to_string() const {
    auto const [negative, coefficient, exponent] = parts_of(*this);
    if (coefficient == 0 && exponent > 0) return "0";
    auto digits = digits_of(coefficient);
    auto const count = static_cast<int>(digits.size());
    std::string const sign = negative ? "-" : "";
    if (exponent >= 0 && exponent <= plain_zeros_max)
        return sign + digits + std::string(static_cast<std::size_t>(exponent), '0');
    if (exponent < 0 && -exponent - count <= plain_zeros_max) {
        if (-exponent >= count)
            digits.insert(0, static_cast<std::size_t>(-exponent - count + 1), '0');
        digits.insert(digits.size() - static_cast<std::size_t>(-exponent), 1, '.');
        return sign + digits;
    }
    if (coefficient == 0) return "0";
    auto const adjusted = exponent + count - 1;
    if (count > 1) digits.insert(1, 1, '.');
    return sign + digits + (adjusted < 0 ? "E-" : "E+") +
           std::to_string(adjusted < 0 ? -adjusted : adjusted);
}

std::optional<std::int64_t> Decimal::to_scaled(int scale) const {
    constexpr std::uint64_t short_end = std::uint64_t{1} << 53U;
    auto const up = scale - this->scale();
    if (low_ < short_end && (high_ & coefficient_mask) == 0 && up >= 0 && up <= 3) {
        static constexpr std::array<std::int64_t, 4> tens{1, 10, 100, 1000};
        return signed_low() * tens[static_cast<std::size_t>(up)];
    }
    auto const [negative, coefficient, exponent] = parts_of(*this);
    if (coefficient == 0) return 0;
    int const shift = exponent + scale;
    Wide size = coefficient;
    if (shift > 18) return std::nullopt;
    if (shift < -digits_max) return std::nullopt;
    if (shift < 0) {
        auto const unit = powers[static_cast<std::size_t>(-shift)];
        if (size % unit != 0) return std::nullopt;
        size /= unit;
    } else if (size > (Wide{1} << 63)) {
        return std::nullopt;
    } else {
        size *= powers[static_cast<std::size_t>(shift)];
    }
    if (size > (Wide{1} << 63) - (negative ? 0 : 1)) return std::nullopt;
    auto const unsigned_size = static_cast<std::uint64_t>(size);
    return static_cast<std::int64_t>(negative ? std::uint64_t{0} - unsigned_size : unsigned_size);
}

double Decimal::to_double() const {
    unsigned flags = 0;
    return bid128_to_binary64(raw(*this), 0U, &flags);
}

bool Decimal::is_integer() const {
    auto const [negative, coefficient, exponent] = parts_of(*this);
    if (exponent >= 0 || coefficient == 0) return true;
    if (exponent < -digits_max) return false;
    return coefficient % powers[static_cast<std::size_t>(-exponent)] == 0;
}

int Decimal::scale() const { return -parts_of(*this).exponent; }

std::optional<Decimal> Decimal::plus_any(Decimal const& other) const {
    return sum(parts_of(*this), parts_of(other), *this, other);
}

std::optional<Decimal> Decimal::times(Decimal const& other) const {
    auto const a = parts_of(*this);
    auto const b = parts_of(other);
    if (((a.coefficient | b.coefficient) >> 64) == 0) {
        auto const product = a.coefficient * b.coefficient;
        if (fits(product, a.exponent + b.exponent))
            return make(a.negative != b.negative, product, a.exponent + b.exponent);
    }
    return by_library(bid128_mul, *this, other);
}

std::optional<Decimal> Decimal::over(Decimal const& other) const {
    auto const a = parts_of(*this);
    auto const b = parts_of(other);
    if (b.coefficient == 0) return std::nullopt;
    if (((a.coefficient | b.coefficient) >> 64) == 0) {
        auto const exponent = a.exponent - b.exponent;
        auto const numerator = static_cast<std::uint64_t>(a.coefficient);
        auto const denominator = static_cast<std::uint64_t>(b.coefficient);
        if (numerator % denominator == 0 && fits(0, exponent))
            return make(a.negative != b.negative, numerator / denominator, exponent);
    }
    return by_library(bid128_div, *this, other);
}

std::optional<Decimal> Decimal::power(Decimal const& exponent) const {
    constexpr std::int64_t by_squaring_max = 999'999'999;
    auto const n = exponent.to_integer();
    if (n && *n <= by_squaring_max && *n >= -by_squaring_max) {
        if (*n < 0 && is_zero()) return std::nullopt;
        if (auto const exact = exact_power(*this, *n < 0 ? -*n : *n))
            return *n < 0 ? Decimal{1}.over(*exact) : exact;
        if (auto const rounded = rounded_power(*this, *n)) return rounded;
    }
    return by_library(bid128_pow, *this, exponent);
}

std::optional<Decimal> Decimal::modulo(Decimal const& divisor) const {
    if (divisor.is_zero()) return std::nullopt;
    unsigned flags = 0;
    auto const rest = cooked(bid128_fmod(raw(*this), raw(divisor), &flags));
    if (!rest || rest->is_zero() || rest->sign() == divisor.sign()) return rest;
    return rest->plus(divisor);
}

std::optional<Decimal> Decimal::square_root() const {
    if (sign() < 0) return std::nullopt;
    return by_library(bid128_sqrt, *this);
}

std::optional<Decimal> Decimal::logarithm() const {
    if (sign() <= 0) return std::nullopt;
    return by_library(bid128_log, *this);
}

std::optional<Decimal> Decimal::exponential() const { return by_library(bid128_exp, *this); }

Decimal Decimal::negated() const { return is_zero() ? *this : from_words(low_, high_ ^ sign_bit); }

Decimal Decimal::absolute() const { return from_words(low_, high_ & ~sign_bit); }

Decimal Decimal::rounded(int scale, Rounding mode) const {
    auto const [negative, coefficient, exponent] = parts_of(*this);
    auto const target = std::min(std::max(-scale, exponent_min), exponent_max);
    if (exponent < target)
        return make(negative, drop_digits(coefficient, target - exponent, negative, mode), target);
    if (coefficient == 0) return make(false, 0, target);
    int const room = digits_max - digit_count(coefficient);
    int const zeros = std::min(exponent - target, room);
    return make(negative, coefficient * powers[static_cast<std::size_t>(zeros)], exponent - zeros);
}

Decimal Decimal::trimmed() const {
    auto [negative, coefficient, exponent] = parts_of(*this);
    for (; exponent < 0 && coefficient % 10 == 0; ++exponent) coefficient /= 10;
    return make(negative, coefficient, exponent);
}

std::strong_ordering Decimal::compare_any(Decimal const& other) const {
    auto const a = parts_of(*this);
    auto const b = parts_of(other);
    if (a.exponent == b.exponent) {
        auto const left = static_cast<SignedWide>(a.coefficient);
        auto const right = static_cast<SignedWide>(b.coefficient);
        return (a.negative ? -left : left) <=> (b.negative ? -right : right);
    }
    auto const shift = a.exponent - b.exponent;
    if (((a.coefficient | b.coefficient) >> 64) == 0 && shift <= 18 && shift >= -18) {
        // Both below 2^64, so shifting one by 18 digits keeps it below 2^127.
        auto left = static_cast<SignedWide>(a.coefficient);
        auto right = static_cast<SignedWide>(b.coefficient);
        (shift > 0 ? left : right) *=
            static_cast<SignedWide>(powers[static_cast<std::size_t>(shift > 0 ? shift : -shift)]);
        return (a.negative ? -left : left) <=> (b.negative ? -right : right);
    }
    unsigned flags = 0;
    if (bid128_quiet_equal(raw(*this), raw(other), &flags) != 0) return std::strong_ordering::equal;
    return bid128_quiet_less(raw(*this), raw(other), &flags) != 0 ? std::strong_ordering::less
                                                                  : std::strong_ordering::greater;
}

}  // namespace jizhi
