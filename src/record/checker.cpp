#include "record/checker.hpp"

#include <fmt/format.h>

namespace jizhi::record {

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
        select_sql_ = fmt::format("SELECT {} FROM {} a WHERE a.id = ?", stored_columns(type_, "a"),
                                  type_.table());
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
    std::vector<Problem> problems;
    validator_.read(values, opening_, draft, problems);
    if (id.empty()) validator_.fill_defaults(draft);
    validator_.compute(draft);
    // A new row is true from its start, as `create` has it.
    auto const* starts = id.empty() ? type_.field(type_.starts_with) : nullptr;
    if (starts != nullptr && draft.values[starts->slot].is(Value::Type::date))
        draft.as_of = draft.values[starts->slot].date();
    validator_.check(draft, problems);
    return problems;
}

}  // namespace jizhi::record
