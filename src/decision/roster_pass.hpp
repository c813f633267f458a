#pragma once
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <vector>

#include "decision/roster_lane.hpp"

namespace jizhi::decision {

/// Some rows of one part of a roster, evaluated.
struct PassBlock {
    BoundRoster::Part const& part;
    std::size_t rows = 0;
    std::size_t from = 0;                      ///< the first of them, in the part
    std::span<std::uint32_t const> picked;     ///< which of the part, where they do not follow
    std::size_t before = 0;                    ///< how many rows the parts before have
    std::vector<feel::Column> const& columns;  ///< of the view, in its order
    feel::Column const& result;                ///< of the run's own model, as a whole
    std::vector<feel::Column> const& inputs;   ///< of the run's own model
    dmn::BatchRun const& run;                  ///< of the run's own model
    unsigned thread = 0;

    /// Of the part, and of all parts one after another.
    [[nodiscard]] std::size_t row_of_part(std::size_t row) const {
        return picked.empty() ? from + row : picked[row];
    }
    [[nodiscard]] std::size_t row_of_all(std::size_t row) const {
        return before + row_of_part(row);
    }
    [[nodiscard]] std::uint32_t member(std::size_t row) const {
        return part.members[row_of_part(row)];
    }
};

/// One evaluation of a bound roster under the rules of one book, by columns: what each column of
/// the view gives for each member, the same to the last digit as one by one.
/// Roster and book must outlive it.
class RosterPass {
public:
    /// The error is a model that is missing or a column that does not compile.
    [[nodiscard]] static Result<RosterPass> make(Desk const& desk, BoundRoster const& roster,
                                                 std::shared_ptr<Book const> book,
                                                 record::Catalog const& catalog,
                                                 record::View const& view);
    /// With columns that are compiled already, or (null) with none: whole results.
    [[nodiscard]] static Result<RosterPass> make(Desk const& desk, BoundRoster const& roster,
                                                 std::shared_ptr<Book const> book,
                                                 RunView const* view);
    RosterPass(RosterPass&&) noexcept;
    ~RosterPass();

    using Visit = std::function<void(PassBlock const&)>;
    /// Calls `visit` for each block, on `threads` threads at once. `memory`: what shall be kept for
    /// later passes.
    void run(unsigned threads, Visit const& visit, RosterMemory* memory = nullptr) const;
    /// The same, leaving out whom these rules give what the pass gave that `then` is of.
    void run_changed(unsigned threads, RosterMemory const& then, Visit const& visit) const;

private:
    struct Share;
    RosterPass(Desk const& desk, BoundRoster const& roster, std::shared_ptr<Book const> book);
    /// The columns, where any are wanted, as a model has them.
    using Shown = std::function<Result<std::optional<RunView>>(DeployedModel const&)>;
    [[nodiscard]] Result<void> add_parts(Shown const& shown);
    [[nodiscard]] Result<void> add_part(BoundRoster::Part const& part, Shown const& shown);
    void share_out(unsigned threads, std::function<void(Share const&)> const& work) const;
    [[nodiscard]] std::unique_ptr<RosterLane> lane(std::size_t part) const;
    void run_share(Share const& share, Visit const& visit, RosterMemory::Part* memory) const;
    void run_changed_share(Share const& share, RosterMemory::Part const& then,
                           Visit const& visit) const;
    void run_picked(Share const& share, RosterLane& lane, std::span<std::uint32_t const> picked,
                    std::map<std::uint32_t, feel::LongColumn>& gifts, Visit const& visit) const;
    void show(Share const& share, RosterLane& lane, std::size_t from, std::size_t rows,
              std::span<std::uint32_t const> picked, Visit const& visit) const;

    Desk const* desk_;
    BoundRoster const* roster_;
    std::shared_ptr<Book const> book_;
    /// One for each set of models that a part has; parts mostly share.
    std::map<std::vector<DeployedModel const*>, std::unique_ptr<RosterRules>> rules_;
    std::vector<RosterRules const*> by_part_;
    std::vector<std::size_t> before_;  ///< rows of the parts before, by part
};

/// A column's values as whole numbers at `scale` (rounded half up), `null` where there is none:
/// figures that are summed and compared. `rows` of the block, written to `to`.
inline constexpr std::int64_t no_figure = std::numeric_limits<std::int64_t>::min();
void figures_of(feel::Column const& column, std::size_t rows, int scale, std::int64_t* to);

}  // namespace jizhi::decision
