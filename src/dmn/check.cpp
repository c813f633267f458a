#include "dmn/check.hpp"

#include "dmn/program.hpp"
#include "dmn/typing.hpp"

namespace jizhi::dmn {

std::vector<Finding> check(Model const& model, bool all) {
    std::vector<Finding> found;
    for (auto const& each : model.problems()) found.push_back({true, each, {}});
    for (auto& each : type_errors(*model.program())) found.push_back({true, std::move(each), {}});
    for (auto const& report : find_gaps(*model.program()))
        for (auto& each : findings(report)) {
            auto const idle = each.said.code == "dmn.undecided" ||
                              (each.said.code == "dmn.gap" && !report.gaps_matter);
            if (all || !idle) found.push_back(std::move(each));
        }
    return found;
}

}  // namespace jizhi::dmn
