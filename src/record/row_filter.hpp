#pragma once
#include <set>
#include <string>
#include <vector>

#include "record/query.hpp"
#include "region/regions.hpp"

namespace jizhi::record {

/// The filters of lists and indicators over rows that were loaded as of a day, where SQL, which
/// sees only the rows of today, cannot answer. Says the same as record/filter does.
class RowFilter {
public:
    /// What it refers to outlives it. `marked`: ids of records whose stored results differ.
    struct World {
        Catalog const& catalog;
        region::Tree const& tree;
        Date as_of{};
        std::set<std::string> const* marked = nullptr;  ///< null: not known for that day
    };
    /// The error names a filter that cannot be answered.
    [[nodiscard]] static Result<RowFilter> of(World const& world, RecordType const& type,
                                              std::vector<Filter> const& filters);

    /// `row` as load gives it.
    [[nodiscard]] bool holds(Value const& row) const;

private:
    struct Test {
        bool place = false;            ///< asks for the row's region, and below it
        std::string child;             ///< "" for the row's own field
        Field const* field = nullptr;  ///< null: its place, or whether it is marked
        std::string ended;             ///< field that says when a child ended
        std::string op;
        std::vector<Value> values;
    };
    [[nodiscard]] bool holds(Test const& test, Value const& row) const;
    [[nodiscard]] bool fits(Test const& test, Value const& value) const;
    [[nodiscard]] bool equals(Field const& field, Value const& value, Value const& wanted) const;

    explicit RowFilter(World const& world) : world_(world) {}
    World world_;
    std::vector<Test> tests_;
};

}  // namespace jizhi::record
