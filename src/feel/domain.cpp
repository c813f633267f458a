#include "feel/domain.hpp"

#include <algorithm>
#include <bit>

#include "feel/columnar.hpp"

namespace jizhi::feel {
namespace {

constexpr std::uint32_t table_max = 1U << 18U;  // a megabyte of codes

std::vector<Domain*> merged(Domain const& a, Domain const& b) {
    std::vector<Domain*> all(a.bases());
    all.insert(all.end(), b.bases().begin(), b.bases().end());
    std::ranges::sort(all, {}, &Domain::id);
    auto const again = std::ranges::unique(all);
    all.erase(again.begin(), again.end());
    return all;
}

}  // namespace

Domain::Domain(std::uint32_t id, Domain* left, Domain* right)
    : id_(id),
      bases_(merged(*left, *right)),
      codes_(Cells<std::uint32_t>::make(block_rows)),
      left_(left),
      right_(right) {}

void Domain::set_codes(std::uint32_t const* codes, std::uint32_t size, std::uint64_t block) {
    codes_ = Cells<std::uint32_t>::view(codes);
    size_ = size;
    block_ = block;
}

void Domain::widen() {
    auto const stride = std::bit_ceil(std::max(right_->size(), 8U));
    auto const height = std::bit_ceil(std::max(left_->size(), 8U));
    if (std::uint64_t{stride} * height > table_max) {
        if (!table_.empty() || map_.empty())
            for (std::uint32_t code = 0; code < size_; ++code)
                map_.emplace(std::uint64_t{pairs_[code].first} << 32U | pairs_[code].second, code);
        table_.clear();
        stride_ = 0;
        return;
    }
    if (stride == stride_ && table_.size() == std::size_t{stride} * height) return;
    stride_ = stride;
    table_.assign(std::size_t{stride} * height, none);
    for (std::uint32_t code = 0; code < size_; ++code)
        table_[std::size_t{pairs_[code].first} * stride_ + pairs_[code].second] = code;
}

std::uint32_t Domain::intern(std::uint32_t left, std::uint32_t right) {
    if (stride_ != 0) {
        auto& found = table_[std::size_t{left} * stride_ + right];
        if (found == none) {
            found = size_++;
            pairs_.emplace_back(left, right);
        }
        return found;
    }
    auto const [at, added] = map_.try_emplace(std::uint64_t{left} << 32U | right, size_);
    if (added) {
        ++size_;
        pairs_.emplace_back(left, right);
    }
    return at->second;
}

bool Domain::encode(std::size_t rows, std::uint64_t block) {
    if (exploded_) return false;
    if (left_ == nullptr || block_ == block) return true;
    if (!left_->encode(rows, block) || !right_->encode(rows, block)) {
        exploded_ = true;
        return false;
    }
    widen();
    auto const* left = left_->codes();
    auto const* right = right_->codes();
    auto* codes = codes_.write();
    for (std::size_t row = 0; row < rows; ++row) codes[row] = intern(left[row], right[row]);
    block_ = block;
    rows_seen_ += rows;
    exploded_ = size_ > size_max && rows_seen_ < std::uint64_t{size_} * 32;
    return !exploded_;
}

std::uint32_t Domain::project(std::uint32_t code, Domain& domain) {
    if (&domain == this) return code;
    if (left_ != nullptr) {
        auto const [left, right] = pairs_[code];
        if (&domain == left_) return left;
        if (&domain == right_) return right;
        auto const within = [&](Domain const& part) {
            return std::ranges::includes(part.bases(), domain.bases(), {}, &Domain::id,
                                         &Domain::id);
        };
        if (within(*left_)) return left_->project(left, domain);
        if (within(*right_)) return right_->project(right, domain);
    }
    // A product over some of the bases: the pair of what its halves have.
    auto const left = project(code, *domain.left_), right = project(code, *domain.right_);
    domain.widen();
    return domain.intern(left, right);
}

void Entries::extend(Batch& batch) {
    auto const size = domain_ == nullptr ? 1 : std::size_t{domain_->size()};
    if (values_.size() >= size) return;
    if (computer_ == nullptr) return;
    std::vector<Value> from(from_.size());
    values_.reserve(size);
    for (auto code = static_cast<std::uint32_t>(values_.size()); code < size; ++code) {
        auto told = false;
        for (std::size_t i = 0; i < from_.size(); ++i) {
            auto& other = *from_[i];
            auto const theirs =
                other.domain() == nullptr ? 0 : domain_->project(code, *other.domain());
            if (other.values_.size() <= theirs) other.extend(batch);
            from[i] = other.values_[theirs];
            told = told || (other.any_told_ && other.told_[theirs] != 0);
        }
        values_.push_back(batch.scalar(*computer_, from, told));
        told_.push_back(told ? 1 : 0);
        any_told_ = any_told_ || told;
    }
}

void Entries::type(Value const& value) {
    using Kind = Column::Kind;
    auto const kind = value.is(Value::Type::number)    ? Kind::numbers
                      : value.is(Value::Type::date)    ? Kind::days
                      : value.is(Value::Type::boolean) ? Kind::booleans
                                                       : Kind::values;
    auto& typed = typed_;
    typed.nulls.push_back(value.is_null() ? 1 : 0);
    typed.scales.push_back(0);
    auto& integer = typed.integers.emplace_back(0);
    if (value.is_null()) {
        typed.any_null = true;
        return;
    }
    if (typed.kind == Kind::values) typed.kind = kind;
    typed.fits = typed.fits && kind != Kind::values && typed.kind == kind;
    if (!typed.fits) return;
    if (kind == Kind::days) integer = value.date().day;
    if (kind == Kind::booleans) integer = value.boolean() ? 1 : 0;
    if (kind != Kind::numbers) return;
    auto const number = value.number();
    auto const scale = number.scale();
    auto const mantissa = number.to_scaled(scale);
    typed.fits = mantissa && scale >= INT8_MIN && scale <= INT8_MAX && *mantissa != INT64_MIN;
    if (!typed.fits) return;
    integer = *mantissa;
    auto const first = typed.bound == 0 && typed.scale_min > typed.scale_max;
    typed.scale_min = first ? scale : std::min(typed.scale_min, scale);
    typed.scale_max = first ? scale : std::max(typed.scale_max, scale);
    typed.scales.back() = static_cast<std::int8_t>(scale);
    typed.bound = std::max(typed.bound, static_cast<std::uint64_t>(std::abs(integer)));
}

Entries::Typed const& Entries::typed() {
    if (typed_.integers.empty()) {
        typed_.scale_min = 1;  // none yet: min above max
        typed_.scale_max = 0;
    }
    while (typed_.fits && typed_.integers.size() < values_.size())
        type(values_[typed_.integers.size()]);
    return typed_;
}

}  // namespace jizhi::feel
