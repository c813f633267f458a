#include "decision/rehearsals.hpp"

#include <fmt/format.h>

#include "value/temporal.hpp"

namespace jizhi::decision {
namespace {

constexpr std::size_t held_max = 2;
constexpr Micros kept_for = 10 * 60 * Micros{1'000'000};

}  // namespace

std::shared_ptr<Rehearsal const> Rehearsals::known(std::string const& key, Book const& book) {
    auto const now = clock_.now();
    std::lock_guard const lock(mutex_);
    std::erase_if(held_, [&](Held const& each) { return each.used + kept_for < now; });
    for (auto& each : held_)
        if (each.key == key && each.rehearsal->fits(book)) {
            each.used = now;
            return each.rehearsal;
        }
    return nullptr;
}

Result<std::shared_ptr<Rehearsal const>> Rehearsals::get(
    store::Connection& sql, RosterQuery const& asked,
    std::shared_ptr<Book const> const& other_rules) {
    auto const& desk = runs_.desk();
    TRY(view, require_run_view(desk, asked.view, asked.region));
    TRY(period, view.period(asked.period));
    // Of rules and records: where either changed, the roster is read anew.
    auto const basis =
        runs_.basis(sql, asked.view, asked.region, to_text(view.setting(period).as_of));
    auto const key = fmt::format("{}|{}|{}|{}|{}", asked.view, asked.region, asked.period, basis,
                                 desk.books().now()->version());
    if (auto found = known(key, *other_rules)) return found;
    TRY(made, Rehearsal::prepare(desk, sql, asked, {desk.books().now(), other_rules}));
    std::lock_guard const lock(mutex_);
    held_.push_front({key, clock_.now(), made});
    if (held_.size() > held_max) held_.pop_back();
    return made;
}

}  // namespace jizhi::decision
