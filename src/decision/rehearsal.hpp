#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "decision/roster.hpp"
#include "decision/roster_pass.hpp"

namespace jizhi::decision {

/// Figures of a column as whole numbers: money in cents, whole numbers as they are, others in
/// millionths.
[[nodiscard]] int scale_of(RunColumn const& column);

/// Somebody whose figures would be others.
struct RehearsedChange {
    std::uint32_t member = 0;            ///< of `BoundRoster::members`
    std::int64_t before = 0, after = 0;  ///< the main column; `no_figure` where there is none
};

/// What other rules would do to a roster, against those in force.
struct Simulation {
    struct Sums {
        std::vector<std::int64_t> before, after;  ///< by column; 0 where it has no total
        std::int64_t members = 0, changed = 0;
    };
    Sums whole;
    std::vector<Sums> regions;             ///< as `Rehearsal::regions`
    std::vector<RehearsedChange> changes;  ///< who gains most first, who loses most last
    std::int64_t gain = 0, lose = 0;       ///< how many, by the main column
    std::int64_t lost = 0;                 ///< who would have no result any more
};

/// A run's roster, read and bound once, with what the rules in force give: changes of the rules are
/// rehearsed on it, each in one pass. Nothing is stored. Immutable; any thread.
class Rehearsal {
public:
    /// `books`: those in force first, then those that will be rehearsed. Decided fields are
    /// computed on the way, so that a change of "grade" is seen in "pay".
    [[nodiscard]] static Result<std::shared_ptr<Rehearsal const>> prepare(
        Desk const& desk, store::Connection& sql, RosterQuery const& asked,
        std::vector<std::shared_ptr<Book const>> const& books);
    /// Over a roster that is bound already, `book` being in force.
    [[nodiscard]] static Result<std::shared_ptr<Rehearsal const>> bound(
        Desk const& desk, RunView view, BoundRoster roster, std::string region,
        std::shared_ptr<Book const> book);

    /// What everybody would get. The error is a model that is missing or takes other places apart
    /// than the roster was bound for (`fits`): prepare anew.
    [[nodiscard]] Result<Simulation> under(std::shared_ptr<Book const> const& book) const;
    [[nodiscard]] bool fits(Book const& book) const { return roster_.fits(book); }
    /// The steps of one member under a book, one stage after another, and the values of the
    /// columns.
    struct Explained {
        std::vector<Value> values;
        Value steps;
    };
    [[nodiscard]] Result<Explained> explain(store::Connection& sql, std::string_view record,
                                            std::shared_ptr<Book const> const& book) const;

    [[nodiscard]] RunView const& view() const { return view_; }
    [[nodiscard]] BoundRoster const& roster() const { return roster_; }
    [[nodiscard]] std::string const& region() const { return region_; }
    [[nodiscard]] std::vector<std::string> const& regions() const { return regions_; }
    [[nodiscard]] std::shared_ptr<Book const> const& book() const { return book_; }
    /// The column that people look at first.
    [[nodiscard]] std::size_t main_column() const;

private:
    struct Tally;
    Rehearsal(Desk const& desk, RunView view) : desk_(desk), view_(std::move(view)) {}
    [[nodiscard]] Result<void> run_baseline();
    void add_up_baseline();
    [[nodiscard]] Result<RosterPass> pass(std::shared_ptr<Book const> const& book) const;
    void compare(PassBlock const& block, Tally& tally) const;
    [[nodiscard]] Simulation told(Tally tally) const;

    Desk const& desk_;
    RunView view_;
    std::string region_;
    record::When known_;
    std::shared_ptr<record::Catalog const> catalog_;
    std::shared_ptr<Book const> book_;
    BoundRoster roster_;
    std::vector<std::string> regions_;                 ///< where members belong
    std::vector<std::uint32_t> region_of_;             ///< by row of all parts
    std::vector<Simulation::Sums> before_;             ///< by region
    std::vector<std::vector<std::int64_t>> baseline_;  ///< by column, then row of all parts
    RosterMemory memory_;                              ///< of the rules in force
};

}  // namespace jizhi::decision
