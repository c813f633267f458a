#pragma once
#include <cstddef>
#include <cstdint>

#include "feel/code.hpp"

/// The loops of the kernels over plain arrays. They are compiled for several instruction sets, and
/// the program takes at its start the ones that the machine has; all give the same.
namespace jizhi::feel::loop {

/// a × by_a ± b × by_b, none of which may be too large.
struct Side {
    std::int64_t const* cells;
    std::int64_t by;
};
void sum(bool minus, Side a, Side b, std::int64_t* to, std::size_t rows);
/// `narrow`: all are less than 2^31 from 0.
void product(bool narrow, std::int64_t const* a, std::int64_t const* b, std::int64_t* to,
             std::size_t rows);
/// 1 where the comparison holds, else 0.
void compare(Op op, Side a, Side b, std::uint8_t* to, std::size_t rows);
/// `a` where `taken` is 1, else `b`.
void choose(std::uint8_t const* taken, std::int64_t const* a, std::int64_t const* b,
            std::int64_t* to, std::size_t rows);
void choose(std::uint8_t const* taken, std::uint8_t const* a, std::uint8_t const* b,
            std::uint8_t* to, std::size_t rows);
void choose(std::uint8_t const* taken, std::int8_t a, std::int8_t b, std::int8_t* to,
            std::size_t rows);

struct Ends {
    std::int64_t low = 0, high = 0;  ///< of the cells and 0
};
[[nodiscard]] Ends ends(std::int64_t const* cells, std::size_t rows);

/// `and` and `or` of 0 false, 1 true, 2 unknown.
void both(std::uint8_t const* a, std::uint8_t const* b, std::uint8_t* to, std::size_t rows);
void either(std::uint8_t const* a, std::uint8_t const* b, std::uint8_t* to, std::size_t rows);
/// 1 where (flag = `value`) = `wanted` and the mask, if there is one, is not 0. Whether any is.
[[nodiscard]] bool where(std::uint8_t const* flags, std::uint8_t value, bool wanted,
                         std::uint8_t const* mask, std::uint8_t* to, std::size_t rows);

/// The entry of each code.
void gather(std::int64_t const* entries, std::uint32_t const* codes, std::int64_t* to,
            std::size_t rows);

/// Sets of rules, one word for each row.
void keep_between(std::uint64_t const* by_value, std::int64_t first, std::int64_t last,
                  std::int64_t const* values, std::uint64_t* sets, std::size_t rows);
void keep_coded(std::uint64_t const* by_code, std::uint32_t const* codes, std::uint64_t* sets,
                std::size_t rows);
void keep_coded(std::uint64_t const* by_code, std::uint8_t const* codes, std::uint64_t* sets,
                std::size_t rows);
/// The lowest rule of each set; `none` of an empty one, and, unless `first`, `none` + 1 of one with
/// several. Whether there was one with several.
[[nodiscard]] bool lowest(std::uint64_t const* sets, bool first, std::uint32_t none,
                          std::uint32_t* to, std::size_t rows);
/// The rules that are in all of the sets.
void in_all(std::uint64_t const* const* sets, std::size_t count, std::uint64_t* to,
            std::size_t words);

}  // namespace jizhi::feel::loop
