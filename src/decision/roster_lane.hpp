#pragma once
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "decision/bound_roster.hpp"
#include "decision/roster_memory.hpp"
#include "dmn/columnar.hpp"

namespace jizhi::decision {

/// The models of all stages of a roster, made ready for columns, and what is taken from their
/// results. Immutable; any thread.
struct RosterRules {
    struct Stage {
        std::string rules;
        dmn::BatchDecision decision;
        std::vector<BoundRoster::Source const*> inputs;  ///< null: nothing is bound to it
        std::vector<std::pair<std::uint32_t, feel::ColumnCode>> gifts;  ///< slot, code
    };
    std::vector<Stage> stages;
    std::optional<RunView> view;
    std::vector<std::optional<feel::ColumnCode>> components;  ///< by slot of the result's scope
    std::vector<feel::ColumnCode> columns;

    /// The error is a column of the view that does not compile.
    [[nodiscard]] static Result<std::unique_ptr<RosterRules>> make(
        BoundRoster const& roster, Book const& book,
        std::vector<DeployedModel const*> const& models, std::optional<RunView> view);

private:
    [[nodiscard]] Result<void> add_stage(BoundRoster const& roster,
                                         BoundRoster::Stage const& declared, Book const& book,
                                         DeployedModel const& model);
    [[nodiscard]] Result<void> add_columns();
};

/// Rows of one part under evaluation on one thread: a block begins, its stages run in order.
class RosterLane {
public:
    RosterLane(Evaluator of_place, RosterRules const& rules, BoundRoster const& roster,
               BoundRoster::Part const& part);
    RosterLane(RosterLane const&) = delete;
    RosterLane& operator=(RosterLane const&) = delete;

    /// Rows that follow one another; `from` is a multiple of `feel::block_rows`.
    void begin(std::size_t from, std::size_t rows);
    /// Rows picked from the whole part, at most `feel::block_rows`.
    void begin(std::span<std::uint32_t const> picked);
    void run(std::size_t stage);
    /// The columns of the view, if there is one, of what the last stage gave.
    [[nodiscard]] std::vector<feel::Column> shown();
    [[nodiscard]] feel::Column const& result() const { return result_; }
    /// The inputs that the last stage was run on.
    [[nodiscard]] std::vector<feel::Column> const& inputs() const { return inputs_; }
    [[nodiscard]] dmn::BatchRun const& last() const { return *runs_.back(); }
    [[nodiscard]] feel::Column const& slot(std::uint32_t slot) const { return slots_[slot]; }
    void set_slot(std::uint32_t slot, feel::Column column) { slots_[slot] = std::move(column); }
    [[nodiscard]] feel::Batch& batch() { return batch_; }

    /// From now on, what stages ask for is noted here.
    void note(RosterMemory::Part& to) { noted_ = &to; }
    /// Whether this stage would say what it said then of the same inputs.
    [[nodiscard]] bool says_the_same(std::size_t stage, RosterMemory::Stage const& then) const;

private:
    [[nodiscard]] feel::Column read(std::size_t column);
    [[nodiscard]] feel::Column input(BoundRoster::Source const* source);
    void begin_slots();

    RosterRules const& rules_;
    BoundRoster const& roster_;
    Evaluator evaluator_;
    feel::Environment environment_;
    feel::Batch batch_;
    std::vector<feel::LongColumnReader> readers_;
    std::vector<std::unique_ptr<dmn::BatchRun>> runs_;
    std::size_t from_ = 0;
    std::span<std::uint32_t const> picked_;  ///< empty: rows from `from_` on
    std::vector<feel::Column> slots_, inputs_;
    feel::Column result_;
    RosterMemory::Part* noted_ = nullptr;
    std::size_t stage_ = 0;  ///< that runs
};

/// What the stages of a lane gave, beside what they gave then; one block after another.
class MovedRows {
public:
    MovedRows(RosterMemory::Part const& then, feel::Batch& batch);
    /// The block of the lane begins; `from` as given to it.
    void begin(std::size_t from, std::size_t rows);
    /// The stage need not run: its gifts are those of then.
    void keep(RosterLane& lane, RosterRules::Stage const& stage);
    /// The stage did run: notes the rows where its gifts are others.
    void compare(RosterLane const& lane, RosterRules::Stage const& stage);
    [[nodiscard]] bool any() const { return any_; }
    [[nodiscard]] bool has(std::size_t row) const { return moved_[row] != 0; }

private:
    std::map<std::uint32_t, feel::LongColumnReader> readers_;
    std::size_t from_ = 0, rows_ = 0;
    bool any_ = false;
    std::vector<std::uint8_t> moved_;
};

}  // namespace jizhi::decision
