#include "region/level.hpp"

#include <algorithm>
#include <array>

namespace jizhi::region {
namespace {

constexpr std::array<std::string_view, 7> names{"province", "city",    "county", "town",
                                                "community", "village", "grid"};

}  // namespace

std::string_view name_of(Level level) { return names[static_cast<std::size_t>(level)]; }

std::optional<Level> level_named(std::string_view name) {
    auto const at = std::find(names.begin(), names.end(), name);
    if (at == names.end()) return std::nullopt;
    return static_cast<Level>(at - names.begin());
}

std::optional<Level> level_of_code(std::string_view code) {
    auto const digit = [](char c) { return c >= '0' && c <= '9'; };
    if (!std::all_of(code.begin(), code.end(), digit)) return std::nullopt;
    switch (code.size()) {
        case 2: return Level::province;
        case 4: return Level::city;
        case 6: return Level::county;
        case 9: return Level::town;
        case 12: return code[9] == '2' || code[9] == '3' ? Level::village : Level::community;
        default: break;
    }
    if (code.size() > 12) return Level::grid;
    return std::nullopt;
}

int depth_of(Level level) {
    switch (level) {
        case Level::province: return 0;
        case Level::city: return 1;
        case Level::county: return 2;
        case Level::town: return 3;
        case Level::community:
        case Level::village: return 4;
        case Level::grid: return 5;
    }
    return 5;
}

}  // namespace jizhi::region
