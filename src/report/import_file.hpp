#pragma once
#include "report/column_match.hpp"
#include "report/import_plan.hpp"
#include "report/sheet_writer.hpp"

namespace jizhi::report {

/// `{counts, errors, errors_total}` of a dry run, as it is kept and shown. At most `problems_max`
/// are kept; `errors_total` counts all.
[[nodiscard]] Value outcome_value(ImportPlan const& plan, std::size_t problems_max);
/// `{error: {code, zh, en}}`: why nothing could be checked at all.
[[nodiscard]] Value failure_value(Error const& error);
/// Sheet, title row, columns with samples, and what a column may be.
[[nodiscard]] Context describe_file(Sheet const& sheet, std::size_t head_row,
                                    std::vector<std::optional<std::string>> const& columns,
                                    std::vector<Target> const& targets);
/// The rows that `errors` names, as they were, with their reasons in the last column.
[[nodiscard]] SheetLayout rejected_layout(Sheet const& sheet, std::size_t head_row,
                                          Value const& errors);
/// Whether somebody gives such rows back, mended.
[[nodiscard]] bool is_rejected_sheet(Sheet const& sheet, std::size_t head_row);
[[nodiscard]] SheetLayout template_layout(record::Catalog const& catalog,
                                          record::RecordType const& type);
/// Microseconds as "2026-01-05T08:00:00Z".
[[nodiscard]] std::string instant_text(Micros at);

}  // namespace jizhi::report
