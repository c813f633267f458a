#include "report/csv.hpp"

#include <unicode/unistr.h>

#include <algorithm>

#include "kit/text.hpp"

namespace jizhi::report {
namespace {

constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";

Result<std::string> convert(std::string_view bytes, char const* charset) {
    icu::UnicodeString text(bytes.data(), static_cast<std::int32_t>(bytes.size()), charset);
    if (text.isBogus() || text.indexOf(u'\uFFFD') >= 0 || text.indexOf(u'\0') >= 0)
        return fail("sheet.encoding", "",
                    "看不懂这个文件的文字编码，请另存为 .xlsx 或 UTF-8 的 CSV 再传",
                    "the text encoding is not understood; save as .xlsx or UTF-8 CSV");
    std::string utf8;
    text.toUTF8String(utf8);
    return utf8;
}

Result<std::string> to_utf8(std::string_view bytes) {
    if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF"))
        return convert(bytes, "UTF-16");
    if (bytes.starts_with(utf8_mark)) bytes.remove_prefix(utf8_mark.size());
    if (bytes.find('\0') != std::string_view::npos)
        return fail("sheet.not_a_sheet", "", "这不是表格文件，请选择 .xlsx 或 .csv",
                    "this is no spreadsheet; choose an .xlsx or .csv file");
    if (text::valid_utf8(bytes)) return std::string(bytes);
    return convert(bytes, "GB18030");
}

char separator_of(std::string_view text) {
    auto const line = text.substr(0, text.find('\n'));
    auto best = ',';
    for (auto const candidate : {';', '\t'})
        if (std::ranges::count(line, candidate) > std::ranges::count(line, best)) best = candidate;
    return best;
}

/// A run of apostrophes and then a character that starts a formula.
bool guarded(std::string_view text) {
    auto const at = text.find_first_not_of('\'');
    return at != std::string_view::npos &&
           std::string_view("=+-@\t\r").find(text[at]) != std::string_view::npos;
}

bool is_number(std::string_view text) { return Decimal::parse(text).has_value(); }

/// Reads one field after another; knows the row it is in for messages.
class CsvReader {
public:
    CsvReader(std::string_view text, char separator, SheetLimits const& limits)
        : text_(text), separator_(separator), limits_(limits) {}

    Result<std::vector<Cells>> rows() {
        std::vector<Cells> rows;
        while (at_ < text_.size()) {
            TRY(row, next_row(rows.size() + 1));
            rows.push_back(std::move(row));
            if (rows.size() > limits_.rows_max)
                return fail("sheet.too_many_rows", "", "行数太多，请拆成几份再传",
                            "too many rows; split the file");
        }
        return rows;
    }

private:
    Result<Cells> next_row(std::size_t number) {
        Cells row;
        for (;;) {
            TRY(field, next_field(number, row.size()));
            row.push_back(std::move(field));
            if (row.size() > limits_.columns_max)
                return fail("sheet.too_many_columns", "row " + std::to_string(number),
                            "列数太多", "too many columns");
            if (at_ < text_.size() && text_[at_] == separator_) {
                ++at_;
                continue;
            }
            if (at_ < text_.size() && text_[at_] == '\r') ++at_;
            if (at_ < text_.size() && text_[at_] == '\n') ++at_;
            return row;
        }
    }

    Result<Cell> next_field(std::size_t row, std::size_t column) {
        auto const quoted = at_ < text_.size() && text_[at_] == '"';
        std::string field;
        if (quoted) {
            CHECK_OK(quoted_field(field, row));
        } else {
            auto const end = text_.find_first_of(std::string{separator_, '\r', '\n'}, at_);
            auto const stop = end == std::string_view::npos ? text_.size() : end;
            field = text_.substr(at_, stop - at_);
            at_ = stop;
        }
        if (field.size() > limits_.cell_bytes_max)
            return fail("sheet.cell_too_long",
                        "row " + std::to_string(row) + ", column " + column_letters(column),
                        "单元格内容太长", "the cell holds too much text");
        if (field.starts_with('\'') && guarded(field)) field.erase(0, 1);
        kept_bytes_ += sizeof(Cell) + field.size();
        if (kept_bytes_ > limits_.kept_bytes_max)
            return fail("sheet.too_large", "row " + std::to_string(row),
                        "表格内容太多，请拆成几份再传",
                        "the spreadsheet holds too much; split it and upload the parts");
        if (field.empty()) return Cell{};
        return Cell{Cell::Kind::text, std::move(field)};
    }

    Result<bool> quoted_field(std::string& field, std::size_t row) {
        for (++at_; at_ < text_.size(); ++at_) {
            if (text_[at_] != '"') {
                field.push_back(text_[at_]);
            } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
                field.push_back('"');
                ++at_;
            } else {
                ++at_;
                auto const stop = text_.find_first_of(std::string{separator_, '\r', '\n'}, at_);
                at_ = stop == std::string_view::npos ? text_.size() : stop;
                return true;
            }
        }
        return fail("sheet.open_quote", "row " + std::to_string(row), "这一行的引号没有收尾",
                    "a quoted cell that starts in this row never ends");
    }

    std::string_view text_;
    char separator_;
    SheetLimits const& limits_;
    std::size_t at_ = 0, kept_bytes_ = 0;
};

std::string written(Cell const& cell) {
    if (cell.kind == Cell::Kind::empty) return {};
    auto text = cell.text;
    auto const runs = cell.kind == Cell::Kind::text && guarded(text) && !is_number(text);
    if (runs || (cell.kind == Cell::Kind::text && text.starts_with('\'') && guarded(text)))
        text.insert(0, 1, '\'');
    if (text.find_first_of(",;\t\"\r\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (auto const c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + '"';
}

}  // namespace

Result<Sheet> read_csv(std::string_view bytes, SheetLimits const& limits) {
    TRY(text, to_utf8(bytes));
    CsvReader reader(text, separator_of(text), limits);
    TRY(rows, reader.rows());
    return Sheet{"CSV", std::move(rows)};
}

std::string write_csv(Sheet const& sheet) {
    std::string out(utf8_mark);
    for (auto const& row : sheet.rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (i > 0) out.push_back(',');
            out += written(row[i]);
        }
        out += "\r\n";
    }
    return out;
}

}  // namespace jizhi::report
