#pragma once
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "record/catalog.hpp"
#include "record/keys.hpp"
#include "store/connection.hpp"

namespace jizhi::record {

/// The value of a field of the row in question; null where it has none.
using ValueOf = std::function<Value(Field const&)>;

/// The text under which a key stands in `unique_key`: the parent, then each value (sensitive ones
/// as MAC). "" where one of the fields has no value: then there is no key.
[[nodiscard]] std::string key_text(RecordType const& type, FieldKeys const& keys,
                                   std::span<std::string const> fields, std::string_view parent_id,
                                   ValueOf const& value_of);

struct Found {
    std::string id, region;
    std::int64_t version = 0;
};

/// For each row (typed values) the current record with the same key, or nothing. Children are
/// looked for below `parent_ids[i]`; a child type without key, or a row that gives none, means the
/// only current child of that parent. A statement for every few hundred rows.
[[nodiscard]] Result<std::vector<std::optional<Found>>> find_by_key(
    store::Connection& sql, FieldKeys const& keys, RecordType const& type,
    std::span<Context const> rows, std::span<std::string const> parent_ids = {});

}  // namespace jizhi::record
