#pragma once
#include <optional>
#include <string>
#include <vector>

#include "record/catalog.hpp"
#include "report/sheet.hpp"

namespace jizhi::report {

/// What a column may be: a field of the record type ("post"), of a child type that imports along
/// ("contract.ends_on"), of the key of whose it is ("parent.id_number", where the type is a child),
/// the number of the record as exports write it ("id"), or a level of the place ("region:town")
/// that helps to find the region.
struct Target {
    std::string path;
    record::Title title;
    std::vector<std::string> names;  ///< as titles of columns say it, normalised
    bool required = false;
};

/// How exports call the column that holds the number of the record.
[[nodiscard]] record::Title record_number_title();

/// What the columns of a spreadsheet of this type may be, best known first.
[[nodiscard]] std::vector<Target> import_targets(record::Catalog const& catalog,
                                                 record::RecordType const& type);

/// Where the titles stand (0-based), and which column is which target; nothing where unknown.
struct Matching {
    std::size_t head_row = 0;
    std::vector<std::optional<std::string>> columns;
};

/// The row among the first twenty that names most targets, so that title rows and notes above do no
/// harm. A target is given once: to the column that names it best, else to the first.
[[nodiscard]] Matching match_columns(Sheet const& sheet, std::vector<Target> const& targets);

/// Without spaces, line breaks, full-width forms, marks of obligation and what stands in brackets.
[[nodiscard]] std::string normal_title(std::string_view title);

}  // namespace jizhi::report
