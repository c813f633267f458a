#pragma once
#include <memory>
#include <vector>

#include "decision/roster.hpp"

namespace jizhi::decision {

/// How lines are computed; all ways say the same to the last digit. Columns are for many records.
enum class Way : std::uint8_t { as_fits, by_columns, one_by_one };

/// Fills in the lines of a roster, one for each record in their order, on several threads. By
/// columns, only those without a result are evaluated alone, to say why. Its caveats with them.
void compute_lines(Desk const& desk, Roster& roster, record::RecordType const& type,
                   std::shared_ptr<record::Catalog const> const& catalog,
                   std::vector<record::Loaded> const& records, Carried const& carried,
                   Way way = Way::as_fits);

}  // namespace jizhi::decision
