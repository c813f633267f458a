#include "pack/table_sheet.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "kit/text.hpp"

namespace jizhi::pack {
namespace {

using report::Cell;

constexpr std::size_t rows_max = 2'000, head_rows_max = 20;
constexpr std::string_view number_zh = "编号", number_en = "Number";

std::string in(dmn::Title const& title, std::string const& otherwise, bool zh) {
    auto const& said = zh ? title.zh : title.en;
    return said.empty() ? otherwise : said;
}

struct Known {
    std::string_view name, zh, en;
};
// What the annotation columns of reasons are called where people fill them in (docs/decisions.md).
constexpr std::array annotations{Known{"zh", "说明（中文）", "Sentence (Chinese)"},
                                 Known{"en", "说明（英文）", "Sentence (English)"},
                                 Known{"amount", "右边的数", "Figure at the right"},
                                 Known{"basis", "依据的文件", "Document it rests on"},
                                 Known{"basis_en", "依据的文件（英文）", "Document (English)"},
                                 Known{"class", "依据的性质", "Kind of basis"},
                                 Known{"clause", "第几条", "Clause"},
                                 Known{"url", "文件网址", "Address of the document"}};

std::string annotation(std::string const& name, bool zh) {
    auto const* known = std::ranges::find(annotations, name, &Known::name);
    return known == annotations.end() ? name : std::string(zh ? known->zh : known->en);
}

std::vector<std::string> heads_of(dmn::Element const& element, dmn::DecisionTable const& table,
                                  bool zh) {
    std::vector<std::string> heads{std::string(zh ? number_zh : number_en)};
    for (auto const& input : table.inputs)
        heads.push_back(
            in(input.title, input.label.empty() ? input.expression.text : input.label, zh));
    for (auto const& output : table.outputs) {
        auto const label = output.label.empty() ? output.name : output.label;
        heads.push_back(
            in(output.title, label.empty() ? in(element.title, element.name, zh) : label, zh));
    }
    for (auto const& name : table.annotations) heads.push_back(annotation(name, zh));
    return heads;
}

Cell text_cell(std::string const& text) {
    return text.empty() ? Cell{} : Cell{Cell::Kind::text, text};
}

std::unexpected<Error> wrong(std::string where, std::string zh, std::string en) {
    return fail("table_sheet.malformed", std::move(where), std::move(zh), std::move(en));
}

/// What a cell says as FEEL: a spreadsheet turns what looks like a day into one.
std::string written(Cell const& cell) {
    if (cell.kind == Cell::Kind::date) return "date(\"" + cell.text + "\")";
    return std::string(text::trim(cell.text));
}

bool empty(report::Cells const& row) {
    return std::ranges::all_of(row, [](Cell const& cell) { return text::trim(cell.text).empty(); });
}

class Reader {
public:
    Reader(report::Sheet const& sheet, dmn::Element const& element, dmn::DecisionTable const& table)
        : sheet_(sheet), element_(element), table_(table) {}

    Result<SheetRows> read() {
        CHECK_OK(find_heads());
        for (auto row = heads_ + 1; row < sheet_.rows.size(); ++row)
            if (!empty(sheet_.rows[row])) CHECK_OK(take(row));
        if (made_.rules.empty())
            return wrong("", "表头下面没有内容，表里至少要有一行",
                         "there is nothing below the heads; a table has at least one row");
        if (made_.rules.size() > rows_max)
            return wrong("", "行数太多，最多 2000 行", "there are more than 2000 rows");
        return std::move(made_);
    }

private:
    Result<void> find_heads() {
        for (auto const zh : {true, false}) {
            auto const heads = heads_of(element_, table_, zh);
            for (heads_ = 0; heads_ < std::min(sheet_.rows.size(), head_rows_max); ++heads_)
                if (text::trim(report::cell_at(sheet_.rows[heads_], 0).text) == heads[0])
                    return same_heads(heads);
        }
        return wrong("A", "没有找到表头，第一列应为“编号”；请用从这张表下载的表格修改",
                     "the heads were not found, the first column should be 'Number'; change a "
                     "spreadsheet that was downloaded from this table");
    }
    Result<void> same_heads(std::vector<std::string> const& heads) {
        for (std::size_t i = 0; i < heads.size(); ++i) {
            auto const found =
                std::string(text::trim(report::cell_at(sheet_.rows[heads_], i).text));
            if (found == heads[i]) continue;
            return wrong(
                report::column_letters(i) + std::to_string(heads_ + 1),
                fmt::format("这一列应为“{}”，现在是“{}”；请不要增减列或改表头", heads[i], found),
                fmt::format("this column should be '{}' but is '{}'; do not add, remove "
                            "or rename columns",
                            heads[i], found));
        }
        return {};
    }
    Result<void> take(std::size_t row) {
        auto const& cells = sheet_.rows[row];
        auto id = std::string(text::trim(report::cell_at(cells, 0).text));
        auto const where = "A" + std::to_string(row + 1);
        if (!id.empty() &&
            std::ranges::find(table_.rules, id, &dmn::Rule::id) == table_.rules.end())
            return wrong(
                where, fmt::format("表里没有编号“{}”；新加的行请把编号留空", id),
                fmt::format("the table has no row '{}'; leave a new row's number empty", id));
        if (!id.empty() && !seen_.insert(id).second)
            return wrong(where, fmt::format("编号“{}”出现了两次；复制出的行请把编号留空", id),
                         fmt::format("'{}' is there twice; leave a copied row's number empty", id));
        std::size_t column = 0;
        auto const part = [&](std::size_t count, char const* blank) {
            List made;
            for (std::size_t i = 0; i < count; ++i) {
                auto text = written(report::cell_at(cells, ++column));
                made.emplace_back(text.empty() ? std::string(blank) : std::move(text));
            }
            return Value(std::move(made));
        };
        auto inputs = part(table_.inputs.size(), "-");
        auto outputs = part(table_.outputs.size(), "");
        auto notes = part(table_.annotations.size(), "");
        made_.rules.push_back(Context{{"id", id},
                                      {"inputs", std::move(inputs)},
                                      {"outputs", std::move(outputs)},
                                      {"annotations", std::move(notes)}});
        made_.rows.push_back(row + 1);
        return {};
    }

    report::Sheet const& sheet_;
    dmn::Element const& element_;
    dmn::DecisionTable const& table_;
    std::size_t heads_ = 0;
    std::set<std::string> seen_;
    SheetRows made_;
};

}  // namespace

report::SheetLayout table_sheet(dmn::Element const& element, dmn::DecisionTable const& table,
                                std::string_view language) {
    auto const zh = language != "en";
    report::SheetLayout layout;
    layout.name = in(element.title, element.name, zh);
    layout.title = layout.name;
    layout.notes = {
        zh ? "每格按规则的写法填写：文字写在引号里，不限填 - 。新加的行编号留空。请不要改表头。"
           : "Cells are written as rules are: words in quotes, - for anything. Leave the number "
             "of a new row empty. Do not change the heads.",
        zh ? "改好后在规则页“从表格载入”，会成为一份草稿，复核后才生效。"
           : "Load it again on the rule's page: it becomes a draft, in force once a second person "
             "agrees."};
    layout.heads = heads_of(element, table, zh);
    for (auto const& rule : table.rules) {
        report::Cells row{text_cell(rule.id)};
        for (auto const* cells : {&rule.inputs, &rule.outputs, &rule.annotations})
            for (auto const& cell : *cells)
                row.push_back(text_cell(std::string(text::trim(cell.text))));
        layout.rows.push_back(std::move(row));
    }
    return layout;
}

Result<SheetRows> read_table_sheet(report::Sheet const& sheet, dmn::Element const& element,
                                   dmn::DecisionTable const& table) {
    return Reader(sheet, element, table).read();
}

std::string cell_name(std::size_t row, std::size_t column) {
    return report::column_letters(column + 1) + std::to_string(row);
}

}  // namespace jizhi::pack
