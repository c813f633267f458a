#pragma once
#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "dmn/table.hpp"
#include "feel/column.hpp"

namespace jizhi::dmn {

/// For one column of a decision table and numbers of one scale: which rules a number may hit. The
/// ends of all intervals cut the numbers into regions; neighbouring regions share a bucket, and a
/// bucket has a set of rules. Small tables have a bucket a region and are exact; in large ones,
/// whose sets would fill the memory, what a bucket allows is looked at again.
class ColumnIndex {
public:
    using Word = std::uint64_t;
    static constexpr std::size_t word_bits = 64;

    /// Cells with general expressions may match anything here: the caller asks them afterwards.
    /// `set_words_max`: so many words all sets together may have.
    ColumnIndex(TableNode::Parts const& table, std::size_t column, int scale,
                std::size_t set_words_max = std::size_t{1} << 13U);

    /// The set of the number's bucket: `words` of the table.
    [[nodiscard]] Word const* rules(std::int64_t mantissa) const {
        if (!direct_.empty()) {
            auto const last = first() + static_cast<std::int64_t>(direct_.size()) - 1;
            return direct_.data() + (std::clamp(mantissa, first(), last) - first());
        }
        return sets_.data() + bucket(mantissa) * words_;
    }
    [[nodiscard]] std::size_t bucket(std::int64_t mantissa) const;
    /// Of a table of one word: the sets of `first` and the numbers after it, the last of which
    /// stands for all that are greater, as the first does for the lesser; empty where too many.
    [[nodiscard]] std::span<Word const> direct() const { return direct_; }
    [[nodiscard]] std::int64_t first() const { return cuts_.empty() ? 0 : cuts_.front() - 1; }
    [[nodiscard]] Word const* sets() const { return sets_.data(); }
    [[nodiscard]] bool exact() const { return exact_; }
    /// For who looks at cells himself where it is not exact: `holds` is not asked any more.
    void forget_spans() { spans_ = {}, first_span_ = {}; }
    /// Whether the rule's cell really holds the number.
    [[nodiscard]] bool holds(std::uint32_t rule, std::int64_t mantissa) const;

private:
    struct Span {
        std::int64_t from = INT64_MIN, to = INT64_MAX;  ///< both inclusive; empty: from > to
    };
    [[nodiscard]] static std::vector<Span> spans_of(Cell const& cell, int scale);
    void fill(std::size_t buckets);
    void fill_direct();

    std::size_t words_;
    bool exact_ = true;
    std::vector<std::int64_t> cuts_;         ///< the first number of each bucket but the first
    std::vector<Word> sets_;                 ///< by bucket
    std::vector<Word> direct_;               ///< by number
    std::vector<std::uint32_t> first_span_;  ///< by rule, and one behind
    std::vector<Span> spans_;
};

}  // namespace jizhi::dmn
