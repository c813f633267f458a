#pragma once
#include <deque>
#include <string>
#include <vector>

#include "record/cell.hpp"
#include "record/query.hpp"

namespace jizhi::record {

/// A WHERE clause that is being put together; keeps its values until the statement has run.
class Condition {
public:
    /// `and sql`; the values of its `?` are added with `bind`, in the same order.
    void also(std::string_view sql) {
        if (!sql_.empty()) sql_ += " AND ";
        sql_ += sql;
    }
    void bind(Cell cell) { cells_.push_back(std::move(cell)); }
    void bind(std::string text) { bind(Cell::of(std::move(text))); }
    void take_binds(Condition& from) {
        for (auto& cell : from.cells_) cells_.push_back(std::move(cell));
    }
    [[nodiscard]] std::string sql() const { return sql_.empty() ? "1 = 1" : sql_; }
    [[nodiscard]] std::vector<store::Bind> binds() const {
        std::vector<store::Bind> all;
        for (auto const& cell : cells_) all.push_back(cell.bind());
        return all;
    }

private:
    std::string sql_;
    std::deque<Cell> cells_;
};

/// Scope, region, search box, filters, parent, ended: everything but order and cursor. The alias
/// of the table is `a`.
[[nodiscard]] Result<Condition> condition_of(Catalog const& catalog, store::Keys const& keys,
                                             RecordType const& type, Query const& asked);

}  // namespace jizhi::record
