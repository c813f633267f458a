#pragma once
#include <set>
#include <string>
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

/// One decision as it holds for a place.
struct FoundRule {
    DeployedModel const* model = nullptr;
    dmn::Element const* element = nullptr;
};
/// "model.decision"; of "model" its main decision.
[[nodiscard]] Result<FoundRule> find_rule(Book const& book, RegionPath path, std::string_view id);
/// The names of the parameters that a decision's expressions read.
[[nodiscard]] std::set<std::string> parameters_of(dmn::Element const& element);

/// GET /decisions: every decision of every model. Ids are "model.decision".
[[nodiscard]] Value list_rules(RulesQuery const& asked);
/// GET /decisions/{id}: a table or an expression, as written and in words; what it requires; the
/// parameters it uses; gaps and overlaps with what falls through, column by column in words.
[[nodiscard]] Result<Value> describe_rule(RulesQuery const& asked, std::string_view id);
/// GET /parameters: each with the value in force (null where there is none) and all its values.
[[nodiscard]] Value list_parameters(RulesQuery const& asked);

}  // namespace jizhi::decision
