#include "pack/table_place.hpp"

#include <charconv>
#include <tuple>
#include <utility>

namespace jizhi::pack {
namespace {

using Point = std::pair<int, int>;  // line and column

std::optional<int> last_number(std::string_view& where) {
    auto const colon = where.rfind(':');
    if (colon == std::string_view::npos) return std::nullopt;
    auto const digits = where.substr(colon + 1);
    int number = 0;
    auto const [end, wrong] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (wrong != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    where = where.substr(0, colon);
    return number;
}

Point point_of(dmn::Place const& place) { return {place.line, place.column}; }

/// The last row, and within it the last cell, that begins at or before the point.
std::optional<TablePlace> within(dmn::Element const& element, dmn::DecisionTable const& table,
                                 Point at) {
    if (table.rules.empty() || at < point_of(table.rules.front().place)) return std::nullopt;
    TablePlace found{&element, &table, 0, std::nullopt};
    while (found.row + 1 < table.rules.size() && point_of(table.rules[found.row + 1].place) <= at)
        ++found.row;
    auto const& rule = table.rules[found.row];
    std::size_t column = 0;
    for (auto const* cells : {&rule.inputs, &rule.outputs, &rule.annotations})
        for (auto const& cell : *cells) {
            if (point_of(cell.place) <= at) found.column = column;
            ++column;
        }
    return found;
}

}  // namespace

dmn::Title TablePlace::column_title() const {
    if (!column) return {};
    auto const named = [](dmn::Title const& title, std::string const& label) {
        return title.empty() ? dmn::Title{label, label, {}} : title;
    };
    auto index = *column;
    if (index < table->inputs.size())
        return named(table->inputs[index].title, table->inputs[index].label);
    index -= table->inputs.size();
    if (index < table->outputs.size()) {
        auto const& output = table->outputs[index];
        auto const title = named(output.title, output.label.empty() ? output.name : output.label);
        return title.empty() ? element->title : title;
    }
    index -= table->outputs.size();
    if (index >= table->annotations.size()) return {};
    return {table->annotations[index], table->annotations[index], {}};
}

std::optional<TablePlace> table_place(dmn::Definitions const& model, std::string_view where) {
    auto const column = last_number(where);
    auto const line = column ? last_number(where) : std::nullopt;
    if (!line) return std::nullopt;
    Point const at{*line, *column};
    // What stands behind the last row of a table is in the next element, or in none.
    for (auto i = model.elements.size(); i-- > 0;) {
        auto const& element = model.elements[i];
        if (at < point_of(element.place)) continue;
        auto const* table =
            element.logic ? std::get_if<dmn::DecisionTable>(&element.logic->body) : nullptr;
        return table == nullptr ? std::nullopt : within(element, *table, at);
    }
    return std::nullopt;
}

}  // namespace jizhi::pack
