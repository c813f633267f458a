#include "report/sheet_writer.hpp"

#include <unistd.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "kit/decimal.hpp"

namespace jizhi::report {
namespace {

constexpr std::size_t digits_that_excel_keeps = 15;
constexpr double width_min = 6, width_max = 48;

/// Columns on the screen: a Chinese character takes two.
double shown_width(std::string_view text) {
    double width = 0;
    for (auto const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        if (byte < 0x80) width += 1;
        else if (byte >= 0xE0) width += 2;
    }
    return width;
}

/// Excel forbids []:*?/\ and more than 31 characters in a sheet's name.
std::string legal_name(std::string_view name) {
    std::string legal;
    std::size_t characters = 0;
    for (auto const c : name) {
        if (std::string_view("[]:*?/\\'").find(c) != std::string_view::npos) continue;
        auto const starts = (static_cast<unsigned char>(c) & 0xC0) != 0x80;
        if (starts && ++characters > 28) break;
        legal.push_back(c);
    }
    if (legal.empty()) legal = "Sheet";
    return legal;
}

/// The formats of one workbook; owned by it.
struct Formats {
    explicit Formats(lxw_workbook* book)
        : title(make(book, [](auto* f) {
              format_set_bold(f);
              format_set_font_size(f, 16);
              format_set_align(f, LXW_ALIGN_CENTER);
          })),
          note(make(book, [](auto* f) { format_set_align(f, LXW_ALIGN_LEFT); })),
          head(make(book, [](auto* f) {
              format_set_bold(f);
              format_set_align(f, LXW_ALIGN_CENTER);
              format_set_text_wrap(f);
              format_set_border(f, LXW_BORDER_THIN);
          })),
          text(make(book, [](auto* f) {
              format_set_num_format(f, "@");
              format_set_border(f, LXW_BORDER_THIN);
          })),
          whole(make(book, [](auto* f) {
              format_set_num_format(f, "0");
              format_set_border(f, LXW_BORDER_THIN);
          })),
          date(make(book, [](auto* f) {
              format_set_num_format(f, "yyyy-mm-dd");
              format_set_border(f, LXW_BORDER_THIN);
          })) {}

    template <class F>
    static lxw_format* make(lxw_workbook* book, F set) {
        auto* format = workbook_add_format(book);
        format_set_font_name(format, "宋体");
        format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
        set(format);
        return format;
    }

    lxw_format *title, *note, *head, *text, *whole, *date;
};

std::unexpected<Error> not_written(std::string const& why) {
    return fail("sheet.not_written", "", "表格没有写成，请稍后再试",
                "the spreadsheet could not be written: " + why);
}

/// A name of our own in the temporary folder; the library writes files only. Gone with the object.
class TemporaryFile {
public:
    TemporaryFile() {
        auto pattern = (std::filesystem::temp_directory_path() / "jizhi-XXXXXX").string();
        auto const handle = mkstemp(pattern.data());
        if (handle < 0) return;
        close(handle);
        path_ = pattern;
    }
    ~TemporaryFile() {
        std::error_code ignored;
        std::filesystem::remove(path_, ignored);
    }
    TemporaryFile(TemporaryFile const&) = delete;
    TemporaryFile& operator=(TemporaryFile const&) = delete;
    [[nodiscard]] std::string const& path() const { return path_; }

private:
    std::string path_;
};

class SheetWriter {
public:
    SheetWriter(lxw_workbook* book, Formats const& formats, SheetLayout const& layout,
                std::string const& name)
        : formats_(formats), layout_(layout), sheet_(workbook_add_worksheet(book, name.c_str())) {
        auto const pattern = "#,##0" + (layout.decimals > 0
                                            ? "." + std::string(static_cast<std::size_t>(
                                                               layout.decimals), '0')
                                            : std::string());
        auto const decimal = [&](lxw_format* f) {
            format_set_num_format(f, pattern.c_str());
            format_set_border(f, LXW_BORDER_THIN);
        };
        decimal_ = Formats::make(book, decimal);
        total_ = Formats::make(book, [&](auto* f) {
            decimal(f);
            format_set_bold(f);
        });
    }

    void write() {
        banner(layout_.title, formats_.title);
        for (auto const& note : layout_.notes) banner(note, formats_.note);
        auto const head_row = row_;
        for (std::size_t i = 0; i < layout_.heads.size(); ++i)
            worksheet_write_string(sheet_, row_, column(i), layout_.heads[i].c_str(),
                                   formats_.head);
        if (!layout_.heads.empty()) ++row_;
        worksheet_freeze_panes(sheet_, row_, 1);
        worksheet_repeat_rows(sheet_, head_row, head_row);
        for (auto const& cells : layout_.rows) cells_row(cells, decimal_);
        for (auto const& cells : layout_.totals) cells_row(cells, total_);
        signature();
        widths();
        worksheet_set_paper(sheet_, 9);  // A4
        if (layout_.landscape) worksheet_set_landscape(sheet_);
        worksheet_fit_to_pages(sheet_, 1, 0);
    }

private:
    static lxw_col_t column(std::size_t i) { return static_cast<lxw_col_t>(i); }

    void banner(std::string const& text, lxw_format* format) {
        if (text.empty()) return;
        if (layout_.heads.size() > 1)
            worksheet_merge_range(sheet_, row_, 0, row_, column(layout_.heads.size() - 1),
                                  text.c_str(), format);
        else
            worksheet_write_string(sheet_, row_, 0, text.c_str(), format);
        ++row_;
    }

    void cells_row(Cells const& cells, lxw_format* decimal) {
        for (std::size_t i = 0; i < cells.size(); ++i) cell(column(i), cells[i], decimal);
        ++row_;
    }

    void cell(lxw_col_t at, Cell const& cell, lxw_format* decimal) {
        if (cell.kind == Cell::Kind::empty) {
            worksheet_write_blank(sheet_, row_, at, formats_.text);
        } else if (cell.kind == Cell::Kind::number && cell.text.size() <= digits_that_excel_keeps) {
            // Excel's own number is a double: 15 digits survive the way there and back.
            auto const number = Decimal::parse(cell.text);
            auto const whole = number && number->is_integer() && decimal == decimal_ &&
                               cell.text.find('.') == std::string::npos;
            worksheet_write_number(sheet_, row_, at, number ? number->to_double() : 0,
                                   whole ? formats_.whole : decimal);
        } else if (cell.kind == Cell::Kind::date && cell.text.size() == 10) {
            lxw_datetime date{std::atoi(cell.text.substr(0, 4).c_str()),
                              std::atoi(cell.text.substr(5, 2).c_str()),
                              std::atoi(cell.text.substr(8, 2).c_str()), 0, 0, 0};
            worksheet_write_datetime(sheet_, row_, at, &date, formats_.date);
        } else {
            worksheet_write_string(sheet_, row_, at, cell.text.c_str(), formats_.text);
        }
    }

    void signature() {
        if (layout_.signature.empty()) return;
        ++row_;
        auto const step = std::max<std::size_t>(1, layout_.heads.size() / layout_.signature.size());
        for (std::size_t i = 0; i < layout_.signature.size(); ++i)
            worksheet_write_string(sheet_, row_, column(i * step), layout_.signature[i].c_str(),
                                   formats_.note);
    }

    void widths() {
        for (std::size_t i = 0; i < layout_.heads.size(); ++i) {
            auto width = i < layout_.widths.size() ? layout_.widths[i] : 0;
            if (width == 0) {
                width = shown_width(layout_.heads[i]);
                for (auto const& row : layout_.rows)
                    width = std::max(width, shown_width(cell_at(row, i).text));
                width = std::clamp(width + 2, width_min, width_max);
            }
            worksheet_set_column(sheet_, column(i), column(i), width, nullptr);
        }
    }

    Formats const& formats_;
    SheetLayout const& layout_;
    lxw_worksheet* sheet_;
    lxw_format *decimal_ = nullptr, *total_ = nullptr;
    lxw_row_t row_ = 0;
};

}  // namespace

Result<std::string> write_xlsx(std::vector<SheetLayout> const& sheets) {
    TemporaryFile const file;
    if (file.path().empty()) return not_written("no temporary file");
    auto* book = workbook_new(file.path().c_str());
    Formats const formats(book);
    std::vector<std::string> used;
    for (std::size_t i = 0; i < sheets.size(); ++i) {
        auto name = legal_name(sheets[i].name);
        if (std::ranges::find(used, name) != used.end()) name += std::to_string(i + 1);
        used.push_back(name);
        SheetWriter(book, formats, sheets[i], name).write();
    }
    if (auto const error = workbook_close(book); error != LXW_NO_ERROR)
        return not_written(lxw_strerror(error));
    std::ifstream in(file.path(), std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
}

}  // namespace jizhi::report
