#include "feel/column_kernel.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "feel/column_loop.hpp"

namespace jizhi::feel {
namespace {

using Kind = Column::Kind;
__extension__ using Wide = __int128;

constexpr int shift_max = 18;  // 10^18 is the last power of ten in 64 bits
constexpr auto powers = [] {
    std::array<std::int64_t, shift_max + 1> table{};
    std::int64_t power = 1;
    for (auto& entry : table) {
        entry = power;
        power = power > INT64_MAX / 10 ? power : power * 10;
    }
    return table;
}();
constexpr Wide integer_end = Wide{1} << 63;

Column numbers_made(std::size_t rows) {
    Column made;
    made.kind = Kind::numbers;
    made.integers = Cells<std::int64_t>::make(rows);
    return made;
}

Column booleans_made(std::size_t rows) {
    Column made;
    made.kind = Kind::booleans;
    made.flags = Cells<std::uint8_t>::make(rows);
    return made;
}

/// The result is null where either is; the mantissa there is 0.
void join_nulls(Column& made, Column const& a, Column const& b, std::size_t rows) {
    if (!a.nulls && !b.nulls) return;
    made.nulls = Cells<std::uint8_t>::make(rows);
    for (std::size_t i = 0; i < rows; ++i) {
        auto const null = a.is_null(i) || b.is_null(i);
        made.nulls.write()[i] = null ? 1 : 0;
        if (null) made.integers.write()[i] = 0;
    }
}

void make_null(Column& made, std::size_t row, std::size_t rows) {
    if (!made.nulls) {
        made.nulls = Cells<std::uint8_t>::make(rows);
        std::memset(made.nulls.write(), 0, rows);
    }
    made.nulls.write()[row] = 1;
    made.integers.write()[row] = 0;
}

/// By what the mantissas of two columns must be multiplied to stand at one scale.
struct Aligned {
    bool possible = false, one_scale = false;
    std::int64_t a = 1, b = 1;      ///< with one scale
    Wide a_bound = 0, b_bound = 0;  ///< of the multiplied mantissas
    std::int32_t scale_min = 0, scale_max = 0;
};

Aligned align(Column const& a, Column const& b) {
    Aligned made;
    made.scale_max = std::max(a.scale_max, b.scale_max);
    made.scale_min = std::max(a.scale_min, b.scale_min);
    auto const lowest = std::min(a.scale_min, b.scale_min);
    made.possible = made.scale_max - lowest <= shift_max;
    if (!made.possible) return made;
    made.one_scale = !a.scales && !b.scales;
    if (made.one_scale) {
        made.a = powers[static_cast<std::size_t>(made.scale_max - a.scale)];
        made.b = powers[static_cast<std::size_t>(made.scale_max - b.scale)];
    }
    auto const factor = [&](Column const& column) {
        return Wide{powers[static_cast<std::size_t>(made.scale_max - column.scale_min)]};
    };
    made.a_bound = factor(a) * Wide{a.bound};
    made.b_bound = factor(b) * Wide{b.bound};
    return made;
}

/// Both mantissas of a row at the row's own common scale.
struct Pair {
    Wide a, b;
    std::int32_t scale;
};
Pair pair_at(Column const& a, Column const& b, std::size_t row) {
    auto const x = a.scale_at(row), y = b.scale_at(row);
    auto const scale = std::max(x, y);
    return {Wide{a.integers[row]} * powers[static_cast<std::size_t>(scale - x)],
            Wide{b.integers[row]} * powers[static_cast<std::size_t>(scale - y)], scale};
}

void set_bound(Column& made, Wide bound) {
    made.bound = static_cast<std::uint64_t>(std::min(bound, integer_end - 1));
}

/// Each row at its own scale, checked: what does not fit is undecided.
void add_mixed(bool minus, Column const& a, Column const& b, Column& made, std::size_t rows,
               Undecided& undecided) {
    made.scales = Cells<std::int8_t>::make(rows);
    auto* to = made.integers.write();
    for (std::size_t i = 0; i < rows; ++i) {
        auto const [x, y, scale] = pair_at(a, b, i);
        auto const sum = minus ? x - y : x + y;
        made.scales.write()[i] = static_cast<std::int8_t>(scale);
        to[i] = static_cast<std::int64_t>(sum);
        if (sum > -integer_end && sum < integer_end) continue;
        undecided.add(i);
        make_null(made, i, rows);
    }
}

/// The same where no row can be too large.
void add_mixed_plain(bool minus, Column const& a, Column const& b, Column& made, std::size_t rows) {
    made.scales = Cells<std::int8_t>::make(rows);
    auto* to = made.integers.write();
    auto* scales = made.scales.write();
    for (std::size_t i = 0; i < rows; ++i) {
        auto const x = a.scale_at(i), y = b.scale_at(i);
        auto const scale = std::max(x, y);
        auto const p = a.integers[i] * powers[static_cast<std::size_t>(scale - x)];
        auto const q = b.integers[i] * powers[static_cast<std::size_t>(scale - y)];
        to[i] = minus ? p - q : p + q;
        scales[i] = static_cast<std::int8_t>(scale);
    }
}

std::optional<Column> sum_columns(bool minus, Column const& a, Column const& b, std::size_t rows,
                                  Undecided& undecided) {
    auto const by = align(a, b);
    if (!by.possible) return std::nullopt;
    auto made = numbers_made(rows);
    auto const bound = by.a_bound + by.b_bound;
    made.scale = made.scale_max = by.scale_max;
    made.scale_min = by.scale_min;
    if (bound >= integer_end) {
        add_mixed(minus, a, b, made, rows, undecided);
    } else if (!by.one_scale) {
        add_mixed_plain(minus, a, b, made, rows);
    } else {
        loop::sum(minus, {a.integers.data(), by.a}, {b.integers.data(), by.b},
                  made.integers.write(), rows);
    }
    set_bound(made, bound);
    join_nulls(made, a, b, rows);
    return made;
}

std::optional<Column> product_columns(Column const& a, Column const& b, std::size_t rows,
                                      Undecided& undecided) {
    auto made = numbers_made(rows);
    made.scale = made.scale_max = a.scale_max + b.scale_max;
    made.scale_min = a.scale_min + b.scale_min;
    if (made.scale_max > INT8_MAX || made.scale_min < INT8_MIN) return std::nullopt;
    auto const* x = a.integers.data();
    auto const* y = b.integers.data();
    auto* to = made.integers.write();
    auto const bound = Wide{a.bound} * Wide{b.bound};
    if (bound < integer_end) {
        constexpr std::uint64_t narrow_end = std::uint64_t{1} << 31U;
        loop::product(a.bound < narrow_end && b.bound < narrow_end, x, y, to, rows);
    } else {
        for (std::size_t i = 0; i < rows; ++i) {
            if (!__builtin_mul_overflow(x[i], y[i], &to[i]) && to[i] != INT64_MIN) continue;
            undecided.add(i);
            make_null(made, i, rows);
        }
    }
    if (a.scales || b.scales) {
        made.scales = Cells<std::int8_t>::make(rows);
        for (std::size_t i = 0; i < rows; ++i)
            made.scales.write()[i] = static_cast<std::int8_t>(a.scale_at(i) + b.scale_at(i));
    }
    set_bound(made, bound);
    auto const overflowed = made.nulls;
    join_nulls(made, a, b, rows);
    if (overflowed && made.nulls.data() != overflowed.data())
        for (std::size_t i = 0; i < rows; ++i)
            if (overflowed[i] != 0) make_null(made, i, rows);
    return made;
}

template <class X, class Y>
bool compared(Op op, X const& x, Y const& y) {
    switch (op) {
        case Op::equal:
            return x == y;
        case Op::unequal:
            return x != y;
        case Op::less:
            return x < y;
        case Op::less_equal:
            return x <= y;
        case Op::greater:
            return x > y;
        default:
            return x >= y;
    }
}

/// `=` knows null; an order with null is for the scalar back end to refuse.
void compare_nulls(Op op, Column& made, Column const& a, Column const& b, std::size_t rows,
                   Undecided& undecided) {
    if (!a.nulls && !b.nulls) return;
    auto const equality = op == Op::equal || op == Op::unequal;
    for (std::size_t i = 0; i < rows; ++i) {
        auto const x = a.is_null(i), y = b.is_null(i);
        if (!x && !y) continue;
        made.flags.write()[i] =
            equality ? ((x && y) == (op == Op::equal) ? 1 : 0) : Column::unknown;
        if (!equality) undecided.add(i);
    }
}

std::optional<Column> compare_numbers(Op op, Column const& a, Column const& b, std::size_t rows,
                                      Undecided& undecided) {
    auto const by = align(a, b);
    if (!by.possible) return std::nullopt;
    auto made = booleans_made(rows);
    auto* to = made.flags.write();
    auto const small = by.a_bound < integer_end && by.b_bound < integer_end;
    if (by.one_scale && ((by.a == 1 && by.b == 1) || small))
        loop::compare(op, {a.integers.data(), by.a}, {b.integers.data(), by.b}, to, rows);
    else
        for (std::size_t i = 0; i < rows; ++i) {
            auto const pair = pair_at(a, b, i);
            to[i] = compared(op, pair.a, pair.b) ? 1 : 0;
        }
    compare_nulls(op, made, a, b, rows, undecided);
    return made;
}

std::optional<Column> compare_booleans(Op op, Column const& a, Column const& b, std::size_t rows) {
    if (op != Op::equal && op != Op::unequal) return std::nullopt;
    auto made = booleans_made(rows);
    for (std::size_t i = 0; i < rows; ++i)
        made.flags.write()[i] = (a.flags[i] == b.flags[i]) == (op == Op::equal) ? 1 : 0;
    return made;
}

std::optional<Column> all_of_one_null(Op op, Column const& a, Column const& b, std::size_t rows) {
    if (op != Op::equal && op != Op::unequal) return std::nullopt;
    auto const null = [&](Column const& column) {
        if (!column.is(Kind::numbers) || !column.nulls) return false;
        return std::all_of(column.nulls.data(), column.nulls.data() + rows,
                           [](std::uint8_t each) { return each != 0; });
    };
    if (null(a) == null(b)) return std::nullopt;
    auto made = null_column(null(a) ? b : a, rows);
    if (made && op == Op::unequal)
        for (std::size_t i = 0; i < rows; ++i) made->flags.write()[i] ^= 1U;
    return made;
}

template <Rounding Mode>
std::int64_t without_digits(std::int64_t mantissa, std::int64_t unit) {
    auto const kept = mantissa / unit;
    auto const rest = mantissa % unit;
    if (rest == 0) return kept;
    auto const sign = mantissa < 0 ? -1 : 1;
    auto const twice = std::abs(rest) * Wide{2};
    if constexpr (Mode == Rounding::half_up) return twice >= unit ? kept + sign : kept;
    if constexpr (Mode == Rounding::half_down) return twice > unit ? kept + sign : kept;
    if constexpr (Mode == Rounding::half_even)
        return twice > unit || (twice == unit && kept % 2 != 0) ? kept + sign : kept;
    if constexpr (Mode == Rounding::up) return kept + sign;
    if constexpr (Mode == Rounding::floor) return sign < 0 ? kept - 1 : kept;
    if constexpr (Mode == Rounding::ceiling) return sign > 0 ? kept + 1 : kept;
    return kept;
}

/// The same for all rows. The unit of few digits is known to the compiler, which then divides by
/// multiplying.
template <Rounding Mode, std::size_t Digits = 1>
void drop_digits(std::int64_t const* from, std::size_t digits, std::int64_t* to, std::size_t rows) {
    constexpr std::size_t digits_known = 4;
    if constexpr (Digits > digits_known) {
        auto const unit = powers[digits];
        for (std::size_t i = 0; i < rows; ++i) to[i] = without_digits<Mode>(from[i], unit);
    } else if (digits != Digits) {
        drop_digits<Mode, Digits + 1>(from, digits, to, rows);
    } else {
        constexpr auto unit = powers[Digits];
        for (std::size_t i = 0; i < rows; ++i) to[i] = without_digits<Mode>(from[i], unit);
    }
}

template <Rounding Mode>
void round_rows(Column const& a, int scale, Column& made, std::size_t rows, Undecided& undecided) {
    auto* to = made.integers.write();
    auto const* from = a.integers.data();
    if (!a.scales && a.scale == scale) return void(std::copy_n(from, rows, to));
    if (!a.scales && a.scale > scale)
        return drop_digits<Mode>(from, static_cast<std::size_t>(a.scale - scale), to, rows);
    for (std::size_t i = 0; i < rows; ++i) {
        auto const more = scale - a.scale_at(i);
        if (more == 0) {
            to[i] = from[i];
        } else if (more < 0) {
            to[i] = without_digits<Mode>(from[i], powers[static_cast<std::size_t>(-more)]);
        } else if (__builtin_mul_overflow(from[i], powers[static_cast<std::size_t>(more)],
                                          &to[i])) {
            undecided.add(i);
            make_null(made, i, rows);
        }
    }
}

void round_by(Rounding mode, Column const& a, int scale, Column& made, std::size_t rows,
              Undecided& undecided) {
    switch (mode) {
        case Rounding::half_even:
            return round_rows<Rounding::half_even>(a, scale, made, rows, undecided);
        case Rounding::half_up:
            return round_rows<Rounding::half_up>(a, scale, made, rows, undecided);
        case Rounding::half_down:
            return round_rows<Rounding::half_down>(a, scale, made, rows, undecided);
        case Rounding::up:
            return round_rows<Rounding::up>(a, scale, made, rows, undecided);
        case Rounding::down:
            return round_rows<Rounding::down>(a, scale, made, rows, undecided);
        case Rounding::floor:
            return round_rows<Rounding::floor>(a, scale, made, rows, undecided);
        case Rounding::ceiling:
            return round_rows<Rounding::ceiling>(a, scale, made, rows, undecided);
    }
}

Column choose_integers(std::uint8_t const* taken, Column const& a, Column const& b,
                       std::size_t rows) {
    Column made;
    made.kind = a.kind;
    made.integers = Cells<std::int64_t>::make(rows);
    loop::choose(taken, a.integers.data(), b.integers.data(), made.integers.write(), rows);
    made.bound = std::max(a.bound, b.bound);
    made.scale_min = std::min(a.scale_min, b.scale_min);
    made.scale = made.scale_max = std::max(a.scale_max, b.scale_max);
    if (made.scale_min != made.scale_max) {
        made.scales = Cells<std::int8_t>::make(rows);
        auto* scales = made.scales.write();
        if (!a.scales && !b.scales)
            loop::choose(taken, static_cast<std::int8_t>(a.scale),
                         static_cast<std::int8_t>(b.scale), scales, rows);
        else
            for (std::size_t i = 0; i < rows; ++i)
                scales[i] = static_cast<std::int8_t>(taken[i] == 1 ? a.scale_at(i) : b.scale_at(i));
    }
    if (a.nulls || b.nulls) {
        made.nulls = Cells<std::uint8_t>::make(rows);
        for (std::size_t i = 0; i < rows; ++i)
            made.nulls.write()[i] = (taken[i] == 1 ? a.is_null(i) : b.is_null(i)) ? 1 : 0;
    }
    return made;
}

bool all_null(Column const& column, std::size_t rows) {
    return column.is(Kind::numbers) && column.nulls &&
           std::all_of(column.nulls.data(), column.nulls.data() + rows,
                       [](std::uint8_t each) { return each != 0; });
}

/// A column that is null everywhere, as one of the other's kind.
Column nulls_like(Column const& null, Column const& other, std::size_t rows) {
    if (other.is(Kind::days)) {
        auto made = null;
        made.kind = Kind::days;
        return made;
    }
    if (other.is(Kind::numbers)) {
        auto made = null;
        made.scales = {};
        made.scale = made.scale_min = made.scale_max = other.scale_max;
        return made;
    }
    if (!other.is(Kind::booleans)) return null;
    auto made = booleans_made(rows);
    std::memset(made.flags.write(), Column::unknown, rows);
    made.told = null.told;
    return made;
}

std::optional<Column> choose_parts(Column const& condition, Column const& a, Column const& b,
                                   std::size_t rows) {
    if (!a.is(Kind::record) || !b.is(Kind::record) || a.parts->size() != b.parts->size())
        return std::nullopt;
    std::vector<std::pair<std::string, Column>> parts;
    for (std::size_t i = 0; i < a.parts->size(); ++i) {
        auto const& [name, part] = (*a.parts)[i];
        if ((*b.parts)[i].first != name) return std::nullopt;
        parts.emplace_back(name, choose_column(condition, part, (*b.parts)[i].second, rows));
    }
    Column made;
    made.kind = Kind::record;
    made.parts =
        std::make_shared<std::vector<std::pair<std::string, Column>> const>(std::move(parts));
    return made;
}

Column choose_values(std::uint8_t const* taken, Column const& a, Column const& b,
                     std::size_t rows) {
    auto values = std::make_shared<std::vector<Value>>(rows);
    for (std::size_t i = 0; i < rows; ++i) (*values)[i] = taken[i] == 1 ? a.at(i) : b.at(i);
    Column made;
    made.kind = Kind::values;
    made.values = std::move(values);
    return made;
}

bool has_told(Column const& column) { return static_cast<bool>(column.told); }

}  // namespace

void Undecided::clear() {
    cells_ = Mask::make(rows_);
    std::memset(cells_.write(), 0, rows_);
}

void Undecided::add_nulls(Column const& column) {
    if (!column.nulls) return;
    for (std::size_t i = 0; i < rows_; ++i)
        if (column.nulls[i] != 0) add(i);
}

std::optional<Column> add_columns(Op op, Column const& a, Column const& b, std::size_t rows,
                                  Undecided& undecided) {
    if (!a.is(Kind::numbers) || !b.is(Kind::numbers)) return std::nullopt;
    auto made = op == Op::multiply ? product_columns(a, b, rows, undecided)
                                   : sum_columns(op == Op::subtract, a, b, rows, undecided);
    if (!made) return made;
    undecided.add_nulls(a);
    undecided.add_nulls(b);
    return made;
}

std::optional<Column> compare_columns(Op op, Column const& a, Column const& b, std::size_t rows,
                                      Undecided& undecided) {
    if (auto made = all_of_one_null(op, a, b, rows)) return made;
    if (a.kind != b.kind) return std::nullopt;
    if (a.is(Kind::numbers)) return compare_numbers(op, a, b, rows, undecided);
    if (a.is(Kind::booleans)) return compare_booleans(op, a, b, rows);
    if (!a.is(Kind::days)) return std::nullopt;
    auto made = booleans_made(rows);
    loop::compare(op, {a.integers.data(), 1}, {b.integers.data(), 1}, made.flags.write(), rows);
    compare_nulls(op, made, a, b, rows, undecided);
    return made;
}

std::optional<Column> logic_columns(Op op, Column const& a, Column const& b, std::size_t rows) {
    if (!a.is(Kind::booleans) || !b.is(Kind::booleans)) return std::nullopt;
    auto made = booleans_made(rows);
    (op == Op::conjunction ? loop::both : loop::either)(a.flags.data(), b.flags.data(),
                                                        made.flags.write(), rows);
    return made;
}

std::optional<Column> null_column(Column const& column, std::size_t rows) {
    auto made = booleans_made(rows);
    auto* to = made.flags.write();
    switch (column.kind) {
        case Kind::numbers:
        case Kind::days:
            if (column.nulls)
                std::copy_n(column.nulls.data(), rows, to);
            else
                std::memset(to, 0, rows);
            return made;
        case Kind::booleans:
            for (std::size_t i = 0; i < rows; ++i) to[i] = column.flags[i] == Column::unknown;
            return made;
        case Kind::record:
            std::memset(to, 0, rows);
            return made;
        case Kind::values:
            for (std::size_t i = 0; i < rows; ++i) to[i] = (*column.values)[i].is_null() ? 1 : 0;
            return made;
        default:
            return std::nullopt;
    }
}

std::optional<Column> round_column(Column const& a, int scale, Rounding mode, std::size_t rows,
                                   Undecided& undecided) {
    if (!a.is(Kind::numbers) || std::abs(scale) > shift_max || a.scale_max - scale > shift_max ||
        scale - a.scale_min > shift_max)
        return std::nullopt;
    auto made = numbers_made(rows);
    made.scale = made.scale_min = made.scale_max = scale;
    round_by(mode, a, scale, made, rows, undecided);
    auto const more = std::max(scale - a.scale_min, 0);
    set_bound(made, (Wide{a.bound} + 1) * powers[static_cast<std::size_t>(more)]);
    if (a.nulls) {
        undecided.add_nulls(a);
        for (std::size_t i = 0; i < rows; ++i)
            if (a.nulls[i] != 0) make_null(made, i, rows);
    }
    return made;
}

std::optional<Column> extreme_column(bool greatest, Column const& a, Column const& b,
                                     std::size_t rows, Undecided& undecided) {
    if (!a.is(Kind::numbers) || !b.is(Kind::numbers)) return std::nullopt;
    auto better = compare_numbers(greatest ? Op::greater : Op::less, b, a, rows, undecided);
    if (!better) return std::nullopt;
    auto made = choose_integers(better->flags.data(), b, a, rows);
    join_nulls(made, a, b, rows);
    return made;
}

Column choose_column(Column const& condition, Column const& a_given, Column const& b_given,
                     std::size_t rows) {
    auto const* taken = condition.flags.data();
    auto a = decoded(a_given, rows), b = decoded(b_given, rows);
    if (all_null(a, rows)) a = nulls_like(a, b, rows);
    if (all_null(b, rows)) b = nulls_like(b, a, rows);
    Column made;
    if (a.kind == b.kind && (a.is(Kind::numbers) || a.is(Kind::days))) {
        made = choose_integers(taken, a, b, rows);
    } else if (a.is(Kind::booleans) && b.is(Kind::booleans)) {
        made = booleans_made(rows);
        loop::choose(taken, a.flags.data(), b.flags.data(), made.flags.write(), rows);
    } else if (auto parts = choose_parts(condition, a, b, rows)) {
        made = std::move(*parts);
    } else {
        made = choose_values(taken, a, b, rows);
    }
    if (!tells(a) && !tells(b)) return made;
    Column from_a, from_b;
    join_told(from_a, a, rows);
    join_told(from_b, b, rows);
    if (has_told(from_a) || has_told(from_b)) {
        made.told = Mask::make(rows);
        for (std::size_t i = 0; i < rows; ++i)
            made.told.write()[i] = (taken[i] == 1 ? from_a : from_b).told_at(i) ? 1 : 0;
    }
    return made;
}

}  // namespace jizhi::feel
