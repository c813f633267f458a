#pragma once
#include <string_view>

#include "people/actor.hpp"

namespace jizhi::people {

/// True for rows that ask for a right (`right_column` holds its name) which `actor` has where the
/// row belongs; a row whose region is "" asks for the right alone.
[[nodiscard]] region::Condition rights_condition(Actor const& actor, std::string_view right_column,
                                                 std::string_view region_column,
                                                 std::string_view day);

}  // namespace jizhi::people
