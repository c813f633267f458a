#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "decision/parameters.hpp"
#include "people/scope.hpp"
#include "record/state.hpp"
#include "record/total.hpp"
#include "region/regions.hpp"

namespace jizhi::report {

/// What an indicator is counted over.
struct IndicatorQuery {
    record::Catalog const& catalog;
    record::FieldKeys const& keys;
    decision::Parameters const& parameters;
    region::Tree const& tree;
    people::Scope const& scope;  ///< of who looks: nothing outside is counted
    std::string region;          ///< counted for it and, as children, for each region below it
    Date today{};
    std::int64_t history_months = 0;   ///< how many frozen month-ends to tell beside
    std::optional<record::When> when;  ///< another day than today: counted over rows as they were
};

/// Every declared indicator: numerator, denominator, value, target, and the same for each child
/// region that is in scope. `value` is null where nothing stands below the line. One that cannot be
/// told of another day has null for all three.
[[nodiscard]] Result<Value> indicators(store::Connection& sql, IndicatorQuery const& query);

}  // namespace jizhi::report
