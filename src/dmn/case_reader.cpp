#include "dmn/case_reader.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <istream>
#include <set>

#include "dmn/case_value.hpp"
#include "kit/limits_dmn.hpp"
#include "dmn/program.hpp"
#include "kit/text.hpp"
#include "value/json.hpp"

namespace jizhi::dmn {
namespace {

constexpr int no_byte = std::char_traits<char>::eof();

Error wrong(std::string code, std::string zh, std::string en) {
    return {std::move(code), {}, std::move(zh), std::move(en)};
}
Error too_long() {
    return wrong("cases.too_long", fmt::format("这一行超过 {} 字节", limit::case_bytes_max),
                 fmt::format("the row is longer than {} bytes", limit::case_bytes_max));
}
Error no_utf8() {
    return wrong("cases.encoding", "这一行不是 UTF-8 文字，请另存为 UTF-8",
                 "the row is not UTF-8; save the file as UTF-8");
}

/// The bytes of a stream, counted, with lines ended by LF, CR LF or CR.
class Bytes {
public:
    explicit Bytes(std::istream& in) : from_(*in.rdbuf()) {
        if (from_.sgetc() != 0xEF) return;
        for (auto const mark : {0xEF, 0xBB, 0xBF})
            if (from_.sgetc() == mark) take();
    }
    [[nodiscard]] int next() { return from_.sgetc(); }
    int take() {
        auto const byte = from_.sbumpc();
        if (byte == no_byte) return byte;
        ++count_;
        if (byte == '\n' || (byte == '\r' && from_.sgetc() != '\n')) ++line_;
        return byte;
    }
    /// The end of a line whose first byte was taken.
    void end_line(int first) {
        if (first == '\r' && next() == '\n') take();
    }
    void skip_line() {
        for (auto byte = take(); byte != no_byte; byte = take())
            if (byte == '\n' || byte == '\r') return end_line(byte);
    }
    [[nodiscard]] std::size_t line() const { return line_; }
    [[nodiscard]] std::size_t count() const { return count_; }

private:
    std::streambuf& from_;
    std::size_t line_ = 1, count_ = 0;
};

/// One row of cells; their memory is used again for the next.
struct Cells {
    struct Cell {
        std::string text;
        bool quoted = false;
    };
    std::vector<Cell> cells;
    std::size_t count = 0, bytes = 0;

    void clear() { count = bytes = 0; }
    Cell& add() {
        if (count == cells.size()) cells.emplace_back();
        auto& made = cells[count++];
        made.text.clear();
        made.quoted = false;
        return made;
    }
    bool put(Cell& cell, int byte) {
        cell.text.push_back(static_cast<char>(byte));
        return ++bytes <= limit::case_bytes_max;
    }
};

/// What stands in quotes, the first of which was taken.
std::optional<Error> read_quoted(Bytes& bytes, Cells& row, Cells::Cell& cell) {
    cell.quoted = true;
    for (;;) {
        auto const byte = bytes.take();
        if (byte == no_byte)
            return wrong("cases.open_quote", "这一行的引号没有收尾",
                         "a cell in quotes that begins in this row never ends");
        if (byte == '"' && bytes.next() != '"') return std::nullopt;
        if (byte == '"') bytes.take();
        if (row.put(cell, byte)) continue;
        bytes.skip_line();
        return too_long();
    }
}

/// The rest of a row; nothing is wrong with most.
std::optional<Error> read_row(Bytes& bytes, Cells& row) {
    std::optional<Error> found;
    auto* cell = &row.add();
    auto first = true;
    for (auto byte = bytes.take(); byte != no_byte; byte = bytes.take()) {
        if (byte == '\n' || byte == '\r') {
            bytes.end_line(byte);
            return found;
        }
        if (byte == ',') {
            cell = &row.add();
            first = true;
            if (row.count <= limit::case_columns_max) continue;
            bytes.skip_line();
            return wrong("cases.columns", "这一行的格数太多", "the row has too many cells");
        }
        if (byte == '"' && first) {
            if (auto said = read_quoted(bytes, row, *cell)) return said;
        } else if (cell->quoted) {
            found = wrong("cases.after_quote", "引号收尾之后还有文字",
                          "there is text after the end of the quotes");
        } else if (!row.put(*cell, byte)) {
            bytes.skip_line();
            return too_long();
        }
        first = false;
    }
    return found;
}

/// An input of the decision and where a row has it.
struct Place {
    std::string name;
    Type const* type = nullptr;
    std::size_t cell = 0;
};

std::vector<Place> places_of(Decision const& decision) {
    std::vector<Place> made;
    auto const& plan = decision.plan();
    for (std::size_t i = 0; i < plan.inputs.size(); ++i)
        made.push_back({plan.declared[i].name, plan.program->units[plan.inputs[i]].type, 0});
    return made;
}

class CsvCases : public CaseReader {
public:
    CsvCases(std::istream& in, Decision const& decision)
        : bytes_(in), places_(places_of(decision)) {}

    Result<void> read_header() {
        if (auto said = read_row(bytes_, row_)) return std::unexpected(at_line(1, *said));
        width_ = row_.count;
        for (std::size_t i = 0; i < width_; ++i)
            columns_.emplace_back(text::trim(row_.cells[i].text));
        std::map<std::string, std::size_t> found;
        for (std::size_t i = 0; i < width_; ++i) {
            auto const& name = columns_[i];
            if (!text::valid_utf8(name)) return std::unexpected(at_line(1, no_utf8()));
            if (!found.emplace(name, i).second)
                return fail("cases.twice", "1", fmt::format("列名“{}”出现了两次", name),
                            fmt::format("the column '{}' stands there twice", name));
        }
        return place(found);
    }

    bool next(Case& into) override {
        // An empty line says nothing, but in a file of one column it is a row whose cell is empty.
        while (width_ > 1 && (bytes_.next() == '\n' || bytes_.next() == '\r')) bytes_.skip_line();
        if (bytes_.next() == no_byte) return false;
        into.line = bytes_.line();
        row_.clear();
        into.wrong = read_row(bytes_, row_);
        into.bytes = row_.bytes;
        into.inputs.assign(places_.size(), Value());
        keep(into.given);
        if (!into.wrong && row_.count != width_)
            into.wrong = wrong(
                "cases.width", fmt::format("这一行有 {} 格，第一行有 {} 列", row_.count, width_),
                fmt::format("the row has {} cells, the first row {}", row_.count, width_));
        for (std::size_t i = 0; !into.wrong && i < places_.size(); ++i) convert(into, i);
        return true;
    }
    std::size_t bytes() const override { return bytes_.count(); }
    std::vector<std::string> const& columns() const override { return columns_; }
    std::vector<std::string> const& aside() const override { return aside_; }

private:
    /// The row as it came; of one that is too short or too long, what has a column.
    void keep(std::string& given) const {
        given.clear();
        for (std::size_t i = 0; i < width_; ++i) {
            if (i > 0) given += ',';
            if (i >= row_.count) continue;
            auto const& cell = row_.cells[i];
            append_csv_cell(given, cell.text, cell.quoted);
        }
    }
    static Error at_line(std::size_t line, Error error) {
        error.where = std::to_string(line);
        return error;
    }
    Result<void> place(std::map<std::string, std::size_t>& found) {
        std::vector<std::string> missing;
        for (auto& each : places_) {
            auto const at = found.find(each.name);
            if (at == found.end()) {
                missing.push_back(each.name);
                continue;
            }
            each.cell = at->second;
            found.erase(at);
            auto const kind = each.type == nullptr ? Type::Kind::any : each.type->kind;
            if (kind == Type::Kind::list || kind == Type::Kind::context)
                return std::unexpected(at_line(1, value_of_text(each.type, "").error()));
        }
        for (auto const& [name, at] : found) aside_.push_back(name);
        if (missing.empty()) return {};
        auto const names = fmt::format("{}", fmt::join(missing, ", "));
        return fail("cases.missing", "1", "第一行缺少这些输入：" + names,
                    "the first row lacks these inputs: " + names);
    }
    void convert(Case& into, std::size_t i) {
        auto const& cell = row_.cells[places_[i].cell];
        if (cell.text.empty() && !cell.quoted) return;
        if (!text::valid_utf8(cell.text)) {
            into.wrong = no_utf8();
            return;
        }
        auto made = value_of_text(places_[i].type, cell.text);
        if (made) {
            into.inputs[i] = std::move(*made);
            return;
        }
        into.wrong = std::move(made.error());
        into.wrong->where = places_[i].name;
    }

    Bytes bytes_;
    std::vector<Place> places_;
    std::vector<std::string> columns_, aside_;
    std::size_t width_ = 0;
    Cells row_;
};

class JsonCases : public CaseReader {
public:
    JsonCases(std::istream& in, Decision const& decision) : bytes_(in), decision_(decision) {}

    bool next(Case& into) override {
        do {
            if (bytes_.next() == no_byte) return false;
            into.line = bytes_.line();
            into.wrong = read_line();
        } while (!into.wrong && text::trim(text_).empty());
        into.bytes = text_.size();
        if (!into.wrong) into.wrong = convert(into);
        return true;
    }
    std::size_t bytes() const override { return bytes_.count(); }
    std::vector<std::string> const& columns() const override { return aside_; }
    std::vector<std::string> const& aside() const override { return aside_; }

private:
    std::optional<Error> read_line() {
        text_.clear();
        for (auto byte = bytes_.take(); byte != no_byte; byte = bytes_.take()) {
            if (byte == '\n' || byte == '\r') {
                bytes_.end_line(byte);
                break;
            }
            text_.push_back(static_cast<char>(byte));
            if (text_.size() <= limit::case_bytes_max) continue;
            bytes_.skip_line();
            return too_long();
        }
        return std::nullopt;
    }
    std::optional<Error> convert(Case& into) {
        if (!text::valid_utf8(text_)) return no_utf8();
        auto json = parse_json(text_);
        if (!json) return std::move(json.error());
        if (!json->is(Value::Type::context))
            return wrong("cases.object", "这一行应是一个 JSON 对象",
                         "the line must be a JSON object");
        into.inputs = values_of_json(decision_, json->context());
        return std::nullopt;
    }

    Bytes bytes_;
    Decision const& decision_;
    std::vector<std::string> aside_;  ///< none: an object has what it has
    std::string text_;
};

}  // namespace

void append_csv_cell(std::string& row, std::string_view text, bool is_text) {
    auto const quoted =
        (is_text && text.empty()) || text.find_first_of(",\"\r\n") != std::string_view::npos;
    if (!quoted) {
        row += text;
        return;
    }
    row += '"';
    for (auto const c : text) row.append(c == '"' ? 2 : 1, c);
    row += '"';
}

Result<std::unique_ptr<CaseReader>> read_cases(std::istream& in, CaseFormat format,
                                               Decision const& decision) {
    if (format == CaseFormat::json_lines) return std::make_unique<JsonCases>(in, decision);
    auto made = std::make_unique<CsvCases>(in, decision);
    CHECK_OK(made->read_header());
    return made;
}

}  // namespace jizhi::dmn
