#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "dmn/model.hpp"
#include "feel/columnar.hpp"

namespace jizhi::dmn {

class ColumnPlan;

/// A decision made ready for many rows: the columnar back end of what `Decision` evaluates for one
/// case, with the same results to the last digit. Immutable; any thread may run it.
class BatchDecision {
public:
    explicit BatchDecision(Decision decision);
    ~BatchDecision();
    BatchDecision(BatchDecision&&) noexcept;
    BatchDecision& operator=(BatchDecision&&) noexcept;
    [[nodiscard]] Decision const& decision() const { return decision_; }

private:
    friend class BatchRun;
    Decision decision_;
    std::unique_ptr<ColumnPlan const> plan_;
};

/// Which rule of a table was hit: one column of numbers for each table of the decisions (tables
/// inside knowledge models are not noted). Null where none was hit; an output by default has the
/// number of rules.
struct SiteHits {
    std::uint32_t site = 0;
    feel::Column rules;
};

/// One pass over many rows under one environment: begin a block, give its columns, evaluate. The
/// decision and the environment must outlive it. One thread.
class BatchRun {
public:
    BatchRun(BatchDecision const& decision, feel::Environment& environment);
    /// One of several decisions over the same blocks: its columns may be those of the others.
    /// Whoever made the batch begins its blocks before `begin` is called here.
    BatchRun(BatchDecision const& decision, feel::Batch& shared);
    ~BatchRun();
    BatchRun(BatchRun const&) = delete;
    BatchRun& operator=(BatchRun const&) = delete;

    /// Begins a block of at most `feel::block_rows` rows; columns are made for it after this.
    void begin(std::size_t rows);
    [[nodiscard]] feel::Batch& batch();

    struct Block {
        feel::Column value;
        /// 1 for the rows whose evaluation has something to tell: evaluate them alone to read it.
        feel::Mask told;
    };
    /// The inputs in the order of the decision's.
    [[nodiscard]] Block evaluate(std::span<feel::Column const> inputs);
    /// Of the block evaluated last.
    [[nodiscard]] std::vector<SiteHits> const& hits() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace jizhi::dmn
