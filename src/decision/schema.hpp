#pragma once
#include "store/migration.hpp"

namespace jizhi::decision {

/// Runs, their lines, and the traces of decisions that were applied.
[[nodiscard]] store::Migrations migrations();

}  // namespace jizhi::decision
