#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "value/value.hpp"

namespace jizhi::feel {

/// Rows are evaluated in blocks of at most so many: few enough for the columns at hand to stay in
/// the cache, enough that what is done once a block does not count.
inline constexpr std::size_t block_rows = 3072;

class Entries;

/// Gives the memory of cells and takes it back: blocks come and go, their memory stays with the
/// thread.
class CellMemory {
public:
    [[nodiscard]] static void* take(std::size_t bytes);
    static void give_back(void* memory, std::size_t bytes) noexcept;

    template <class T>
    struct Allocator {
        using value_type = T;
        Allocator() = default;
        template <class U>
        Allocator(Allocator<U> const&) {}
        [[nodiscard]] T* allocate(std::size_t count) {
            return static_cast<T*>(take(count * sizeof(T)));
        }
        void deallocate(T* memory, std::size_t count) noexcept {
            give_back(memory, count * sizeof(T));
        }
        template <class U>
        bool operator==(Allocator<U> const&) const {
            return true;
        }
    };
};

/// Shared read-only cells of a block, or of somebody else's longer array.
template <class T>
class Cells {
public:
    Cells() = default;
    [[nodiscard]] static Cells make(std::size_t count) {
        Cells made;
        auto owned = std::allocate_shared_for_overwrite<T[]>(CellMemory::Allocator<T>(), count);
        made.data_ = owned.get();
        made.owner_ = std::move(owned);
        return made;
    }
    /// Cells that somebody else keeps alive.
    [[nodiscard]] static Cells view(T const* data) {
        Cells made;
        made.data_ = const_cast<T*>(data);  // only `make` gives cells that may be written
        return made;
    }
    [[nodiscard]] T* write() { return data_; }
    [[nodiscard]] T const* data() const { return data_; }
    [[nodiscard]] T operator[](std::size_t row) const { return data_[row]; }
    [[nodiscard]] explicit operator bool() const { return data_ != nullptr; }

private:
    std::shared_ptr<T[]> owner_;
    T* data_ = nullptr;
};

/// Which rows of a block matter; without cells all do. What is computed for the others is not
/// looked at, and may be null.
using Mask = Cells<std::uint8_t>;

/// One value for each row of a block, held as closely as its values allow. Copying shares.
struct Column {
    enum class Kind : std::uint8_t {
        coded,     ///< rows share values by code; one entry without codes is a constant
        numbers,   ///< mantissa × 10^-scale
        days,      ///< dates, as days
        booleans,  ///< 0, 1 or `unknown`
        record,    ///< a context of columns, all with the same keys for every row
        values     ///< anything
    };
    static constexpr std::uint8_t unknown = 2;

    Kind kind = Kind::coded;
    std::shared_ptr<Entries> entries;           ///< coded
    Cells<std::int64_t> integers;               ///< numbers: mantissas; days; 0 where null
    Cells<std::uint8_t> flags;                  ///< booleans
    Cells<std::uint8_t> nulls;                  ///< numbers, days: 1 where null; none: no null
    std::int32_t scale = 0;                     ///< numbers: of all rows, unless `scales`
    Cells<std::int8_t> scales;                  ///< numbers: of each row
    std::int32_t scale_min = 0, scale_max = 0;  ///< numbers: no row's scale is outside
    std::uint64_t bound = 0;                    ///< numbers: no mantissa is further from 0
    std::shared_ptr<std::vector<Value> const> values;
    std::shared_ptr<std::vector<std::pair<std::string, Column>> const> parts;  ///< record
    Cells<std::uint8_t> told;  ///< 1 where the evaluation had something to tell; none: nowhere

    [[nodiscard]] bool is(Kind wanted) const { return kind == wanted; }
    [[nodiscard]] bool is_null(std::size_t row) const { return nulls && nulls[row] != 0; }
    [[nodiscard]] std::int32_t scale_at(std::size_t row) const {
        return scales ? scales[row] : scale;
    }
    /// The value of one row, as the scalar back end would hold it.
    [[nodiscard]] Value at(std::size_t row) const;
    [[nodiscard]] bool told_at(std::size_t row) const;
};

/// Mantissas with one scale, kept alive by the caller: `bound` is looked up here.
[[nodiscard]] Column numbers_column(std::int64_t const* mantissas, std::int32_t scale,
                                    std::size_t rows);
/// As close a form as the values of the rows allow.
[[nodiscard]] Column column_of(std::vector<Value> values);
/// The same rows as numbers, days or booleans where their values are such (or null); else as they
/// are. `rows` of the block.
[[nodiscard]] Column decoded(Column const& column, std::size_t rows);
/// Whether any row may have something told.
[[nodiscard]] bool tells(Column const& column);
/// `told` of both where either has some.
void join_told(Column& into, Column const& other, std::size_t rows);

}  // namespace jizhi::feel
