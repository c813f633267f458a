#pragma once
#include "store/migration.hpp"

namespace jizhi::region {

[[nodiscard]] store::Migrations migrations();

}  // namespace jizhi::region
