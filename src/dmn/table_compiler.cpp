#include <fmt/format.h>

#include <algorithm>

#include "dmn/expression_compiler.hpp"
#include "dmn/table_reader.hpp"

namespace jizhi::dmn {
namespace {

/// What stands in the annotation column of that name, for one rule.
Text annotation(DecisionTable const& table, Rule const& rule, std::string_view column) {
    auto const at = std::ranges::find(table.annotations, column) - table.annotations.begin();
    auto const index = static_cast<std::size_t>(at);
    return index < rule.annotations.size() ? rule.annotations[index] : Text{{}, rule.place};
}

ReasonText reason_of(DecisionTable const& table, Rule const& rule) {
    ReasonText text;
    text.zh = annotation(table, rule, "zh");
    text.en = annotation(table, rule, "en");
    text.amount = annotation(table, rule, "amount");
    text.basis = {trimmed(annotation(table, rule, "class").text),
                  trimmed(annotation(table, rule, "basis").text),
                  trimmed(annotation(table, rule, "basis_en").text),
                  trimmed(annotation(table, rule, "clause").text),
                  trimmed(annotation(table, rule, "url").text)};
    return text;
}

bool worded(DecisionTable const& table) {
    return std::ranges::any_of(table.annotations,
                               [](auto const& each) { return each == "zh" || each == "en"; });
}

}  // namespace

Cell ExpressionCompiler::cell(Text const& text, Names& names) {
    auto const bare = trimmed(text.text);
    if (bare.empty() || bare == "-") return {};
    auto code = texts_.unary_tests(text, names);
    if (!code) return Cell::never();  // told as a problem
    Cell made(std::move(*code));
    made.recognise(bare);
    return made;
}

TableNode::Input ExpressionCompiler::input(InputClause const& clause, Names& names) {
    TableNode::Input made;
    made.name = clause.label.empty() ? trimmed(clause.expression.text) : clause.label;
    made.expression = literal(clause.expression, names);
    made.type = type(clause.type_ref, clause.expression.place);
    made.allowed = texts_.unary_tests(clause.allowed, names);
    return made;
}

TableNode::Output ExpressionCompiler::output(OutputClause const& clause, Names& names) {
    TableNode::Output made;
    made.name = clause.name;
    made.type = type(clause.type_ref, clause.allowed.place);
    made.otherwise = literal(clause.otherwise, names);
    if (!trimmed(clause.allowed.text).empty()) {
        // The order of the listed values is their priority; ranges have none and are left out.
        auto const listed = feel::compile("[" + clause.allowed.text + "]", names.scope());
        feel::Environment nothing;
        auto const values = listed ? listed->evaluate(std::span<Value const>{}, nothing) : Value();
        if (values.is(Value::Type::list)) made.ordered = values.list();
    }
    return made;
}

TableNode::Row ExpressionCompiler::row(Rule const& rule, DecisionTable const& table, Names& names) {
    TableNode::Row made;
    made.cells.reserve(table.inputs.size());
    made.outputs.reserve(table.outputs.size());
    for (auto const& each : rule.inputs) made.cells.push_back(cell(each, names));
    for (auto const& each : rule.outputs) made.outputs.push_back(literal(each, names));
    if (rule.inputs.size() != table.inputs.size() || rule.outputs.size() != table.outputs.size())
        texts_.problem({"dmn.columns", {}, "这一行的单元格数与决策表的列数不同",
                        "this rule has another number of cells than the table has columns"},
                       rule.place);
    made.cells.resize(table.inputs.size());
    made.outputs.resize(table.outputs.size());
    return made;
}

void ExpressionCompiler::table_reasons(DecisionTable const& table, Site& site, Names& names) {
    site.names = names.visible();
    auto const mark = names.mark();
    site.results.emplace_back(names.add(site.name), "");
    if (table.outputs.size() > 1)
        for (auto const& each : table.outputs)
            site.results.emplace_back(names.add(each.name), each.name);
    site.worded = worded(table);
    if (!table.annotations.empty())
        for (auto const& rule : table.rules)
            site.reasons.push_back(texts_.reason(reason_of(table, rule), names));
    names.hide_since(mark);
    site.slots = names.slots();
}

NodePtr ExpressionCompiler::make(DecisionTable const& table, Names& names,
                                 std::string const& name) {
    TableNode::Parts parts;
    parts.name = name;
    parts.site = static_cast<std::uint32_t>(program_.sites.size());
    parts.hit_policy = table.hit_policy;
    parts.aggregator = table.aggregator;
    parts.source = &table;
    program_.sites.emplace_back();  // its number is taken now; filled in below
    if (!table.unknown.empty())
        texts_.problem({"dmn.hit_policy", {},
                        fmt::format("“{}”不是命中策略或汇总方式", table.unknown),
                        fmt::format("'{}' is no hit policy or aggregation", table.unknown)},
                       table.place);
    for (auto const& each : table.inputs) parts.inputs.push_back(input(each, names));
    for (auto const& each : table.outputs) parts.outputs.push_back(output(each, names));
    parts.rows.reserve(table.rules.size());
    for (auto const& each : table.rules) parts.rows.push_back(row(each, table, names));

    Site site;
    site.unit = unit_;
    site.name = name;
    site.source = &table;
    table_reasons(table, site, names);
    auto const at = parts.site;
    auto node = std::make_unique<TableNode>(std::move(parts));
    site.table = node.get();
    site.logic = node.get();
    program_.sites[at] = std::move(site);
    return node;
}

}  // namespace jizhi::dmn
