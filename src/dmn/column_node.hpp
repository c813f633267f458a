#pragma once
#include <boost/container/small_vector.hpp>
#include <map>
#include <memory>
#include <span>
#include <vector>

#include "dmn/columnar.hpp"
#include "dmn/program.hpp"
#include "feel/columnar.hpp"

namespace jizhi::dmn {

class ColumnTable;
struct TableRun;

/// A batch under way: what a `Run` is for one case.
struct ColumnRun {
    feel::Batch& batch;
    Run& run;  ///< for what the scalar back end computes
    ColumnPlan const& plan;
    std::vector<SiteHits> hits;
    bool note_hits = true;  ///< off inside knowledge models
    int depth = 0;          ///< calls within calls
    feel::Column telling;   ///< of its `told`: the rows that had something to tell
    /// Keeps the state of each table for the whole run.
    std::map<ColumnTable const*, std::unique_ptr<TableRun>> tables;

    explicit ColumnRun(feel::Batch& columns, Run& scalar, ColumnPlan const& all);
    ~ColumnRun();
    void told(feel::Column const& column);
};

/// The columns that an element's expressions see, by slot; slot 0 is `?`.
using ColumnSlots = std::span<feel::Column>;

/// One boxed expression over columns.
class ColumnNode {
public:
    virtual ~ColumnNode() = default;
    [[nodiscard]] virtual feel::Column evaluate(ColumnSlots slots, ColumnRun& run,
                                                feel::Mask const& mask) const = 0;
};
using ColumnNodePtr = std::unique_ptr<ColumnNode const>;

/// `slots`: how many its element has. Null for a null node: an expression that did not compile.
[[nodiscard]] ColumnNodePtr make_column_node(Node const* node, std::uint32_t slots);
/// A node evaluated by the scalar back end, once for each combination of what it reads.
[[nodiscard]] ColumnNodePtr make_opaque(Node const& node, std::uint32_t slots);

/// The slots that a node's expressions read, in order.
[[nodiscard]] std::vector<std::uint32_t> slots_read(Node const& node);
[[nodiscard]] std::vector<std::uint32_t> slots_read(feel::Expression const& code,
                                                    std::uint32_t first);

/// The value, or null (and told) where it does not fit the type.
class ColumnFit : public feel::Computer {
public:
    ColumnFit(Type const* type, std::string what) : type_(type), what_(std::move(what)) {}
    [[nodiscard]] feel::Column evaluate(feel::Column column, ColumnRun& run) const;
    [[nodiscard]] Value compute(std::span<Value const> from, feel::Batch& batch) const override;

private:
    Type const* type_;
    std::string what_;
};

/// A column that is null everywhere.
[[nodiscard]] feel::Column const& null_column();
[[nodiscard]] feel::Column constant_column(Value value);

/// All units of a program that the columnar back end knows.
class ColumnPlan {
public:
    ColumnPlan(Program const& program, Decision::Plan const& plan);
    ~ColumnPlan();
    [[nodiscard]] feel::Column evaluate(std::span<feel::Column const> inputs, ColumnRun& run) const;
    /// A knowledge model called with columns; nothing where only the scalar back end can.
    [[nodiscard]] std::optional<feel::Column> call(std::uint32_t unit,
                                                   std::span<feel::Column const> arguments,
                                                   ColumnRun& run, feel::Mask const& mask) const;
    [[nodiscard]] Program const& program() const { return program_; }

private:
    [[nodiscard]] feel::Column service_result(std::vector<feel::Column> const& values) const;
    struct Unit {
        ColumnNodePtr logic;
        std::unique_ptr<ColumnFit> fit;
        std::vector<std::unique_ptr<ColumnFit>> parameters;
    };
    Program const& program_;
    Decision::Plan const& plan_;
    std::vector<Unit> units_;
    std::vector<feel::Column> functions_;
};

}  // namespace jizhi::dmn
