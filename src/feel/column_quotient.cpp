#include "feel/column_quotient.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace jizhi::feel {
namespace {

__extension__ using Wide = __int128;

constexpr int shift_max = 12;
constexpr auto powers = [] {
    std::array<std::int64_t, shift_max + 1> made{};
    made[0] = 1;
    for (std::size_t i = 1; i < made.size(); ++i) made[i] = made[i - 1] * 10;
    return made;
}();

/// Numerator and divisor of one row in units of the last place wanted.
struct Fraction {
    Wide over;
    std::int64_t under;
};

Fraction fraction_at(Column const& a, Column const& b, int scale, std::size_t row) {
    auto const shift = scale + b.scale_at(row) - a.scale_at(row);
    Fraction made{a.integers[row], b.integers[row]};
    if (shift >= 0)
        made.over *= powers[static_cast<std::size_t>(shift)];
    else
        made.under *= powers[static_cast<std::size_t>(-shift)];
    if (made.under < 0) made.under = -made.under, made.over = -made.over;
    return made;
}

bool away_from_zero(Rounding mode, std::int64_t kept, std::int64_t rest, std::int64_t under,
                    bool negative) {
    auto const twice = Wide{2} * rest;
    switch (mode) {
        case Rounding::half_up:
            return twice >= under;
        case Rounding::half_down:
            return twice > under;
        case Rounding::half_even:
            return twice > under || (twice == under && kept % 2 != 0);
        case Rounding::up:
            return true;
        case Rounding::down:
            return false;
        case Rounding::floor:
            return negative;
        case Rounding::ceiling:
            return !negative;
    }
    return false;
}

std::int64_t rounded(Fraction const& from, Rounding mode) {
    auto const negative = from.over < 0;
    auto const size = negative ? -from.over : from.over;
    auto const narrow = size <= INT64_MAX;
    auto const kept = narrow ? static_cast<std::int64_t>(size) / from.under
                             : static_cast<std::int64_t>(size / from.under);
    auto const rest = static_cast<std::int64_t>(size - Wide{kept} * from.under);
    auto const more = rest != 0 && away_from_zero(mode, kept, rest, from.under, negative);
    auto const found = kept + (more ? 1 : 0);
    return negative ? -found : found;
}

/// Whether no row can leave what `Fraction` and the result hold exactly.
bool small(Column const& a, Column const& b, int scale) {
    auto const up = scale + b.scale_max - a.scale_min, down = a.scale_max - scale - b.scale_min;
    if (std::max(up, down) > shift_max) return false;
    constexpr auto overs_end = 1e18, unders_end = 9e18;
    auto const over = static_cast<double>(a.bound) * std::pow(10.0, std::max(up, 0));
    auto const under = static_cast<double>(b.bound) * std::pow(10.0, std::max(down, 0));
    return over < overs_end && under < unders_end;
}

}  // namespace

std::optional<Column> round_quotient(Column const& a, Column const& b, int scale, Rounding mode,
                                     std::size_t rows) {
    using Kind = Column::Kind;
    if (!a.is(Kind::numbers) || !b.is(Kind::numbers) || a.nulls || b.nulls || scale < 0 ||
        scale > shift_max || !small(a, b, scale))
        return std::nullopt;
    for (std::size_t i = 0; i < rows; ++i)
        if (b.integers[i] == 0) return std::nullopt;
    Column made;
    made.kind = Kind::numbers;
    made.scale = made.scale_min = made.scale_max = scale;
    made.integers = Cells<std::int64_t>::make(rows);
    auto* to = made.integers.write();
    std::uint64_t bound = 0;
    for (std::size_t i = 0; i < rows; ++i) {
        to[i] = rounded(fraction_at(a, b, scale, i), mode);
        bound = std::max(bound, static_cast<std::uint64_t>(std::abs(to[i])));
    }
    made.bound = bound;
    return made;
}

}  // namespace jizhi::feel
