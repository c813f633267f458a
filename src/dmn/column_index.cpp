#include "dmn/column_index.hpp"

#include <algorithm>

// Where the compiler would else make a jump of a choice.
#if __has_builtin(__builtin_unpredictable)
#define JIZHI_UNFORESEEN(condition) __builtin_unpredictable(condition)
#else
#define JIZHI_UNFORESEEN(condition) (condition)
#endif

namespace jizhi::dmn {
namespace {

/// The greatest mantissa of that scale that is not above the number; nothing where the number is
/// beyond all of them (`high` says on which side).
struct Floor {
    std::int64_t mantissa = 0;
    bool exact = false, below = false, above = false;
};

Floor floor_at(Decimal const& number, int scale) {
    if (auto const exact = number.to_scaled(scale)) return {*exact, true, false, false};
    auto const lower = number.rounded(scale, Rounding::floor).to_scaled(scale);
    if (lower) return {*lower, false, false, false};
    return {0, false, number.sign() < 0, number.sign() > 0};
}

}  // namespace

std::vector<ColumnIndex::Span> ColumnIndex::spans_of(Cell const& cell, int scale) {
    std::vector<Span> made;
    switch (cell.kind()) {
        case Cell::Kind::never:
            return made;
        case Cell::Kind::any:
        case Cell::Kind::code:
            made.push_back({});
            return made;
        case Cell::Kind::values:
            for (auto const& value : cell.values()) {
                if (!value.is(Value::Type::number)) continue;
                auto const at = value.number().to_scaled(scale);
                if (at) made.push_back({*at, *at});
            }
            return made;
        case Cell::Kind::interval:
            break;
    }
    Span span;
    if (cell.low()) {
        auto const at = floor_at(*cell.low(), scale);
        if (at.above) return made;
        auto const itself = at.exact && cell.low_closed();
        if (!itself && at.mantissa == INT64_MAX) return made;
        if (!at.below) span.from = itself ? at.mantissa : at.mantissa + 1;
    }
    if (cell.high()) {
        auto const at = floor_at(*cell.high(), scale);
        if (at.below) return made;
        auto const without = at.exact && !cell.high_closed();
        if (without && at.mantissa == INT64_MIN) return made;
        if (!at.above) span.to = without ? at.mantissa - 1 : at.mantissa;
    }
    if (span.from <= span.to) made.push_back(span);
    return made;
}

ColumnIndex::ColumnIndex(TableNode::Parts const& table, std::size_t column, int scale,
                         std::size_t set_words_max)
    : words_((table.rows.size() + word_bits - 1) / word_bits) {
    std::vector<std::int64_t> cuts;
    for (auto const& row : table.rows) {
        first_span_.push_back(static_cast<std::uint32_t>(spans_.size()));
        for (auto const& span : spans_of(row.cells[column], scale)) {
            spans_.push_back(span);
            if (span.from != INT64_MIN) cuts.push_back(span.from);
            if (span.to != INT64_MAX) cuts.push_back(span.to + 1);
        }
    }
    first_span_.push_back(static_cast<std::uint32_t>(spans_.size()));
    std::ranges::sort(cuts);
    auto const again = std::ranges::unique(cuts);
    cuts.erase(again.begin(), again.end());
    auto const buckets_max = std::max<std::size_t>(set_words_max / std::max(words_, 1UL), 16);
    exact_ = cuts.size() < buckets_max;
    if (exact_) {
        cuts_ = std::move(cuts);
    } else {
        for (std::size_t i = 1; i < buckets_max; ++i)
            cuts_.push_back(cuts[i * cuts.size() / buckets_max]);
        auto const twice = std::ranges::unique(cuts_);
        cuts_.erase(twice.begin(), twice.end());
    }
    fill(cuts_.size() + 1);
    fill_direct();
    cuts_.shrink_to_fit();
    if (exact_) forget_spans();
}

void ColumnIndex::fill_direct() {
    constexpr std::uint64_t numbers_max = 4'096;
    if (words_ != 1) return;
    auto const width = cuts_.empty() ? 0
                                     : static_cast<std::uint64_t>(cuts_.back()) -
                                           static_cast<std::uint64_t>(cuts_.front());
    if (width + 2 > numbers_max) return;
    std::vector<Word> made;
    for (std::uint64_t i = 0; i < width + 2; ++i)
        made.push_back(*rules(first() + static_cast<std::int64_t>(i)));
    direct_ = std::move(made);
}

void ColumnIndex::fill(std::size_t buckets) {
    sets_.assign(buckets * words_, 0);
    for (std::size_t rule = 0; rule + 1 < first_span_.size(); ++rule)
        for (auto i = first_span_[rule]; i < first_span_[rule + 1]; ++i) {
            auto const last = bucket(spans_[i].to);
            for (auto at = bucket(spans_[i].from); at <= last; ++at)
                sets_[at * words_ + rule / word_bits] |= Word{1} << (rule % word_bits);
        }
}

std::size_t ColumnIndex::bucket(std::int64_t mantissa) const {
    // Without branches: the jumps of a search among few cuts cannot be foreseen.
    auto const* at = cuts_.data();
    auto count = cuts_.size();
    std::size_t found = 0;
    while (count > 1) {
        auto const half = count / 2;
        found += JIZHI_UNFORESEEN(at[found + half - 1] <= mantissa) ? half : 0;
        count -= half;
    }
    return count == 0 ? 0 : found + (at[found] <= mantissa ? 1 : 0);
}

bool ColumnIndex::holds(std::uint32_t rule, std::int64_t mantissa) const {
    for (auto i = first_span_[rule]; i < first_span_[rule + 1]; ++i)
        if (spans_[i].from <= mantissa && mantissa <= spans_[i].to) return true;
    return false;
}

}  // namespace jizhi::dmn
