#pragma once
#include <vector>

#include "people/todo.hpp"

namespace jizhi::people {

/// A reminder source for who reads the logs: what was revealed and exported within her scope in the
/// last seven days.
[[nodiscard]] std::vector<Todo> revealed_and_exported(ReminderQuery const& query);

}  // namespace jizhi::people
