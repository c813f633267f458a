#include "people/right.hpp"

#include <algorithm>
#include <array>

namespace jizhi::people {
namespace {

constexpr std::array<std::string_view, right_count> names{
    "read",    "edit",    "import",   "export",          "reveal",           "apply",
    "propose", "approve", "read_log", "manage_accounts", "approve_accounts", "manage_system",
    "manage_rules"};

}  // namespace

std::string_view name_of(Right right) { return names[static_cast<std::size_t>(right)]; }

std::optional<Right> right_named(std::string_view name) {
    auto const at = std::find(names.begin(), names.end(), name);
    if (at == names.end()) return std::nullopt;
    return static_cast<Right>(at - names.begin());
}

}  // namespace jizhi::people
