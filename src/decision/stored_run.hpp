#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "decision/roster.hpp"
#include "people/scope.hpp"
#include "store/connection.hpp"

namespace jizhi::decision {

/// A run as it stands in the store.
struct StoredRun {
    std::string id, view, period, region, state, as_of, book, basis;
    std::string made_by, made_by_name, decided_by, decided_by_name, proposal;
    std::string previous;  ///< ids of the runs it was compared with, joined by commas
    Micros made_at = 0, decided_at = 0;
    std::int64_t lines = 0, problems = 0;
    std::string totals, comparison;  ///< JSON
    bool own_only = false;  ///< the asker sees her own line in it and nothing of the whole
    std::string caveats;    ///< JSON; of a run from before they were kept: empty
};

struct StoredLine {
    std::string record_id, name, region, problem;
    std::int64_t seq = 0;
    std::string figures, inputs;             ///< {column: shown}; kept value (a list)
    std::optional<std::string> before;       ///< figures of the previous run
    bool changed = false;
};

struct LineQuery {
    std::string q, cursor, record_id;
    std::int64_t limit = 50;
    bool only_changed = false;
};

void insert_run(store::Connection& sql, StoredRun const& run);
void insert_line(store::Connection& sql, std::string const& run, std::int64_t seq,
                 RosterLine const& line, RunView const& view, bool changed);
[[nodiscard]] std::optional<StoredRun> find_run(store::Connection& sql, std::string_view id);
/// Newest period first; only regions inside the scope, and below `region` where given; also locked
/// ones that hold a record of one's own.
[[nodiscard]] std::vector<StoredRun> list_runs(store::Connection& sql, std::string_view view,
                                               people::Scope const& scope, std::string_view region,
                                               std::string_view day);
/// Whether a record of one's own has a line in it.
[[nodiscard]] bool holds_own(store::Connection& sql, StoredRun const& run,
                             people::Scope const& scope);
/// Lines that the scope may see, in order, after the cursor.
[[nodiscard]] std::vector<StoredLine> list_lines(store::Connection& sql, StoredRun const& run,
                                                 people::Scope const& scope, LineQuery const& asked,
                                                 std::string_view day);
/// Every line of a run, whatever its region, by record.
[[nodiscard]] std::unordered_map<std::string, StoredLine> lines_by_record(store::Connection& sql,
                                                                          StoredRun const& run);
/// What a line says: {column: shown}.
[[nodiscard]] Context figures_of(StoredLine const& line);
[[nodiscard]] std::int64_t count_lines(store::Connection& sql, StoredRun const& run,
                                       people::Scope const& scope, LineQuery const& asked,
                                       std::string_view day);
/// Steps that were kept with a proposal; "" where there are none.
[[nodiscard]] Result<std::string> kept_steps(store::Connection& sql, std::string_view run,
                                             std::string_view record);
/// Codes from a region upward, itself first.
using UpwardOf = std::function<std::vector<std::string>(std::string_view region)>;

/// The runs of the period before that hold the people of `region`: that region's own; else the
/// nearest one above, which holds them among others; else those below it that no other one holds.
/// Of one region's runs the locked one, else the newest that was not rejected.
[[nodiscard]] std::vector<StoredRun> runs_before(store::Connection& sql, RunView const& view,
                                                 Period const& period, std::string_view region,
                                                 UpwardOf const& upward_of);
/// Those that a run was compared with.
[[nodiscard]] std::vector<StoredRun> compared_with(store::Connection& sql, StoredRun const& run);

}  // namespace jizhi::decision
