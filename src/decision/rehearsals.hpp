#pragma once
#include <deque>
#include <mutex>

#include "decision/rehearsal.hpp"
#include "decision/runs.hpp"

namespace jizhi::decision {

/// Rehearsals that somebody is likely to ask for again: the next change of rules on the same roster
/// needs neither reading nor binding. A few, for minutes. Thread-safe.
class Rehearsals {
public:
    Rehearsals(Runs const& runs, Clock const& clock) : runs_(runs), clock_(clock) {}

    /// The roster as it is now, with the rules in force. The scope is checked by the caller.
    [[nodiscard]] Result<std::shared_ptr<Rehearsal const>> get(
        store::Connection& sql, RosterQuery const& asked,
        std::shared_ptr<Book const> const& other_rules);

private:
    struct Held {
        std::string key;
        Micros used = 0;
        std::shared_ptr<Rehearsal const> rehearsal;
    };
    [[nodiscard]] std::shared_ptr<Rehearsal const> known(std::string const& key, Book const& book);

    Runs const& runs_;
    Clock const& clock_;
    std::mutex mutex_;
    std::deque<Held> held_;
};

}  // namespace jizhi::decision
