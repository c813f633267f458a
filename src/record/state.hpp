#pragma once
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "record/catalog.hpp"
#include "record/keys.hpp"
#include "store/connection.hpp"

namespace jizhi::record {

/// The two axes of time: what is true on `as_of`, as it was known at `known_on`.
struct When {
    Date as_of{};
    Micros known_on = std::numeric_limits<Micros>::max();  ///< default: all that is known
};

/// One row as it was: the typed values of its fields, null where it had none.
struct State {
    std::string id, parent_id, region, started_on, ended_on;
    std::int64_t version = 0;
    Context values;  ///< in the order of the fields
};

struct LoadOptions {
    bool sensitive = true;  ///< open sealed fields; without it they are null (and it is faster)
    bool children = true;
    std::vector<std::string> only_children = {};  ///< empty: all child types
    bool counts = true;  ///< counted fields as of that day (without it: those of today)
};

/// A record as FEEL sees it: its fields, what resident_ids give, `id`, `region`, and for each child
/// type a list of rows that are true on that day, oldest first. Nothing where it was not there yet.
[[nodiscard]] Result<std::optional<Value>> load(store::Connection& sql, Catalog const& catalog,
                                                store::Keys const& keys, RecordType const& type,
                                                std::string_view id, When when,
                                                LoadOptions const& options = {});

/// Many at once, in the order of `ids` (those that were not there are left out); each a context as
/// `load` gives it. A handful of statements, whatever their number.
struct Loaded {
    std::string id, parent_id, region, started_on, ended_on;
    std::int64_t version = 0;
    Value value;
};
[[nodiscard]] Result<std::vector<Loaded>> load_many(store::Connection& sql, Catalog const& catalog,
                                                    store::Keys const& keys, RecordType const& type,
                                                    std::vector<std::string> const& ids, When when,
                                                    LoadOptions const& options = {});
/// All records of a type in `region` and below, on that day; ended ones too.
[[nodiscard]] Result<std::vector<Loaded>> load_region(
    store::Connection& sql, Catalog const& catalog, store::Keys const& keys, RecordType const& type,
    std::string_view region, When when, LoadOptions const& options = {});

/// One entry of a record's history, newest last.
struct Version {
    std::string id, kind, effective_from, reason, document, actor;
    Micros recorded_at = 0;
    Context values;  ///< the changed fields; sensitive ones masked
};
[[nodiscard]] Result<std::vector<Version>> history(store::Connection& sql, Catalog const& catalog,
                                                   store::Keys const& keys, RecordType const& type,
                                                   std::string_view id);

}  // namespace jizhi::record
