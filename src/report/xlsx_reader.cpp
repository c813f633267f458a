#include "report/xlsx_reader.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <map>
#include <pugixml.hpp>

#include "kit/text.hpp"
#include "report/number_format.hpp"
#include "report/xml_pieces.hpp"
#include "report/zip_archive.hpp"

namespace jizhi::report {
namespace {

constexpr unsigned parse_flags = pugi::parse_escapes | pugi::parse_ws_pcdata | pugi::parse_cdata;
constexpr std::size_t sheets_max = 64;
// A tree takes up to sixteen times the memory of its text: only small texts become one whole.
constexpr std::size_t whole_part_bytes_max = 16U << 20U;
constexpr std::size_t piece_bytes_max = 8U << 20U;  ///< a row, or a text that cells share

/// Some programs write `<x:row>`: the prefix says nothing.
char const* local(pugi::xml_node node) {
    auto const* colon = std::strchr(node.name(), ':');
    return colon != nullptr ? colon + 1 : node.name();
}

bool is(pugi::xml_node node, char const* name) { return std::strcmp(local(node), name) == 0; }

pugi::xml_node child(pugi::xml_node parent, char const* name) {
    for (auto node : parent.children())
        if (is(node, name)) return node;
    return {};
}

/// An attribute by its name without prefix (`r:id` is written with any prefix).
std::string_view attribute(pugi::xml_node node, std::string_view name) {
    for (auto const& attribute : node.attributes()) {
        std::string_view const full = attribute.name();
        if (full == name || (full.ends_with(name) && full[full.size() - name.size() - 1] == ':'))
            return attribute.value();
    }
    return {};
}

/// The text of `<si>` or `<is>`: plain or rich runs; phonetic hints (`rPh`) are no text.
std::string rich_text(pugi::xml_node item) {
    std::string text;
    for (auto node : item.children()) {
        if (is(node, "t")) text += node.text().get();
        if (is(node, "r")) text += child(node, "t").text().get();
    }
    return text;
}

struct Document {
    std::string text;  ///< pugixml parses in place: the tree points into it
    pugi::xml_document tree;
};

class XlsxReader {
public:
    XlsxReader(ZipArchive archive, SheetLimits const& limits)
        : archive_(std::move(archive)), limits_(limits) {}

    Result<Sheet> first_filled_sheet() {
        CHECK_OK(read_strings());
        CHECK_OK(read_styles());
        TRY(places, sheet_places());
        Sheet first;
        for (auto const& [name, part] : places) {
            TRY(sheet, read_part(name, part));
            if (!sheet.rows.empty()) return std::move(sheet);
            if (first.name.empty()) first = std::move(sheet);
        }
        return fail("sheet.empty", first.name, "表格里没有内容", "the spreadsheet holds nothing");
    }

private:
    /// A small part as a tree.
    Result<std::unique_ptr<Document>> document(std::string const& part) {
        auto parsed = std::make_unique<Document>();
        TRY(text, archive_.part(part, std::min(limits_.part_bytes_max, whole_part_bytes_max)));
        parsed->text = std::move(text);
        if (parsed->text.empty()) return std::unique_ptr<Document>{};
        auto const result =
            parsed->tree.load_buffer_inplace(parsed->text.data(), parsed->text.size(), parse_flags);
        if (!result) return broken(part, result.offset);
        return parsed;
    }

    static std::unexpected<Error> broken(std::string const& part, std::ptrdiff_t offset) {
        return fail("sheet.broken", part + ":" + std::to_string(offset),
                    "文件内容已损坏，请在 WPS 或 Excel 里重新保存再传",
                    "the file's content is damaged; save it again and upload that");
    }

    /// Calls `take` with each element of that name of a part, which may be long.
    template <class Take>
    Result<bool> each(std::string const& part, char const* name, Take take) {
        TRY(text, archive_.part(part, limits_.part_bytes_max));
        XmlPieces pieces(text, name, piece_bytes_max);
        pugi::xml_document tree;
        for (;;) {
            auto piece = pieces.next();
            if (!piece) {
                piece.error().where = part + ":" + piece.error().where;
                return std::unexpected(std::move(piece).error());
            }
            if (!*piece) return true;
            auto const read =
                tree.load_buffer_inplace((*piece)->data(), (*piece)->size(), parse_flags);
            if (!read)
                return broken(part, static_cast<std::ptrdiff_t>(pieces.place()) + read.offset);
            CHECK_OK(take(tree.first_child()));
        }
    }

    /// Counts what is kept of a file: a short text that a hundred thousand cells share, or a far
    /// column in each row, makes of a small file a large one.
    Result<bool> keep(std::size_t bytes, std::string const& where) {
        kept_bytes_ += bytes;
        if (kept_bytes_ <= limits_.kept_bytes_max) return true;
        return fail("sheet.too_large", where, "表格内容太多，请拆成几份再传",
                    "the spreadsheet holds too much; split it and upload the parts");
    }

    static Result<bool> check_text(std::string_view text, std::string const& where) {
        if (text::valid_utf8(text)) return true;
        return fail("sheet.encoding", where,
                    "有文字的编码不对，请在 WPS 或 Excel 里重新保存再传",
                    "a text is not validly encoded; save the file again and upload that");
    }

    Result<bool> read_strings() {
        constexpr auto part = "xl/sharedStrings.xml";
        return each(part, "si", [&](pugi::xml_node item) -> Result<bool> {
            auto text = rich_text(item);
            CHECK_OK(keep(sizeof(text) + text.size(), part));
            CHECK_OK(check_text(text, part));
            strings_.push_back(std::move(text));
            return true;
        });
    }

    Result<bool> read_styles() {
        TRY(styles, document("xl/styles.xml"));
        if (!styles) return true;
        auto const root = child(styles->tree, "styleSheet");
        std::map<int, std::string> codes;
        for (auto format : child(root, "numFmts").children())
            codes[format.attribute("numFmtId").as_int()] = format.attribute("formatCode").value();
        for (auto xf : child(root, "cellXfs").children()) {
            auto const id = xf.attribute("numFmtId").as_int();
            auto const code = codes.find(id);
            dates_.push_back(shows_date(id, code == codes.end() ? "" : code->second));
        }
        return true;
    }

    /// Sheets in the order of the tabs: name and part.
    Result<std::vector<std::pair<std::string, std::string>>> sheet_places() {
        TRY(book, document("xl/workbook.xml"));
        TRY(links, document("xl/_rels/workbook.xml.rels"));
        if (!book || !links)
            return fail("sheet.not_a_sheet", "", "这不是表格文件，请选择 .xlsx 或 .csv",
                        "this is no spreadsheet; choose an .xlsx or .csv file");
        std::map<std::string, std::string, std::less<>> targets;
        for (auto link : child(links->tree, "Relationships").children())
            targets[link.attribute("Id").value()] = link.attribute("Target").value();
        auto const root = child(book->tree, "workbook");
        system_1904_ = child(root, "workbookPr").attribute("date1904").as_bool();
        std::vector<std::pair<std::string, std::string>> places;
        for (auto sheet : child(root, "sheets").children()) {
            auto const target = targets.find(attribute(sheet, "id"));
            if (target == targets.end() || places.size() == sheets_max) continue;
            auto const absolute = target->second.starts_with('/');
            places.emplace_back(sheet.attribute("name").value(),
                                absolute ? target->second.substr(1) : "xl/" + target->second);
        }
        return places;
    }

    Result<Sheet> read_part(std::string const& name, std::string const& part) {
        Sheet sheet{name, {}};
        CHECK_OK(check_text(name, "xl/workbook.xml"));
        CHECK_OK(each(part, "row", [&](pugi::xml_node row) -> Result<bool> {
            auto const number = row.attribute("r").as_ullong(sheet.rows.size() + 1);
            if (number > limits_.rows_max || number == 0)
                return fail("sheet.too_many_rows", name, "行数太多，请拆成几份再传",
                            "too many rows; split the file");
            if (number > sheet.rows.size()) sheet.rows.resize(number);
            return read_row(row, number, sheet.rows[number - 1]);
        }));
        while (!sheet.rows.empty() && sheet.rows.back().empty()) sheet.rows.pop_back();
        return sheet;
    }

    Result<bool> read_row(pugi::xml_node row, std::size_t number, Cells& cells) {
        std::size_t column = 0;
        for (auto node : row.children()) {
            if (!is(node, "c")) continue;
            std::string_view const place = node.attribute("r").value();
            if (!place.empty()) column = column_of(place);
            auto const where =
                "row " + std::to_string(number) + ", column " + column_letters(column);
            if (column >= limits_.columns_max)
                return fail("sheet.too_many_columns", where, "列数太多", "too many columns");
            auto cell = read_cell(node);
            if (cell.text.size() > limits_.cell_bytes_max)
                return fail("sheet.cell_too_long", where, "单元格内容太长",
                            "the cell holds too much text");
            if (cell.kind != Cell::Kind::empty) {
                CHECK_OK(check_text(cell.text, where));
                auto const more = column < cells.size() ? 0 : column + 1 - cells.size();
                CHECK_OK(keep(more * sizeof(Cell) + cell.text.size(), where));
                if (cells.size() <= column) cells.resize(column + 1);
                cells[column] = std::move(cell);
            }
            ++column;
        }
        return true;
    }

    /// "AB12" -> 27.
    static std::size_t column_of(std::string_view place) {
        std::size_t column = 0;
        for (auto const c : place) {
            if (c < 'A' || c > 'Z' || column > 100'000) break;
            column = column * 26 + static_cast<std::size_t>(c - 'A' + 1);
        }
        return column == 0 ? 0 : column - 1;
    }

    Cell read_cell(pugi::xml_node node) const {
        std::string_view const type = node.attribute("t").value();
        if (type == "inlineStr") return text_cell(rich_text(child(node, "is")));
        std::string_view const stored = child(node, "v").text().get();
        if (stored.empty()) return {};
        if (type == "s") return shared_cell(stored);
        if (type == "str" || type == "e") return text_cell(std::string(stored));
        if (type == "b") return text_cell(stored == "1" ? "TRUE" : "FALSE");
        if (type == "d") return {Cell::Kind::date, std::string(stored.substr(0, 10))};
        auto const style = node.attribute("s").as_uint();
        auto number = plain_number(stored);
        if (style < dates_.size() && dates_[style]) {
            double serial = 0;
            std::from_chars(stored.data(), stored.data() + stored.size(), serial);
            if (auto date = serial_to_date(serial, system_1904_))
                return {Cell::Kind::date, std::move(*date)};
        }
        return {Cell::Kind::number, std::move(number)};
    }

    Cell shared_cell(std::string_view index_text) const {
        std::size_t index = 0;
        std::from_chars(index_text.data(), index_text.data() + index_text.size(), index);
        return index < strings_.size() ? text_cell(strings_[index]) : Cell{};
    }

    static Cell text_cell(std::string text) {
        if (text.empty()) return {};
        return {Cell::Kind::text, std::move(text)};
    }

    ZipArchive archive_;
    SheetLimits limits_;
    std::vector<std::string> strings_;
    std::vector<bool> dates_;  ///< by style index: whether it shows a date
    bool system_1904_ = false;
    std::size_t kept_bytes_ = 0;
};

}  // namespace

Result<Sheet> read_xlsx(std::string_view bytes, SheetLimits const& limits) {
    TRY(archive, ZipArchive::open(bytes));
    XlsxReader reader(std::move(archive), limits);
    return reader.first_filled_sheet();
}

}  // namespace jizhi::report
