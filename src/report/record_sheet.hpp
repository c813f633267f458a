#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "record/display.hpp"
#include "report/sheet_writer.hpp"

namespace jizhi::report {

/// A column of a sheet of records: a field of the type, of its parent ("parent.name") or of a child
/// ("education.degree").
struct SheetColumn {
    std::string id;
    record::Field const* field = nullptr;
};

/// The columns asked for ("name,post,education.degree"), unknown ones left out; without any, every
/// field that lists may show.
[[nodiscard]] std::vector<SheetColumn> sheet_columns(record::Catalog const& catalog,
                                                     record::RecordType const& type,
                                                     std::string_view asked);
[[nodiscard]] std::vector<std::string> column_ids(std::vector<SheetColumn> const& columns);

/// Rows as a list shows them, with titles in that language; numbers stay numbers. The last column
/// is the number of the record, by which an import finds it again although sealed values are
/// masked.
[[nodiscard]] SheetLayout record_sheet(record::Display& display, record::RecordType const& type,
                                       std::vector<SheetColumn> const& columns,
                                       std::vector<record::Row> const& rows,
                                       std::string_view language, bool demo);
/// The bytes of a file: CSV where the name or the format says so, else XLSX.
[[nodiscard]] Result<std::string> sheet_file(SheetLayout const& sheet, bool csv);

}  // namespace jizhi::report
