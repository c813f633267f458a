#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "pack/population.hpp"
#include "report/sheet_writer.hpp"

namespace jizhi::pack {

/// A spreadsheet as an office would keep it, invented from a declaration: the rows of a population,
/// what each column says of them (in the many ways that people write dates and numbers), and kinds
/// of fault of which some rows have one each.
struct ExampleSheet {
    report::SheetLayout layout;
    struct Fault {
        std::size_t row = 0;  ///< index in layout.rows
        std::string id;       ///< of the kind
    };
    std::vector<Fault> faults;
};

/// `faulty` rows, spread evenly, take the declared kinds of fault in turn.
[[nodiscard]] Result<ExampleSheet> make_example_sheet(std::string_view yaml,
                                                      std::string const& name, std::int64_t rows,
                                                      std::int64_t faulty, Date today);

}  // namespace jizhi::pack
