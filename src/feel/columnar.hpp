#pragma once
#include <boost/container/small_vector.hpp>
#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

#include "feel/code.hpp"
#include "feel/column.hpp"
#include "feel/domain.hpp"
#include "feel/expression.hpp"

namespace jizhi::feel {

/// One evaluation of many rows, block by block: the rows at hand, the domains, and what was
/// computed by code and holds for all blocks. The environment (day, parameters) is the same for
/// all rows. Diagnostics are only counted by row (`told`): evaluate the row alone to read them.
/// One thread each.
class Batch {
public:
    explicit Batch(Environment& environment);
    ~Batch();
    Batch(Batch const&) = delete;
    Batch& operator=(Batch const&) = delete;

    /// The next block begins; codes of base domains are set after this.
    void begin(std::size_t rows);
    [[nodiscard]] std::size_t rows() const { return rows_; }
    [[nodiscard]] std::uint64_t block() const { return block_; }
    [[nodiscard]] Environment& environment() { return environment_; }

    [[nodiscard]] Domain& new_domain();
    /// The domain of all of them; null when no column has one.
    [[nodiscard]] Domain* product(std::span<Column const> columns);
    /// What the computer makes of the columns: once a code where all are coded (or can be), else
    /// row by row where the mask says.
    [[nodiscard]] Column apply(Computer const& computer, std::span<Column const> from,
                               Mask const& mask);
    /// The same, refusing to go row by row.
    [[nodiscard]] std::optional<Column> apply_coded(Computer const& computer,
                                                    std::span<Column const> from);
    /// The column with a code for each of its values if it has few; records as one value a row.
    /// `place`: which of the computer's columns it is. A block may ask once.
    [[nodiscard]] Column coded(Computer const& computer, std::size_t place, Column const& column);
    /// One value; sets `told` when there was a diagnostic.
    [[nodiscard]] Value scalar(Computer const& computer, std::span<Value const> from, bool& told);

private:
    using Key = boost::container::small_vector<void const*, 6>;
    struct Hash {
        std::size_t operator()(Key const& key) const;
    };
    struct Recoded;
    using Whole =
        std::pair<std::shared_ptr<std::vector<std::pair<std::string, Column>> const>, Column>;
    [[nodiscard]] Column whole(Column column);
    [[nodiscard]] static void const* cells_of(Column const& column);
    [[nodiscard]] bool recode(Computer const& computer, std::size_t place, Column& column);
    [[nodiscard]] Column by_row(Computer const& computer, std::span<Column const> from,
                                Mask const& mask);

    Environment& environment_;
    std::vector<Diagnostic>* before_;
    std::vector<Diagnostic> diagnostics_;
    std::size_t rows_ = 0;
    std::uint64_t block_ = 0;
    std::uint32_t next_id_ = 0;
    std::vector<std::unique_ptr<Domain>> domains_;
    std::map<std::pair<Domain*, Domain*>, Domain*> products_;
    std::unordered_map<Key, std::shared_ptr<Entries>, Hash> memo_;
    std::map<std::pair<Computer const*, std::size_t>, std::unique_ptr<Recoded>> recoded_;
    std::map<std::vector<std::string>, std::unique_ptr<Computer>> records_;
    std::vector<Whole> wholes_;  ///< records of this block that were asked for as one value a row
};

/// An expression made ready for columns; the expression stays the meaning: everything that has no
/// columnar form is computed by the scalar back end, so both give the same bits. Immutable; any
/// thread may evaluate it with a batch of its own.
class ColumnCode {
public:
    explicit ColumnCode(Expression expression);
    ~ColumnCode();
    ColumnCode(ColumnCode&&) noexcept;
    ColumnCode& operator=(ColumnCode&&) noexcept;

    /// `slots` in the order of the expression's scope; ones that it does not read may be missing.
    [[nodiscard]] Column evaluate(std::span<Column const> slots, Batch& batch,
                                  Mask const& mask = {}) const;
    /// The slots it reads.
    [[nodiscard]] std::vector<std::uint32_t> const& inputs() const;

private:
    class Tree;
    std::unique_ptr<Tree const> tree_;
};

/// A function that can be called with columns; null where it would rather not be.
class ColumnFunction {
public:
    virtual ~ColumnFunction() = default;
    [[nodiscard]] virtual std::optional<Column> call_columns(std::span<Column const> arguments,
                                                             Batch& batch,
                                                             Mask const& mask) const = 0;
};

}  // namespace jizhi::feel
