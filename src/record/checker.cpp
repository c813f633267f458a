#include "record/checker.hpp"

namespace jizhi::record {
namespace {

/// A form is told that a change will wait; an import, which cannot wait, that it is not taken.
void say_what_waits(RecordType const& type, std::vector<Value> const& before,
                    std::vector<Value> const& after, bool is_new, bool import,
                    std::vector<Problem>& problems) {
    for (auto const& field : type.fields) {
        auto const waits = is_new ? type.approval && &field == &type.fields.front()
                                  : (type.approval || field.approval) &&
                                        !(before[field.slot] == after[field.slot]);
        if (!waits) continue;
        auto problem = problem_of(field, std::string(needs_approval), "变更要第二个人复核后生效",
                                  "the change holds once a second person has agreed");
        problem.warning = !import;
        problems.push_back(std::move(problem));
    }
}

}  // namespace

Checker::Checker(Records const& records, store::Connection& sql, RecordType const& type,
                 Date today, bool opening)
    : catalog_(records.catalogs().now()),
      tree_(records.regions().tree()),
      keys_(records.keys()),
      sql_(sql),
      type_(type),
      today_(today),
      opening_(opening),
      validator_(*catalog_, type, *tree_, sql, records.parameters()) {}

void Checker::take_stored(Draft& draft) {
    if (select_sql_.empty())
        select_sql_ = type_.select_by_id();
    sql_.query(select_sql_, {draft.id}, [&](store::Row const& row) {
        auto stored = read_stored(type_, keys_, row, true);
        draft.values = std::move(stored.values);
        draft.region = stored.region;
    });
}

std::vector<Problem> Checker::check(Context const& values, std::string_view id,
                                    std::string_view parent_id) {
    Draft draft;
    draft.values.resize(type_.fields.size());
    draft.given.resize(type_.fields.size());
    draft.id = id;
    draft.parent_id = parent_id;
    draft.as_of = draft.today = today_;
    if (!id.empty()) take_stored(draft);
    if (auto const* region = values.find(type_.region_field)) draft.region = region->string_or("");
    auto const before = draft.values;
    std::vector<Problem> problems;
    validator_.read(values, opening_, draft, problems);
    if (id.empty()) validator_.fill_defaults(draft);
    validator_.compute(draft);
    // A new row is true from its start, as `create` has it.
    auto const* starts = id.empty() ? type_.field(type_.starts_with) : nullptr;
    if (starts != nullptr && draft.values[starts->slot].is(Value::Type::date))
        draft.as_of = draft.values[starts->slot].date();
    validator_.check(draft, problems);
    say_what_waits(type_, before, draft.values, id.empty(), opening_, problems);
    return problems;
}

}  // namespace jizhi::record
