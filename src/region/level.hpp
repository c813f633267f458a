#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace jizhi::region {

/// Levels of the national division (GB/T 2260, GB/T 10114); a grid lies below a community or a
/// village, which stand beside each other.
enum class Level : std::uint8_t { province, city, county, town, community, village, grid };

[[nodiscard]] std::string_view name_of(Level level);  ///< "county"
[[nodiscard]] std::optional<Level> level_named(std::string_view name);
/// By the digits of a code: 2, 4, 6, 9, 12, more. Of 12 digits the last three tell: 200 to 399 are
/// villagers' committees (GB/T 10114), others residents' committees.
[[nodiscard]] std::optional<Level> level_of_code(std::string_view code);
/// 0 province … 4 community and village, 5 grid.
[[nodiscard]] int depth_of(Level level);

}  // namespace jizhi::region
