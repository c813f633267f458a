#pragma once
#include <string_view>

#include "decision/book.hpp"
#include "record/catalog.hpp"

namespace jizhi::decision {

/// What is in force in a place on a day, as the rules page shows it (the API's shape).
struct RulesQuery {
    Book const& book;
    record::Catalog const& catalog;
    RegionPath path;
    Date as_of{};
};

/// GET /decisions: every decision of every model. Ids are "model.decision".
[[nodiscard]] Value list_rules(RulesQuery const& asked);
/// GET /decisions/{id}: a table or an expression, as written and in words; what it requires; the
/// parameters it uses.
[[nodiscard]] Result<Value> describe_rule(RulesQuery const& asked, std::string_view id);
/// GET /parameters: each with the value in force (null where there is none) and all its values.
[[nodiscard]] Value list_parameters(RulesQuery const& asked);

}  // namespace jizhi::decision
