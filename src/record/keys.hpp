#pragma once
#include "store/keys.hpp"

namespace jizhi::record {

/// What seals sensitive values and finds them again.
using FieldKeys = store::Keys;

}  // namespace jizhi::record
