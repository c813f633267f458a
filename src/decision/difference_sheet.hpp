#pragma once
#include <map>
#include <string>
#include <vector>

#include "decision/stored_run.hpp"

namespace jizhi::decision {

/// What locked runs would say now against what they said, by person and period: what is to be paid
/// or taken back after rules or records were changed for days gone by (补发、扣回). Figures that
/// add up over the year go on from the period computed anew before, so that what is withheld by the
/// year comes out as if it had been right from the start.
struct DifferenceSheet {
    struct Row {
        std::string record_id, name, region;
        std::map<std::string, Context> periods;  ///< differences by period: {column: number}
        Context total;
    };
    RunView view;
    std::string region;
    std::vector<std::string> periods;  ///< of locked runs, oldest first
    std::vector<Row> rows;             ///< only who has a difference; by region, then name
    Context total;
};

struct DifferenceQuery {
    std::string view, region, from, to;  ///< periods, both included; `to` may be empty
    people::Scope scope;
    std::string day;  ///< today
};

/// Computes every locked run of the region and below it anew, as known now. The error is a view or
/// rule that is not there any more.
[[nodiscard]] Result<DifferenceSheet> difference_sheet(Desk const& desk, store::Connection& sql,
                                                       DifferenceQuery const& asked);
/// In the API's shape.
[[nodiscard]] Value to_value(DifferenceSheet const& sheet, region::Tree const& tree);

}  // namespace jizhi::decision
