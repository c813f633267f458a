#pragma once
#include <string>
#include <unordered_map>
#include <vector>

#include "decision/caveat.hpp"
#include "decision/run_view.hpp"

namespace jizhi::decision {

/// One record of a run: what the decision saw and gave.
struct RosterLine {
    std::string record_id, name, region;
    std::vector<Value> inputs;           ///< of the model's main decision
    std::vector<Value> values;           ///< by column
    Context carried;                     ///< sums of the year with this period, without the opening
    std::string problem_zh, problem_en;  ///< why it could not be computed; else empty
};

/// A decision over a roster for a period, computed but not stored.
struct Roster {
    RunView view;
    Period period;
    std::string region;
    Setting setting;
    std::shared_ptr<Book const> book;
    std::vector<RosterLine> lines;  ///< by region, then name
    std::string basis;              ///< of `Runs::basis`, read before the records were
    Caveats caveats;                ///< of the model and of those that decided what it reads
};

using Carried = std::unordered_map<std::string, Context>;  ///< sums brought along, by record

struct RosterQuery {
    std::string view, region, period;
    record::When known;  ///< only `known_on` is used: records and parameters as known then
    Carried const* carried = nullptr;  ///< instead of what locked runs hold
};

/// Reads the roster in a handful of statements and computes its lines on several threads.
[[nodiscard]] Result<Roster> compute_roster(Desk const& desk, store::Connection& sql,
                                            RosterQuery const& asked);
/// What each record has brought along from the locked runs of the year before this period: the
/// line of its last one holds the sums.
[[nodiscard]] Result<Carried> carried_before(store::Connection& sql, RunView const& view,
                                             Period const& period);
/// What one record has brought along from the locked runs of the year before this period.
[[nodiscard]] Result<Context> carried_by(store::Connection& sql, RunView const& view,
                                         Period const& period, std::string_view record);
/// The view and its model as they hold in a region.
[[nodiscard]] Result<RunView> require_run_view(Desk const& desk, std::string_view view,
                                               std::string_view region);
/// Sum of each column that wants one, as the API writes it.
[[nodiscard]] Context totals_of(RunView const& view, std::vector<RosterLine> const& lines);

}  // namespace jizhi::decision
