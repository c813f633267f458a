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

/// Runs every test file (`*-test-*.xml`) of one folder against the models beside it. A case passes
/// when all its result nodes are as expected: numbers within 1e-8, all else exactly.
enum class TckBackEnd {
    scalar,
    columns  ///< of three rows, the middle one null: also as the scalar one has it, to the bit
};
[[nodiscard]] std::vector<TckCase> run_tck(std::string const& folder,
                                           std::vector<TckFile> const& files,
                                           TckBackEnd back_end = TckBackEnd::scalar);

/// One line of `tck_results.csv` as the suite publishes it.
[[nodiscard]] std::string tck_line(TckCase const& done);

}  // namespace jizhi::dmn
