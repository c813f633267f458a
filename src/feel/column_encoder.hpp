#pragma once
#include <boost/unordered/unordered_flat_map.hpp>
#include <memory>
#include <span>
#include <vector>

#include "feel/columnar.hpp"
#include "feel/identity.hpp"

namespace jizhi::feel {

/// Gives the values of one input codes, block after block, as long as there are few different
/// ones; then holds them as they are. One for each input and batch.
class ColumnEncoder {
public:
    explicit ColumnEncoder(Batch& batch) : batch_(batch) {}
    ColumnEncoder(ColumnEncoder const&) = delete;
    ColumnEncoder& operator=(ColumnEncoder const&) = delete;
    /// The values of the block that has begun.
    [[nodiscard]] Column encode(std::span<Value const> values);

private:
    static constexpr std::uint32_t codes_max = 1U << 14U;
    static constexpr std::size_t bytes_max = 64U << 20U;  ///< of the texts that are kept

    Batch& batch_;
    Domain* domain_ = nullptr;
    std::shared_ptr<Entries> entries_;
    boost::unordered_flat_map<Value, std::uint32_t, IdentityHash, IdentityEqual> codes_;
    Cells<std::uint32_t> rows_ = Cells<std::uint32_t>::make(block_rows);
    std::size_t bytes_ = 0;
    bool given_up_ = false;
};

}  // namespace jizhi::feel
