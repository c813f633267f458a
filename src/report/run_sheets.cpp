#include "report/run_sheets.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "decision/caveat.hpp"
#include "region/level.hpp"
#include "value/json.hpp"

namespace jizhi::report {
namespace {

Cell text_cell(std::string text) { return {Cell::Kind::text, std::move(text)}; }

Cell cell_of(decision::RunColumn const& column, Value const& value) {
    if (value.is_null()) return {};
    auto text = value.is(Value::Type::string) ? value.string() : to_json(value);
    if (column.type == "money" || column.type == "decimal" || column.type == "integer")
        return {Cell::Kind::number, std::move(text)};
    if (column.type == "date") return {Cell::Kind::date, std::move(text)};
    return text_cell(std::move(text));
}

/// Lays out the lines of one sheet after the other.
class Layouts {
public:
    explicit Layouts(RunSheets const& asked) : asked_(asked) {}

    [[nodiscard]] SheetLayout sheet(std::string name, std::string_view region,
                                    std::vector<decision::StoredLine const*> const& lines) const;

private:
    [[nodiscard]] std::string in(decision::Title const& title) const {
        return asked_.language == "en" ? title.en : title.zh;
    }
    [[nodiscard]] std::string words(char const* zh, char const* en) const {
        return asked_.language == "en" ? en : zh;
    }
    [[nodiscard]] Cells totals(std::vector<Decimal> const& sums) const;

    RunSheets const& asked_;
};

Cells Layouts::totals(std::vector<Decimal> const& sums) const {
    Cells row{{}, text_cell(words("合计", "Total")), {}};
    std::size_t at = 0;
    for (auto const& column : asked_.view.columns) {
        if (column.hidden) continue;
        auto const& sum = sums[at++];
        row.push_back(column.total ? cell_of(column, column.shown(sum)) : Cell{});
    }
    return row;
}

SheetLayout Layouts::sheet(std::string name, std::string_view region,
                           std::vector<decision::StoredLine const*> const& lines) const {
    SheetLayout layout;
    layout.name = std::move(name);
    layout.title =
        fmt::format("{} {} {}", asked_.tree.name(region), asked_.run.period, in(asked_.view.title));
    if (asked_.run.state != "locked")
        layout.notes.push_back(
            words("未经复核，不作发放依据", "Not approved; not a basis for payment"));
    auto const caveats = parse_json(asked_.run.caveats.empty() ? "[]" : asked_.run.caveats);
    if (auto const said = in(caveats ? decision::caveats_said(*caveats) : decision::Title{});
        !said.empty())
        layout.notes.push_back(said);
    if (asked_.demo) layout.notes.push_back(words("演示数据", "Demonstration data"));
    layout.heads = {words("序号", "No."), words("姓名", "Name"), words("所在", "Place")};
    for (auto const& column : asked_.view.columns)
        if (!column.hidden) layout.heads.push_back(in(column.title));
    std::vector<Decimal> sums(asked_.view.columns.size());
    for (auto const* line : lines) {
        Cells row{{Cell::Kind::number, std::to_string(layout.rows.size() + 1)},
                  text_cell(line->name),
                  text_cell(std::string(asked_.tree.name(line->region)))};
        auto const figures = parse_json(line->figures);
        std::size_t at = 0;
        for (auto const& column : asked_.view.columns) {
            if (column.hidden) continue;
            row.push_back(cell_of(column, figures ? (*figures)[column.id] : Value()));
            if (auto const n = Decimal::parse(row.back().text))
                sums[at] = sums[at].plus(*n).value_or(sums[at]);
            ++at;
        }
        layout.rows.push_back(std::move(row));
    }
    layout.totals.push_back(totals(sums));
    for (auto const& each : asked_.view.signatures)
        layout.signature.push_back(in(each) + words("：", ":"));
    return layout;
}

}  // namespace

std::vector<SheetLayout> run_sheets(RunSheets const& asked) {
    Layouts const layouts(asked);
    std::vector<decision::StoredLine const*> all;
    for (auto const& line : asked.lines) all.push_back(&line);
    auto const whole = asked.language == "en" ? "All" : "全部";
    std::vector<SheetLayout> sheets{layouts.sheet(whole, asked.run.region, all)};
    auto const level = region::level_named(asked.view.sheet_by);
    if (!level) return sheets;
    std::vector<std::pair<std::string, std::vector<decision::StoredLine const*>>> parts;
    for (auto const* line : all) {
        auto const* place = asked.tree.at_level(line->region, *level);
        std::string const code(place == nullptr ? asked.run.region : place->code);
        auto part = std::ranges::find(parts, code, [](auto const& each) { return each.first; });
        if (part == parts.end()) part = parts.insert(parts.end(), {code, {}});
        part->second.push_back(line);
    }
    if (parts.size() == 1 && parts.front().first == asked.run.region) return sheets;
    for (auto const& [code, lines] : parts)
        sheets.push_back(layouts.sheet(std::string(asked.tree.name(code)), code, lines));
    return sheets;
}

}  // namespace jizhi::report
