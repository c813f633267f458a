#include "api/run_workbook.hpp"

#include "api/endpoint.hpp"

namespace jizhi::api {

Response hand_over(Context& context, RunWorkbook const& workbook) {
    TRY_OR_PROBLEM(bytes, report::write_xlsx(workbook.sheets));
    auto const note = [&](store::Tx& tx) -> Result<Value> {
        tx.append({.subject_type = workbook.view,
                   .subject_id = workbook.subject,
                   .region = workbook.region,
                   .activity = "export",
                   .lifecycle = "complete",
                   .delta = Object{{"lines", static_cast<std::int64_t>(workbook.lines)}}});
        return Value();
    };
    CHECK_OR_PROBLEM(context.run(workbook.command, workbook.payload, note));
    return Response::file(workbook.file + ".xlsx",
                          "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                          std::move(bytes));
}

}  // namespace jizhi::api
