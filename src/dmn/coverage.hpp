#pragma once
#include <cstdint>
#include <optional>
#include <vector>

namespace jizhi::dmn {

/// A set of small numbers.
class Bits {
public:
    Bits() = default;
    explicit Bits(std::size_t size, bool all = false);

    void set(std::size_t at) { words_[at / 64] |= std::uint64_t{1} << (at % 64); }
    void set_range(std::size_t from, std::size_t to);  ///< [from, to)
    [[nodiscard]] bool test(std::size_t at) const {
        return (words_[at / 64] >> (at % 64) & 1U) != 0;
    }
    [[nodiscard]] bool empty() const;
    [[nodiscard]] bool meets(Bits const& other) const;
    [[nodiscard]] bool within(Bits const& other) const;
    [[nodiscard]] std::vector<std::uint32_t> members() const;
    [[nodiscard]] std::vector<std::uint64_t> const& words() const { return words_; }
    Bits& operator&=(Bits const& other);
    bool operator==(Bits const&) const = default;

private:
    std::vector<std::uint64_t> words_;
};

/// By column, the pieces that a rule takes. An empty column makes an empty box.
using Box = std::vector<Bits>;

/// How much may still be done, in words of bit sets; below zero nothing more is decided.
struct Work {
    std::int64_t left = 0;
    bool spend(std::size_t words) {
        left -= static_cast<std::int64_t>(words) + 1;
        return left >= 0;
    }
};

/// What none of the boxes covers, as disjoint boxes.
struct Uncovered {
    std::vector<Box> boxes;  ///< the first `most` of them
    double total = 0;        ///< how many there are
};

/// `sizes` are the columns' numbers of pieces. Exact, or nothing where the work is used up.
///
/// Column by column the rules that still match are split; equal remainders are looked at once, and
/// equal answers are kept once, so that the number of rules remaining counts and not the number
/// of combinations.
[[nodiscard]] std::optional<Uncovered> uncovered(std::vector<std::size_t> const& sizes,
                                                 std::vector<Box> const& boxes, std::size_t most,
                                                 Work& work);

/// Whether every combination of `box` lies in one of the others.
[[nodiscard]] std::optional<bool> covered(Box const& box, std::vector<Box const*> const& others,
                                          Work& work);

}  // namespace jizhi::dmn
