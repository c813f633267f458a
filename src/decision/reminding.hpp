#pragma once
#include <vector>

#include "decision/desk.hpp"
#include "people/todo.hpp"

namespace jizhi::decision {

/// What record types declare under `reminders`: how many records within the asker's scope fall due
/// in the days to come, one row a reminder. A source for people::Reminders.
[[nodiscard]] std::vector<people::Todo> due_soon(Desk const& desk,
                                                 people::ReminderQuery const& query);

/// How many records within the asker's scope hold a result that the rules would not give today, one
/// row a record type. A source for people::Reminders.
[[nodiscard]] std::vector<people::Todo> differing_results(Desk const& desk,
                                                          people::ReminderQuery const& query);

}  // namespace jizhi::decision
