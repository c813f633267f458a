#include "report/difference_workbook.hpp"

#include <fmt/format.h>

namespace jizhi::report {
namespace {

Cell text_cell(std::string text) { return {Cell::Kind::text, std::move(text)}; }

class Sheets {
public:
    explicit Sheets(DifferenceWorkbook const& asked) : asked_(asked) {}

    /// `period` "" is the sum of all.
    [[nodiscard]] SheetLayout sheet(std::string const& period) const;

private:
    [[nodiscard]] std::string in(decision::Title const& title) const {
        return asked_.language == "en" ? title.en : title.zh;
    }
    [[nodiscard]] std::string words(char const* zh, char const* en) const {
        return asked_.language == "en" ? en : zh;
    }
    void add(Cells& row, Context const& figures) const;

    DifferenceWorkbook const& asked_;
};

void Sheets::add(Cells& row, Context const& figures) const {
    for (auto const& column : asked_.sheet.view.columns) {
        if (!column.total || column.hidden) continue;
        auto const* value = figures.find(column.id);
        row.push_back(value == nullptr
                          ? Cell{}
                          : Cell{Cell::Kind::number, column.shown(*value).string_or("")});
    }
}

SheetLayout Sheets::sheet(std::string const& period) const {
    auto const& from = asked_.sheet;
    SheetLayout layout;
    layout.name = period.empty() ? words("合计", "Total") : period;
    layout.title = fmt::format("{} {} {}", asked_.tree.name(from.region), in(from.view.title),
                               words("补发扣回表", "differences"));
    layout.notes.push_back(period.empty() && !from.periods.empty()
                               ? fmt::format("{} ~ {}", from.periods.front(), from.periods.back())
                               : period);
    if (asked_.demo) layout.notes.push_back(words("演示数据", "Demonstration data"));
    layout.heads = {words("序号", "No."), words("姓名", "Name"), words("所在", "Place")};
    for (auto const& column : from.view.columns)
        if (column.total && !column.hidden) layout.heads.push_back(in(column.title));
    Context total;
    for (auto const& row : from.rows) {
        auto const found = row.periods.find(period);
        if (!period.empty() && found == row.periods.end()) continue;
        Cells cells{{Cell::Kind::number, std::to_string(layout.rows.size() + 1)},
                    text_cell(row.name),
                    text_cell(std::string(asked_.tree.name(row.region)))};
        add(cells, period.empty() ? row.total : found->second);
        layout.rows.push_back(std::move(cells));
    }
    if (period.empty()) {
        Cells cells{{}, text_cell(words("合计", "Total")), {}};
        add(cells, from.total);
        layout.totals.push_back(std::move(cells));
    }
    for (auto const& signature : from.view.signatures) layout.signature.push_back(in(signature));
    return layout;
}

}  // namespace

std::vector<SheetLayout> difference_sheets(DifferenceWorkbook const& asked) {
    Sheets const sheets(asked);
    std::vector<SheetLayout> made{sheets.sheet("")};
    for (auto const& period : asked.sheet.periods) made.push_back(sheets.sheet(period));
    return made;
}

}  // namespace jizhi::report
