#include "feel/column_loop.hpp"

#include <algorithm>
#include <bit>

// A function for each instruction set; sanitizers run before such a choice can be made.
#if !defined(__x86_64__) || defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define JIZHI_EACH_MACHINE
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define JIZHI_EACH_MACHINE
#endif
#endif
#ifndef JIZHI_EACH_MACHINE
#define JIZHI_EACH_MACHINE [[gnu::target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")]]
#endif

namespace jizhi::feel::loop {
namespace {

template <class Test>
[[gnu::always_inline]] inline void test_rows(Side a, Side b, std::uint8_t* __restrict to,
                                             std::size_t rows, Test const& test) {
    auto const* __restrict x = a.cells;
    auto const* __restrict y = b.cells;
    if (a.by == 1 && b.by == 1) {
        for (std::size_t i = 0; i < rows; ++i) to[i] = test(x[i], y[i]) ? 1 : 0;
        return;
    }
    for (std::size_t i = 0; i < rows; ++i) to[i] = test(x[i] * a.by, y[i] * b.by) ? 1 : 0;
}

template <class Cell>
[[gnu::always_inline]] inline void choose_rows(std::uint8_t const* __restrict taken,
                                               Cell const* __restrict a, Cell const* __restrict b,
                                               Cell* __restrict to, std::size_t rows) {
    for (std::size_t i = 0; i < rows; ++i) {
        auto const x = a[i], y = b[i];
        to[i] = taken[i] == 1 ? x : y;
    }
}

}  // namespace

JIZHI_EACH_MACHINE
void sum(bool minus, Side a, Side b, std::int64_t* __restrict to, std::size_t rows) {
    auto const* __restrict x = a.cells;
    auto const* __restrict y = b.cells;
    auto const by_a = a.by, by_b = minus ? -b.by : b.by;
    if (by_a == 1 && by_b == 1) {
        for (std::size_t i = 0; i < rows; ++i) to[i] = x[i] + y[i];
    } else if (by_a == 1 && by_b == -1) {
        for (std::size_t i = 0; i < rows; ++i) to[i] = x[i] - y[i];
    } else {
        for (std::size_t i = 0; i < rows; ++i) to[i] = x[i] * by_a + y[i] * by_b;
    }
}

JIZHI_EACH_MACHINE
void product(bool narrow, std::int64_t const* __restrict a, std::int64_t const* __restrict b,
             std::int64_t* __restrict to, std::size_t rows) {
    if (narrow) {  // half as wide factors: an instruction that all machines have
        for (std::size_t i = 0; i < rows; ++i)
            to[i] = std::int64_t{static_cast<std::int32_t>(a[i])} *
                    std::int64_t{static_cast<std::int32_t>(b[i])};
        return;
    }
    for (std::size_t i = 0; i < rows; ++i) to[i] = a[i] * b[i];
}

JIZHI_EACH_MACHINE
void compare(Op op, Side a, Side b, std::uint8_t* to, std::size_t rows) {
    switch (op) {
        case Op::equal:
            return test_rows(a, b, to, rows, [](auto x, auto y) { return x == y; });
        case Op::unequal:
            return test_rows(a, b, to, rows, [](auto x, auto y) { return x != y; });
        case Op::less:
            return test_rows(a, b, to, rows, [](auto x, auto y) { return x < y; });
        case Op::less_equal:
            return test_rows(a, b, to, rows, [](auto x, auto y) { return x <= y; });
        case Op::greater:
            return test_rows(a, b, to, rows, [](auto x, auto y) { return x > y; });
        default:
            return test_rows(a, b, to, rows, [](auto x, auto y) { return x >= y; });
    }
}

JIZHI_EACH_MACHINE
void choose(std::uint8_t const* taken, std::int64_t const* a, std::int64_t const* b,
            std::int64_t* to, std::size_t rows) {
    choose_rows(taken, a, b, to, rows);
}

JIZHI_EACH_MACHINE
void choose(std::uint8_t const* taken, std::uint8_t const* a, std::uint8_t const* b,
            std::uint8_t* to, std::size_t rows) {
    choose_rows(taken, a, b, to, rows);
}

JIZHI_EACH_MACHINE
void choose(std::uint8_t const* __restrict taken, std::int8_t a, std::int8_t b,
            std::int8_t* __restrict to, std::size_t rows) {
    for (std::size_t i = 0; i < rows; ++i) to[i] = taken[i] == 1 ? a : b;
}

JIZHI_EACH_MACHINE
Ends ends(std::int64_t const* __restrict cells, std::size_t rows) {
    // A column is read block by block, with others between: what comes next is asked for now.
    constexpr std::size_t line = 64 / sizeof(std::int64_t);
    auto const next = reinterpret_cast<std::uintptr_t>(cells) + rows * sizeof(std::int64_t);
    for (std::size_t i = 0; i < rows; i += line)
        __builtin_prefetch(reinterpret_cast<void const*>(next + i * sizeof(std::int64_t)), 0, 2);
    std::int64_t low = 0, high = 0;
    for (std::size_t i = 0; i < rows; ++i) {
        auto const cell = cells[i];
        low = cell < low ? cell : low;
        high = cell > high ? cell : high;
    }
    return {low, high};
}

JIZHI_EACH_MACHINE
void both(std::uint8_t const* __restrict a, std::uint8_t const* __restrict b,
          std::uint8_t* __restrict to, std::size_t rows) {
    for (std::size_t i = 0; i < rows; ++i) {
        auto const x = a[i], y = b[i];
        std::uint8_t const known = x > y ? x : y;  // 1 of two that are true, else 2 or a false
        to[i] = static_cast<std::uint8_t>(x == 0 || y == 0 ? 0 : known);
    }
}

JIZHI_EACH_MACHINE
void either(std::uint8_t const* __restrict a, std::uint8_t const* __restrict b,
            std::uint8_t* __restrict to, std::size_t rows) {
    for (std::size_t i = 0; i < rows; ++i) {
        auto const x = a[i], y = b[i];
        std::uint8_t const known = x > y ? x : y;
        to[i] = static_cast<std::uint8_t>(x == 1 || y == 1 ? 1 : known);
    }
}

JIZHI_EACH_MACHINE
bool where(std::uint8_t const* __restrict flags, std::uint8_t value, bool wanted,
           std::uint8_t const* __restrict mask, std::uint8_t* __restrict to, std::size_t rows) {
    std::uint8_t any = 0;
    std::uint8_t const flip = wanted ? 0 : 1;
    if (mask == nullptr) {
        for (std::size_t i = 0; i < rows; ++i) {
            auto const here = static_cast<std::uint8_t>((flags[i] == value ? 1 : 0) ^ flip);
            to[i] = here;
            any = static_cast<std::uint8_t>(any | here);
        }
        return any != 0;
    }
    for (std::size_t i = 0; i < rows; ++i) {
        auto const is = static_cast<std::uint8_t>((flags[i] == value ? 1 : 0) ^ flip);
        auto const here = static_cast<std::uint8_t>(mask[i] != 0 ? is : 0);
        to[i] = here;
        any = static_cast<std::uint8_t>(any | here);
    }
    return any != 0;
}

JIZHI_EACH_MACHINE
void gather(std::int64_t const* __restrict entries, std::uint32_t const* __restrict codes,
            std::int64_t* __restrict to, std::size_t rows) {
    for (std::size_t i = 0; i < rows; ++i) to[i] = entries[codes[i]];
}

JIZHI_EACH_MACHINE
void keep_between(std::uint64_t const* __restrict by_value, std::int64_t first, std::int64_t last,
                  std::int64_t const* __restrict values, std::uint64_t* __restrict sets,
                  std::size_t rows) {
    for (std::size_t i = 0; i < rows; ++i) {
        auto const value = std::min(std::max(values[i], first), last);
        sets[i] &= by_value[value - first];
    }
}

JIZHI_EACH_MACHINE
void keep_coded(std::uint64_t const* __restrict by_code, std::uint32_t const* __restrict codes,
                std::uint64_t* __restrict sets, std::size_t rows) {
    for (std::size_t i = 0; i < rows; ++i) sets[i] &= by_code[codes[i]];
}

JIZHI_EACH_MACHINE
void keep_coded(std::uint64_t const* __restrict by_code, std::uint8_t const* __restrict codes,
                std::uint64_t* __restrict sets, std::size_t rows) {
    for (std::size_t i = 0; i < rows; ++i) sets[i] &= by_code[codes[i]];
}

JIZHI_EACH_MACHINE
bool lowest(std::uint64_t const* __restrict sets, bool first, std::uint32_t none,
            std::uint32_t* __restrict to, std::size_t rows) {
    std::uint64_t several = 0;
    for (std::size_t i = 0; i < rows; ++i) {
        auto const set = sets[i];
        auto const more = first ? 0 : set & (set - 1);
        auto const rule = static_cast<std::uint32_t>(std::countr_zero(set));
        to[i] = set == 0 ? none : more != 0 ? none + 1 : rule;
        several |= set == 0 ? 0 : more;
    }
    return several != 0;
}

JIZHI_EACH_MACHINE
void in_all(std::uint64_t const* const* sets, std::size_t count, std::uint64_t* __restrict to,
            std::size_t words) {
    std::copy_n(sets[0], words, to);
    for (std::size_t i = 1; i < count; ++i) {
        auto const* __restrict set = sets[i];
        for (std::size_t word = 0; word < words; ++word) to[word] &= set[word];
    }
}

}  // namespace jizhi::feel::loop
