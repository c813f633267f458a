#include "report/simulation_sheet.hpp"

#include <fmt/format.h>

#include "value/json.hpp"

namespace jizhi::report {
namespace {

class Sheets {
public:
    explicit Sheets(SimulationSheet const& asked)
        : asked_(asked), told_(decision::to_value(asked.rehearsal, asked.simulation, asked.tree)) {}

    [[nodiscard]] SheetLayout changes() const;
    [[nodiscard]] SheetLayout regions() const;

private:
    [[nodiscard]] std::string words(char const* zh, char const* en) const {
        return asked_.language == "en" ? en : zh;
    }
    [[nodiscard]] std::string in(Value const& title) const {
        return title[asked_.language == "en" ? "en" : "zh"].string_or("");
    }
    [[nodiscard]] SheetLayout started(std::string name) const;
    [[nodiscard]] static Cell text(Value const& value) {
        return {Cell::Kind::text, value.string_or("")};
    }
    [[nodiscard]] static Cell number(Value const& value) {
        if (value.is_null()) return {};
        return {Cell::Kind::number,
                value.is(Value::Type::string) ? value.string() : to_json(value)};
    }

    SimulationSheet const& asked_;
    Value told_;
};

SheetLayout Sheets::started(std::string name) const {
    SheetLayout layout;
    layout.name = std::move(name);
    layout.title = fmt::format("{} {} {}", told_["region"]["name"].string_or(""),
                               told_["period"].string_or(""), in(told_["title"]));
    layout.notes.push_back(words("推演，不作发放依据", "A rehearsal; not a basis for payment"));
    if (asked_.demo) layout.notes.push_back(words("演示数据", "Demonstration data"));
    return layout;
}

SheetLayout Sheets::changes() const {
    auto layout = started(words("有变化的人", "Who changes"));
    layout.heads = {words("序号", "No."), words("姓名", "Name"), words("所在", "Place"),
                    words("现在", "Now"), words("改后", "Then"), words("差额", "Difference")};
    auto const rows = decision::changes_to_value(asked_.rehearsal, asked_.simulation, asked_.tree,
                                                 0, asked_.simulation.changes.size());
    for (auto const& row : rows.list())
        layout.rows.push_back({{Cell::Kind::number, std::to_string(layout.rows.size() + 1)},
                               text(row["name"]),
                               text(row["region"]["name"]),
                               number(row["before"]),
                               number(row["after"]),
                               number(row["difference"])});
    return layout;
}

SheetLayout Sheets::regions() const {
    auto layout = started(words("各地合计", "By region"));
    layout.heads = {words("地区", "Region"), words("人数", "People"), words("有变化", "Changed")};
    for (auto const& column : told_["columns"].list())
        if (column["total"].boolean_or(false)) {
            auto const title = in(column["title"]);
            layout.heads.push_back(title + words("·现在", ", now"));
            layout.heads.push_back(title + words("·差额", ", difference"));
        }
    for (auto const& region : told_["regions"].list()) {
        Cells row{text(region["name"]), number(region["members"]), number(region["changed"])};
        for (auto const& [column, sums] : region["totals"].context().entries()) {
            row.push_back(number(sums["before"]));
            row.push_back(number(sums["difference"]));
        }
        layout.rows.push_back(std::move(row));
    }
    return layout;
}

}  // namespace

std::vector<SheetLayout> simulation_sheets(SimulationSheet const& asked) {
    Sheets const sheets(asked);
    return {sheets.changes(), sheets.regions()};
}

}  // namespace jizhi::report
