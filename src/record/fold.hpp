#pragma once
#include <functional>
#include <string>
#include <vector>

#include "record/state.hpp"
#include "record/table.hpp"

namespace jizhi::record {

/// One entry of record_version.
struct Delta {
    std::string record_id, effective_from, kind, reason, document, actor;
    std::int64_t version = 0;
    Micros recorded_at = 0;
    Value values;  ///< field -> JSON form; {"sealed": base64} where sensitive
};

/// What a row was on a day, as known at a time: for each field the delta with the greatest
/// (effective_from, recorded_at, version) among those that count.
struct Folded {
    bool exists = false;
    std::string started_on, ended_on, latest_on;
    std::string due_on;  ///< the first change that is known but not yet true
    std::vector<Value> values;
};

/// `deltas` sorted by (effective_from, recorded_at, version).
[[nodiscard]] Folded fold(RecordType const& type, store::Keys const& keys,
                          std::vector<Delta> const& deltas, When when, bool open_sealed = true);
/// The deltas of one record, sorted for `fold`.
[[nodiscard]] std::vector<Delta> deltas_of(store::Connection& sql, std::string_view id);
/// Those of many records; `each` is called once a record that has any.
void deltas_of_many(
    store::Connection& sql, std::vector<std::string> const& ids,
    std::function<void(std::string const& id, std::vector<Delta> const&)> const& each);

/// How a sealed value stands in a delta; all others stand in their JSON form.
[[nodiscard]] Value delta_form(std::string_view sealed);

}  // namespace jizhi::record
