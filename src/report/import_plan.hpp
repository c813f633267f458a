#pragma once
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "people/scope.hpp"
#include "record/change.hpp"
#include "region/regions.hpp"
#include "report/column_match.hpp"

namespace jizhi::report {

/// What is wrong in one cell of one row, as the clerk who filled it in is told.
struct CellProblem {
    std::int64_t row = 0;   ///< as the spreadsheet numbers it, from 1
    std::string column;     ///< letters and title: "C 身份证号"
    std::string field, code, zh, en, value, suggestion;
    bool warning = false;   ///< said, but no hindrance
};

/// A child row that comes with an imported row.
struct ChildPlan {
    std::string type, id;   ///< id "" = create
    Context values;
};

/// What one row of the spreadsheet would do.
struct RowPlan {
    enum class Kind { create, update, unchanged, bad } kind = Kind::bad;
    std::int64_t row = 0;
    std::string id;          ///< update, unchanged: the record
    std::string parent;      ///< create, of a child type: whose it is
    Context values;
    std::vector<ChildPlan> children;
};

struct ImportPlan {
    std::vector<RowPlan> rows;
    std::vector<CellProblem> problems;  ///< in the order of rows
    Micros known_until = 0;             ///< the latest event when planning began
    [[nodiscard]] std::int64_t count(RowPlan::Kind kind) const;
};

/// All that a dry run looks at. References must outlive the call.
struct ImportInput {
    Sheet const& sheet;
    std::size_t head_row = 0;
    std::vector<std::optional<std::string>> const& columns;  ///< column -> path of its target
    record::Catalog const& catalog;
    record::RecordType const& type;
    record::Records const& records;
    region::Tree const& tree;
    people::Scope const& scope;  ///< of the importer: rows outside are refused
    Date today{};
    std::function<void(std::int64_t done, std::int64_t total)> progress;
};

/// Reads every row, finds the record that it means by the type's key, and checks it against the
/// record type, the codes, the importer's scope and the rows before it. Writes nothing.
[[nodiscard]] Result<ImportPlan> plan_import(store::Connection& sql, ImportInput const& input);

/// Whether no row of the type or of its children was written since planning began: then the plan
/// is what planning now would give. Inside the command that carries it out.
[[nodiscard]] bool still_holds(store::Connection& sql, ImportPlan const& plan,
                               record::RecordType const& type);

/// Carries a plan out inside one command: every row that is not bad. All or nothing.
[[nodiscard]] Result<void> carry_out(store::Tx& tx, ImportPlan const& plan,
                                     record::RecordType const& type, record::Records const& records,
                                     std::string const& reason);

}  // namespace jizhi::report
