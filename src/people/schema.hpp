#pragma once
#include "store/migration.hpp"

namespace jizhi::people {

[[nodiscard]] store::Migrations migrations();

}  // namespace jizhi::people
