#pragma once
#include <boost/unordered/unordered_flat_map.hpp>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "feel/columnar.hpp"
#include "feel/identity.hpp"

namespace jizhi::feel {

/// A column of as many rows as memory holds, kept as closely as its values allow: a code for each
/// row while there are few different values, else typed blocks. Filled once, then lent to any
/// number of batches on any threads.
class LongColumn {
public:
    void append(Value value);
    /// All rows of a block.
    void append(Column const& column, std::size_t rows);
    /// All rows of another.
    void append(LongColumn const& other);
    /// No more is appended: what only filling needed is given back.
    void seal();
    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] Value at(std::size_t row) const;
    /// The number of different values; 0 where they are too many to be counted.
    [[nodiscard]] std::size_t distinct() const { return values_.size(); }

private:
    friend class LongColumnReader;
    static constexpr std::size_t codes_max = 1U << 14U;
    [[nodiscard]] std::uint32_t code_of(Value const& value);
    void give_up_codes();
    void close_block();

    std::size_t size_ = 0;
    bool coded_ = true;
    std::vector<Value> values_;         ///< by code
    std::vector<std::uint32_t> codes_;  ///< by row
    boost::unordered_flat_map<Value, std::uint32_t, IdentityHash, IdentityEqual> code_of_;
    std::shared_ptr<Entries> entries_;       ///< of the coded column that came last
    std::vector<std::uint32_t> translated_;  ///< its codes, as they are here
    std::vector<Column> blocks_;             ///< of `block_rows` rows each, the last of fewer
    std::vector<Value> open_;                ///< the block that is being filled
};

/// A long column as one batch sees it. The column must outlive it.
class LongColumnReader {
public:
    LongColumnReader(LongColumn const& column, Batch& batch);
    /// The rows of the block that has begun; `from` is a multiple of `block_rows`.
    [[nodiscard]] Column block(std::size_t from);
    /// Rows from anywhere, as the rows of the block that has begun.
    [[nodiscard]] Column picked(std::span<std::uint32_t const> rows);

private:
    LongColumn const& column_;
    Batch& batch_;
    [[nodiscard]] std::optional<Column> picked_numbers(std::span<std::uint32_t const> rows) const;

    Domain* domain_ = nullptr;
    Column coded_;
    Cells<std::uint32_t> codes_;  ///< of picked rows
};

}  // namespace jizhi::feel
