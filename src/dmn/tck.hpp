#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "kit/result.hpp"

namespace jizhi::dmn {

/// A file of a folder of the DMN Technology Compatibility Kit, as it was read.
struct TckFile {
    std::string name, text;
};

struct TckCase {
    std::string folder, test, id;
    bool passed = false;
    std::string message;  ///< what was expected and what came, where it failed
};

/// What else a case has to show.
enum class TckAlso {
    nothing,
    columns,  ///< the columnar back end gives the same to the bit, of three rows, one of them null
    alarms    ///< what the static checks complain of goes wrong in fact
};

/// Runs every test file (`*-test-*.xml`) of one folder against the models beside it. A case passes
/// when all its result nodes are as expected: numbers within 1e-8, all else exactly.
[[nodiscard]] std::vector<TckCase> run_tck(std::string const& folder,
                                           std::vector<TckFile> const& files,
                                           TckAlso also = TckAlso::nothing);

/// One line of `tck_results.csv` as the suite publishes it.
[[nodiscard]] std::string tck_line(TckCase const& done);
/// Cases and passes of each folder and of all, as a table of Markdown.
[[nodiscard]] std::string tck_table(std::vector<TckCase> const& done);

}  // namespace jizhi::dmn
