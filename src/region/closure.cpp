#include "region/closure.hpp"

namespace jizhi::region {

Condition below(std::string_view column, std::span<std::string const> ancestors,
                std::string_view day) {
    if (ancestors.empty()) return {.sql = "(1 = 0)", .texts = {}};
    auto condition = Condition{};
    condition.sql = "(";
    condition.sql += column;
    condition.sql += " IN (SELECT descendant FROM region_closure WHERE ancestor IN (";
    for (auto const& ancestor : ancestors) {
        condition.sql += condition.texts.empty() ? "?" : ", ?";
        condition.texts.push_back(ancestor);
    }
    condition.sql += ") AND valid_from <= ? AND valid_to > ?))";
    condition.texts.emplace_back(day);
    condition.texts.emplace_back(day);
    return condition;
}

}  // namespace jizhi::region
