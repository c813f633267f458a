#pragma once
#include <vector>

#include "people/todo.hpp"
#include "store/keys.hpp"

namespace jizhi::file {

/// 今天要办: the last good backup is older than a day and a half, or there is none, with what the
/// last attempt said.
[[nodiscard]] std::vector<people::Todo> missing_backup(people::ReminderQuery const& query,
                                                       Micros now);

/// 今天要办: nobody keeps a copy of the keys yet.
[[nodiscard]] std::vector<people::Todo> keys_not_exported(people::ReminderQuery const& query,
                                                          store::Keys const& keys);

}  // namespace jizhi::file
