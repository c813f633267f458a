#include "feel/long_column.hpp"

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

}  // namespace jizhi::feel
