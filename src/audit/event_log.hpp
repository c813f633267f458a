#pragma once
#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "kit/clock.hpp"
#include "store/connection.hpp"
#include "value/value.hpp"

namespace jizhi::audit {

struct EventEntry {
    std::int64_t number = 0;
    std::string id, subject_type, subject_id, region, activity, lifecycle, actor, on_behalf_of,
        command_id;
    Micros at = 0;
    Value delta;  ///< null where it was erased
};

/// What of the log is asked for; an empty text or 0 asks for all.
struct EventQuery {
    std::string subject_type = {}, subject_id = {}, actor = {}, activity = {};
    Micros from = 0, to = 0;         ///< from <= at < to
    std::int64_t before_number = 0;  ///< the cursor: older than this
    int limit = 100;
    /// An SQL condition on alias `e` (column e.region) that keeps the asker within scope, "" for
    /// whoever may read all; with its values.
    std::string scope_sql = {};
    std::vector<std::string> scope_values = {};
};

/// The number of the newest event; 0 where there is none.
[[nodiscard]] std::int64_t last_number(store::Connection& sql);

/// What one event was about.
struct Touched {
    std::int64_t number = 0;
    std::string subject_type, subject_id;
};
/// Of the events after one number up to and with another, oldest first.
[[nodiscard]] std::vector<Touched> touched(store::Connection& sql, std::int64_t after,
                                           std::int64_t up_to);
/// The kinds of things that those events were about, each once.
[[nodiscard]] std::set<std::string, std::less<>> touched_types(store::Connection& sql,
                                                               std::int64_t after,
                                                               std::int64_t up_to);

/// Newest first.
[[nodiscard]] std::vector<EventEntry> events(store::Connection& sql, EventQuery const& query);

}  // namespace jizhi::audit
