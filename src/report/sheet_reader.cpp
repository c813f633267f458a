#include "report/sheet_reader.hpp"

#include "report/csv.hpp"
#include "report/xlsx_reader.hpp"

namespace jizhi::report {
namespace {

constexpr std::string_view zip_mark = "PK\x03\x04";
constexpr std::string_view ole_mark =
    "\xD0\xCF\x11\xE0";  // Excel 97-2003, and password-protected files

}  // namespace

Result<Sheet> read_sheet(std::string_view bytes, SheetLimits const& limits) {
    if (bytes.empty())
        return fail("sheet.empty", "", "文件是空的，请选择有内容的表格",
                    "the file is empty; choose a spreadsheet with content");
    if (bytes.size() > limits.file_bytes_max) {
        auto const most = std::to_string(limits.file_bytes_max >> 20U) + " MB";
        return fail("sheet.too_large", "", "文件太大(超过 " + most + "),请拆成几份再传",
                    "the file is larger than " + most + "; split it and upload the parts");
    }
    if (bytes.starts_with(ole_mark))
        return fail("sheet.old_format", "",
                    "这是旧版 .xls 或加了密码的文件，请用 WPS 或 Excel 另存为不带密码的 .xlsx 再传",
                    "this is an old .xls file or has a password; save it as .xlsx without one");
    if (bytes.starts_with(zip_mark)) return read_xlsx(bytes, limits);
    return read_csv(bytes, limits);
}

}  // namespace jizhi::report
