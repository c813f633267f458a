#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "decision/stored_run.hpp"
#include "people/actor.hpp"
#include "people/proposal.hpp"

namespace jizhi::decision {

/// Runs as people work with them: computed, compared with the period before, proposed, locked by a
/// second person, computed again as known on another day. Values are in the API's shape. Whether
/// somebody may do it (the right) is checked by the caller; where, by the scope given.
class Runs {
public:
    explicit Runs(Desk const& desk) : desk_(desk) {}

    /// Before the first request: the held command "run.lock" and the version of a run's inputs.
    void register_with(people::HeldCommands& commands) const;

    /// What `create` stores: the roster with the basis it was computed from.
    [[nodiscard]] Result<Roster> compute(store::Connection& sql, RosterQuery const& asked) const;
    /// Inside a command: stores what was computed as a draft; an older draft of the same view,
    /// period and region gives way. Refused where that period is proposed or locked already.
    [[nodiscard]] Result<Value> create(store::Tx& tx, Roster const& roster,
                                       people::Actor const& by) const;
    /// Inside a command: a draft goes away.
    [[nodiscard]] Result<Value> discard(store::Tx& tx, std::string const& id,
                                        people::Scope const& scope) const;

    /// Every step of every line, to be kept with the proposal. Slow; before the command.
    using KeptSteps = std::vector<std::pair<std::string, std::string>>;
    [[nodiscard]] Result<KeptSteps> steps_to_keep(store::Connection& sql,
                                                  std::string const& id) const;
    /// Inside a command: hands the run to a second person. Refused while a line has no result, and
    /// where what it was computed from has changed.
    [[nodiscard]] Result<Value> propose(store::Tx& tx, people::HeldCommands const& commands,
                                        std::string const& id, people::Actor const& by,
                                        KeptSteps const& steps) const;

    [[nodiscard]] Result<Value> list(store::Connection& sql, std::string_view view,
                                     people::Scope const& scope, std::string_view region,
                                     std::string_view day) const;
    /// The run, if it exists and its region is in the scope.
    [[nodiscard]] Result<StoredRun> find(store::Connection& sql, std::string_view id,
                                         people::Scope const& scope) const;
    [[nodiscard]] Value head(StoredRun const& run) const;
    /// {rows, total, next}; rows with the figures before, differences and why they differ.
    [[nodiscard]] Result<Value> lines(store::Connection& sql, StoredRun const& run,
                                      people::Scope const& scope, LineQuery const& asked,
                                      std::string_view day) const;
    /// One line with its steps.
    [[nodiscard]] Result<Value> line(store::Connection& sql, StoredRun const& run,
                                     people::Scope const& scope, std::string_view record,
                                     std::string_view day) const;
    /// The period computed again as known then, against what the run says: only what differs.
    [[nodiscard]] Result<Value> recompute(store::Connection& sql, StoredRun const& run,
                                          Micros known_on) const;
    /// Digest of what a run rests on: rules, and the records of its roster as of its day.
    [[nodiscard]] std::string basis(store::Connection& sql, std::string const& view,
                                    std::string const& region, std::string const& as_of) const;

    /// For `Desk::set_extra`: what a run of the subject's period would give its model beside the
    /// bind.
    [[nodiscard]] Result<Context> extra(store::Connection& sql, Subject const& subject,
                                        DeployedModel const& model, Setting const& setting) const;
    [[nodiscard]] Desk const& desk() const { return desk_; }

private:
    [[nodiscard]] Result<Value> lock(store::Tx& tx, people::Held const& held) const;
    [[nodiscard]] Result<void> refused(store::Tx& tx, people::Held const& held,
                                       std::string_view state) const;
    [[nodiscard]] Result<Value> steps_of(store::Connection& sql, StoredRun const& run,
                                         StoredLine const& line, RunView const& view) const;

    Desk const& desk_;
};

/// Why a figure is another than before: sentences that came, went or changed. [{zh, en}]
enum class Beside { period_before, rules_in_force };  ///< what the figures are compared with
[[nodiscard]] Value reasons_of_difference(Value const& steps_before, Value const& steps_now,
                                          Beside beside = Beside::period_before);
/// {column: now − before} of two {column: text}; columns whose figures are equal are left out.
[[nodiscard]] Context difference_of(Context const& before, Context const& now);

}  // namespace jizhi::decision
