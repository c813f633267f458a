#include "feel/long_column.hpp"

#include <algorithm>

namespace jizhi::feel {
namespace {
constexpr std::uint32_t none = 0xffffffff;
}  // namespace

std::uint32_t LongColumn::code_of(Value const& value) {
    auto const next = static_cast<std::uint32_t>(values_.size());
    auto const [at, added] = code_of_.try_emplace(value, next);
    if (added) values_.push_back(value);
    return at->second;
}

void LongColumn::append(Value value) {
    ++size_;
    if (!coded_) {
        open_.push_back(std::move(value));
        if (open_.size() == block_rows) close_block();
        return;
    }
    codes_.push_back(code_of(value));
    if (values_.size() > codes_max) give_up_codes();
}

void LongColumn::append(Column const& column, std::size_t rows) {
    if (!coded_ || !column.is(Column::Kind::coded)) {
        for (std::size_t row = 0; row < rows; ++row) append(column.at(row));
        return;
    }
    if (entries_ != column.entries) {
        entries_ = column.entries;
        translated_.clear();
    }
    auto const& values = entries_->values();
    translated_.resize(values.size(), none);
    for (std::size_t row = 0; row < rows; ++row) {
        auto const code = entries_->code(row);
        auto& known = translated_[code];
        if (known == none) known = code_of(values[code]);
        codes_.push_back(known);
    }
    size_ += rows;
    if (values_.size() > codes_max) give_up_codes();
}

void LongColumn::append(LongColumn const& other) {
    std::vector<std::uint32_t> known(coded_ && other.coded_ ? other.values_.size() : 0, none);
    for (std::size_t row = 0; row < other.size_; ++row) {
        // The codes of this one may be given up on the way.
        if (!coded_ || !other.coded_) {
            append(other.at(row));
            continue;
        }
        auto& code = known[other.codes_[row]];
        if (code == none) code = code_of(other.values_[other.codes_[row]]);
        codes_.push_back(code);
        ++size_;
        if (values_.size() > codes_max) give_up_codes();
    }
}

void LongColumn::give_up_codes() {
    coded_ = false;
    for (auto const code : codes_) {
        open_.push_back(values_[code]);
        if (open_.size() == block_rows) close_block();
    }
    values_ = {};
    codes_ = {};
    code_of_ = {};
    entries_.reset();
    translated_ = {};
}

void LongColumn::close_block() {
    blocks_.push_back(column_of(std::move(open_)));
    open_ = {};
}

void LongColumn::seal() {
    code_of_ = {};
    entries_.reset();
    translated_ = {};
    codes_.shrink_to_fit();
    if (!open_.empty()) close_block();
}

Value LongColumn::at(std::size_t row) const {
    if (coded_) return values_[codes_[row]];
    auto const block = row / block_rows;
    return block < blocks_.size() ? blocks_[block].at(row % block_rows) : open_[row % block_rows];
}

LongColumnReader::LongColumnReader(LongColumn const& column, Batch& batch)
    : column_(column), batch_(batch) {
    if (!column.coded_) return;
    if (column.values_.size() == 1) {
        coded_.entries = std::make_shared<Entries>(column.values_.front());
        return;
    }
    domain_ = &batch.new_domain();
    coded_.entries = std::make_shared<Entries>(*domain_);
    for (auto const& value : column.values_) coded_.entries->append(value);
}

Column LongColumnReader::block(std::size_t from) {
    if (!column_.coded_) return column_.blocks_[from / block_rows];
    if (domain_ != nullptr)
        domain_->set_codes(column_.codes_.data() + from,
                           static_cast<std::uint32_t>(column_.values_.size()), batch_.block());
    return coded_;
}

Column LongColumnReader::picked(std::span<std::uint32_t const> rows) {
    if (column_.coded_) {
        if (domain_ == nullptr) return coded_;
        if (!codes_) codes_ = Cells<std::uint32_t>::make(block_rows);
        auto* to = codes_.write();
        for (std::size_t i = 0; i < rows.size(); ++i) to[i] = column_.codes_[rows[i]];
        domain_->set_codes(to, static_cast<std::uint32_t>(column_.values_.size()), batch_.block());
        return coded_;
    }
    if (auto made = picked_numbers(rows)) return std::move(*made);
    std::vector<Value> values;
    values.reserve(rows.size());
    for (auto const row : rows) values.push_back(column_.at(row));
    return column_of(std::move(values));
}

/// Numbers of one scale, or days, without looking at each value.
std::optional<Column> LongColumnReader::picked_numbers(std::span<std::uint32_t const> rows) const {
    using Kind = Column::Kind;
    auto const& first = column_.blocks_[rows.front() / block_rows];
    if (first.scales || (first.kind != Kind::numbers && first.kind != Kind::days))
        return std::nullopt;
    Column made;
    made.kind = first.kind;
    made.scale = made.scale_min = made.scale_max = first.scale;
    made.integers = Cells<std::int64_t>::make(rows.size());
    made.nulls = Cells<std::uint8_t>::make(rows.size());
    auto any_null = false;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto const& block = column_.blocks_[rows[i] / block_rows];
        auto const row = rows[i] % block_rows;
        if (block.kind != made.kind || block.scales || block.scale != made.scale)
            return std::nullopt;
        auto const null = block.is_null(row);
        made.integers.write()[i] = block.integers[row];
        made.nulls.write()[i] = null ? 1 : 0;
        made.bound = std::max(made.bound, block.bound);
        any_null = any_null || null;
    }
    if (!any_null) made.nulls = {};
    return made;
}

}  // namespace jizhi::feel
