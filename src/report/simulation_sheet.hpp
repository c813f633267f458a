#pragma once
#include <string_view>
#include <vector>

#include "decision/simulation.hpp"
#include "report/sheet_writer.hpp"

namespace jizhi::report {

struct SimulationSheet {
    decision::Rehearsal const& rehearsal;
    decision::Simulation const& simulation;
    region::Tree const& tree;
    std::string_view language;  ///< "zh" or "en"
    bool demo = false;          ///< says so on the sheet
};

/// Everybody whose figures would change: name, place, before, after, difference; and a sheet with
/// the totals of each region.
[[nodiscard]] std::vector<SheetLayout> simulation_sheets(SimulationSheet const& asked);

}  // namespace jizhi::report
