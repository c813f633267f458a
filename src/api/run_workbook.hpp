#pragma once
#include <string>
#include <vector>

#include "api/context.hpp"
#include "report/sheet_writer.hpp"

namespace jizhi::api {

/// A workbook about a run's view on its way out: it becomes an event before it is handed over.
struct RunWorkbook {
    std::string command;                ///< "run.export"
    Value payload;                      ///< of the command
    std::string view, subject, region;  ///< what the event is about
    std::size_t lines = 0;              ///< how many people it holds
    std::string file;                   ///< its name, without ".xlsx"
    std::vector<report::SheetLayout> sheets;
};

[[nodiscard]] Response hand_over(Context& context, RunWorkbook const& workbook);

}  // namespace jizhi::api
