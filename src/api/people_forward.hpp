#pragma once
#include <cstdint>

// Rights and actors belong to people/; this stands in until its header is in the tree.
#if __has_include("people/right.hpp")
#include "people/right.hpp"
namespace jizhi::people {
struct Actor;
}
#else
namespace jizhi::people {
struct Actor;
enum class Right : std::uint8_t;
}  // namespace jizhi::people
#endif
