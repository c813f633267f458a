#pragma once
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "dmn/model.hpp"

namespace jizhi::dmn::testing {

/// Decision tables as text, for tests. `decision` of the model made is called "d".
struct Column {
    std::string name, type, allowed;
};
struct Out {
    std::string name = {}, values = {}, otherwise = {}, type = {};
};
struct Row {
    std::vector<std::string> inputs = {}, outputs = {};
};
struct Table {
    std::string policy = "UNIQUE", aggregation = {};
    std::vector<Column> columns = {};
    std::vector<Out> outputs = {{}};
    std::vector<Row> rows = {};
};

inline std::string escaped(std::string_view text) {
    std::string made;
    for (auto const c : text)
        made += c == '<' ? "&lt;" : c == '&' ? "&amp;" : c == '"' ? "&quot;" : std::string(1, c);
    return made;
}

inline std::string element(std::string_view name, std::string_view text) {
    return text.empty() ? std::string()
                        : fmt::format("<{0}><text>{1}</text></{0}>", name, escaped(text));
}

inline std::string xml_of(Table const& table) {
    std::string inputs, needs, columns, rows;
    for (auto const& [name, type, allowed] : table.columns) {
        auto const ref = type.empty() ? std::string() : fmt::format(R"(typeRef="{}")", type);
        inputs += fmt::format(
            R"(<inputData id="{0}" name="{0}"><variable name="{0}" {1}/></inputData>)", name, ref);
        needs += fmt::format(
            R"(<informationRequirement><requiredInput href="#{}"/></informationRequirement>)",
            name);
        columns +=
            fmt::format("<input><inputExpression {}><text>{}</text></inputExpression>{}</input>",
                        ref, name, element("inputValues", allowed));
    }
    for (auto const& each : table.outputs)
        columns += fmt::format(R"(<output name="{}" typeRef="{}">{}{}</output>)", each.name,
                               each.type, element("outputValues", each.values),
                               element("defaultOutputEntry", each.otherwise));
    auto number = 0;
    for (auto const& row : table.rows) {
        rows += fmt::format("\n<rule id=\"r{}\">", ++number);
        for (auto const& each : row.inputs) rows += element("inputEntry", each);
        for (auto const& each : row.outputs) rows += element("outputEntry", each);
        rows += "</rule>";
    }
    return fmt::format(
        R"(<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="u" name="m">{}
<decision id="d" name="d"><variable name="d"/>{}<decisionTable hitPolicy="{}" {}>{}{}
</decisionTable></decision></definitions>)",
        inputs, needs, table.policy,
        table.aggregation.empty() ? "" : "aggregation=\"" + table.aggregation + "\"", columns,
        rows);
}

inline Model model_of(std::string const& xml) {
    auto model = Model::parse(xml, "m.dmn");
    EXPECT_TRUE(model) << model.error().where << " " << model.error().en << "\n" << xml;
    return *model;
}

}  // namespace jizhi::dmn::testing
