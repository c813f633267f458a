#pragma once
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "feel/column.hpp"
#include "value/value.hpp"

namespace jizhi::feel {

class Batch;

/// Numbers (codes) that rows share: what depends on nothing else than a code is computed once for
/// it, not once a row. A base domain numbers the values of a column; a product numbers the pairs
/// of codes that occur together. Codes are given as they are met and never change.
class Domain {
public:
    explicit Domain(std::uint32_t id) : id_(id), bases_{this} {}
    Domain(std::uint32_t id, Domain* left, Domain* right);
    Domain(Domain const&) = delete;
    Domain& operator=(Domain const&) = delete;

    [[nodiscard]] std::uint32_t id() const { return id_; }
    /// How many codes there are by now.
    [[nodiscard]] std::uint32_t size() const { return size_; }
    /// The base domains it is made of, by id; itself for a base domain.
    [[nodiscard]] std::vector<Domain*> const& bases() const { return bases_; }
    /// Codes of the rows of the block at hand.
    [[nodiscard]] std::uint32_t const* codes() const { return codes_.data(); }

    /// Base domains: the codes of the block at hand, all below `size`. The caller keeps them.
    void set_codes(std::uint32_t const* codes, std::uint32_t size, std::uint64_t block);
    /// Products: gives the rows of this block their codes. False when there are too many different
    /// ones to be worth while; it stays false.
    [[nodiscard]] bool encode(std::size_t rows, std::uint64_t block);
    /// The code that `domain`, made of some of the same bases, has where this one has `code`.
    [[nodiscard]] std::uint32_t project(std::uint32_t code, Domain& domain);

private:
    static constexpr std::uint32_t size_max = 1U << 14U;
    static constexpr std::uint32_t none = 0xffffffff;
    [[nodiscard]] std::uint32_t intern(std::uint32_t left, std::uint32_t right);
    void widen();

    std::uint32_t id_ = 0, size_ = 0;
    std::vector<Domain*> bases_;
    Cells<std::uint32_t> codes_;
    std::uint64_t block_ = ~std::uint64_t{0};
    std::uint64_t rows_seen_ = 0;
    bool exploded_ = false;
    Domain *left_ = nullptr, *right_ = nullptr;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs_;
    std::vector<std::uint32_t> table_;  ///< code by left and right, while that is small
    std::uint32_t stride_ = 0;
    boost::unordered_flat_map<std::uint64_t, std::uint32_t> map_;  ///< the same, when it is not
};

/// What computes a value from values: an expression, one operator, a table. Its address is its
/// identity: it must live as long as the batch.
class Computer {
public:
    virtual ~Computer() = default;
    [[nodiscard]] virtual Value compute(std::span<Value const> from, Batch& batch) const = 0;
};

/// The values of a domain by code. Where they are computed, codes that were given since are
/// computed when somebody looks.
class Entries {
public:
    /// One value for all rows.
    explicit Entries(Value constant) : values_{std::move(constant)}, shared_(true) {
        (void)typed();  // it may be read by several threads
    }
    /// Values of a base domain; the caller appends.
    explicit Entries(Domain& domain) : domain_(&domain) {}
    /// Computed ones; `domain` null: all of `from` are constants.
    Entries(Domain* domain, Computer const& computer, std::vector<std::shared_ptr<Entries>> from)
        : domain_(domain), computer_(&computer), from_(std::move(from)) {}

    [[nodiscard]] Domain* domain() const { return domain_; }
    [[nodiscard]] std::vector<Value> const& values() const { return values_; }
    [[nodiscard]] Value const& constant() const { return values_.front(); }
    [[nodiscard]] std::vector<std::uint8_t> const& told() const { return told_; }
    [[nodiscard]] bool any_told() const { return any_told_; }
    void append(Value value) { values_.push_back(std::move(value)); }
    /// Computes what is missing.
    void extend(Batch& batch);
    [[nodiscard]] std::uint32_t code(std::size_t row) const {
        return domain_ == nullptr ? 0 : domain_->codes()[row];
    }

    /// The values as numbers, days or booleans, where all are such or null.
    struct Typed {
        bool fits = true;
        Column::Kind kind = Column::Kind::values;
        bool any_null = false, one_scale = true;
        std::int32_t scale_min = 0, scale_max = 0;
        std::uint64_t bound = 0;
        std::vector<std::int64_t> integers;
        std::vector<std::int8_t> scales;
        std::vector<std::uint8_t> nulls;
    };
    [[nodiscard]] Typed const& typed();
    /// Whether other batches, in other threads, may have it too.
    [[nodiscard]] bool shared() const { return shared_; }
    /// A constant as a column of a whole block, made once.
    [[nodiscard]] Column const& broadcast(auto const& make) {
        if (!broadcast_) broadcast_ = std::make_unique<Column const>(make());
        return *broadcast_;
    }

private:
    void type(Value const& value);

    Domain* domain_ = nullptr;
    Computer const* computer_ = nullptr;
    std::vector<std::shared_ptr<Entries>> from_;
    std::vector<Value> values_;
    std::vector<std::uint8_t> told_;
    bool any_told_ = false, shared_ = false;
    Typed typed_;
    std::unique_ptr<Column const> broadcast_;
};

}  // namespace jizhi::feel
