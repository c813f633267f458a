#include "people/todo_rights.hpp"

namespace jizhi::people {

region::Condition rights_condition(Actor const& actor, std::string_view right_column,
                                   std::string_view region_column, std::string_view day) {
    if (actor.everything) return {.sql = "(1 = 1)", .texts = {}};
    auto condition = region::Condition{.sql = "(1 = 0", .texts = {}};
    for (auto i = 0; i < right_count; ++i) {
        auto const right = static_cast<Right>(i);
        if (!actor.has(right)) continue;
        auto const inside = actor.scope(right).condition(region_column, "", day);
        condition.sql += " OR (";
        condition.sql += right_column;
        condition.sql += " = ? AND (";
        condition.sql += region_column;
        condition.sql += " = '' OR " + inside.sql + "))";
        condition.texts.emplace_back(name_of(right));
        condition.texts.insert(condition.texts.end(), inside.texts.begin(), inside.texts.end());
    }
    condition.sql += ")";
    return condition;
}

}  // namespace jizhi::people
