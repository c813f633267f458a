#include "pack/edit.hpp"

#include <gtest/gtest.h>

#include "kit/text.hpp"
#include "pack/difference.hpp"
#include "pack/rule_text.hpp"
#include "value/json.hpp"
#include "value/temporal.hpp"
#include "value/yaml.hpp"

namespace jizhi::pack {
namespace {

constexpr char const* toll = R"yaml(parameter: toll
title: { zh: 通行费, en: Toll }
unit: { zh: 元, en: CNY }
values:
  - from: 2020-01-01
    value: { car: 5, lorry: 12.5 }
    basis: { class: example, text: { zh: 示例, en: Example } }
)yaml";

constexpr char const* passing = R"xml(<definitions
 xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="urn:test" name="passing">
<inputData id="axles" name="axles"><variable name="axles"/></inputData>
<decision id="passing" name="passing"><variable name="passing"/>
<informationRequirement><requiredInput href="#axles"/></informationRequirement>
<decisionTable hitPolicy="FIRST"><input label="轴数"><inputExpression><text>axles</text>
</inputExpression></input><output label="费"/><annotation name="zh"/>
<rule id="few"><inputEntry><text>&lt; 3</text></inputEntry><outputEntry><text>5</text></outputEntry>
<annotationEntry><text>少</text></annotationEntry></rule>
<rule id="many"><inputEntry><text>-</text></inputEntry><outputEntry><text>12</text></outputEntry>
<annotationEntry><text>多</text></annotationEntry></rule>
</decisionTable></decision></definitions>)xml";

Folder bridges() {
    return {"bridges",
            {{"pack.yaml", "pack: bridges\nversion: 1.0.0\ntitle: { zh: 桥, en: Bridges }\n"},
             {"parameters/toll.yaml", toll},
             {"decisions/passing.dmn", passing}}};
}

std::vector<std::string> upward(std::string_view region) { return {std::string(region), "99"}; }

Result<std::map<std::string, Value>> edited_by(std::string const& json) {
    return edited_files(bridges(), {*parse_json(json)}, upward);
}

std::string toll_edit(std::string const& value, std::string const& from = "2026-07-01") {
    return R"({"parameter": "toll", "region": "9901", "from": ")" + from + R"(", "value": )" +
           value + R"(, "basis": {"class": "official", "text": "文〔2026〕5号: 其一"}})";
}

Reader reader_of(decision::Book const& book, record::Catalog const& catalog) {
    return {book, catalog, *parse_date("2026-01-01")};
}

std::shared_ptr<decision::Book const> book() {
    decision::Book::Builder builder;
    builder.add_model("", "passing", passing, "bridges", "passing.dmn");
    EXPECT_TRUE(builder.add_parameter("", *parse_yaml(toll, "toll.yaml")));
    return *builder.build();
}

TEST(Edit, a_value_goes_into_the_file_of_its_region) {
    auto const files = edited_by(toll_edit(R"({"car": "6.50", "lorry": 13})"));
    ASSERT_TRUE(files) << files.error().en;
    auto const text = files->at("localities/9901/parameters/toll.yaml").string();
    auto const read = to_value(*parse_yaml(text, "toll.yaml"));
    ASSERT_EQ(read["values"].list().size(), 1U);  // those from above stay above
    auto const& value = read["values"].list()[0];
    EXPECT_EQ(value["value"]["car"], Value(*Decimal::parse("6.5")));
    EXPECT_EQ(value["from"], Value(*parse_date("2026-07-01")));
    EXPECT_EQ(value["basis"]["text"], Value("文〔2026〕5号: 其一"));
    EXPECT_EQ(read["title"]["en"], Value("Toll"));
}

TEST(Edit, a_value_of_the_same_day_is_replaced) {
    auto folder = bridges();
    auto edit = *parse_json(toll_edit(R"({"car": 6, "lorry": 13})", "2020-01-01"));
    auto everywhere = edit.context();
    everywhere.put("region", "");
    auto const files = edited_files(folder, {Value(everywhere)}, upward);
    ASSERT_TRUE(files) << files.error().en;
    auto const text = files->at("parameters/toll.yaml").string();
    EXPECT_EQ(to_value(*parse_yaml(text, "toll.yaml"))["values"].list().size(), 1U);
    EXPECT_EQ(text.find("12.5"), std::string::npos);
}

TEST(Edit, refuses_what_cannot_be_meant) {
    EXPECT_EQ(edited_by(toll_edit(R"({"car": "six", "lorry": 13})")).error().code,
              "draft.value.bad_request");
    EXPECT_EQ(edited_by(toll_edit("1", "soon")).error().code, "draft.from.bad_request");
    EXPECT_EQ(edited_by(R"({"parameter": "fare", "from": "2026-01-01"})").error().code,
              "draft.parameter.not_found");
    EXPECT_EQ(edited_by(R"({"decision": "passing.nothing", "rules": [{}]})").error().code,
              "draft.decision.not_found");
    EXPECT_EQ(edited_by(R"({"decision": "passing.passing", "rules": []})").error().code,
              "draft.rules.bad_request");
    EXPECT_EQ(edited_by(R"({"parameter": "toll", "region": "../x"})").error().code,
              "draft.region.bad_request");
    EXPECT_EQ(edited_by("{}").error().code, "draft.bad_request");
}

constexpr char const* rows = R"({"decision": "passing.passing", "region": "9901", "rules": [
  {"id": "few", "inputs": ["< 4"], "outputs": ["5"], "annotations": ["少"]},
  {"id": "", "inputs": ["< 9 & \"x\""], "outputs": ["7"], "annotations": [""]}]})";

TEST(Edit, the_rows_of_a_table_are_written_in_place) {
    auto const files = edited_by(rows);
    ASSERT_TRUE(files) << files.error().en;
    auto const text = files->at("localities/9901/decisions/passing.dmn").string();
    auto const found = rules_of(text);
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].id, "few");
    EXPECT_EQ(found[1].id, "passing_rule_3");
    EXPECT_NE(text.find("<text>&lt; 9 &amp; &quot;x&quot;</text>"), std::string::npos);
    EXPECT_NE(text.find("</decisionTable></decision></definitions>"), std::string::npos);
}

TEST(Edit, the_pack_is_the_one_that_holds_what_is_edited) {
    EXPECT_EQ(*pack_of({bridges()}, {*parse_json(rows)}), "bridges");
    EXPECT_FALSE(pack_of({bridges()}, {*parse_json(R"({"parameter": "fare"})")}));
    EXPECT_FALSE(pack_of({bridges()}, {}));
}

TEST(Difference, of_a_figure_is_told_with_what_held_before) {
    auto const now = book();
    record::Catalog const catalog;
    auto const files = *edited_by(toll_edit(R"({"car": 6, "lorry": 13})"));
    auto const told = differences(bridges(), files, reader_of(*now, catalog));
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0]["kind"], Value("parameter"));
    EXPECT_EQ(told[0]["title"]["zh"], Value("通行费"));
    EXPECT_EQ(told[0]["before"]["car"], Value(5));
    EXPECT_EQ(told[0]["after"]["car"], Value(6));
}

TEST(Difference, of_a_table_is_told_cell_by_cell_in_words) {
    auto const now = book();
    record::Catalog const catalog;
    auto const told = differences(bridges(), *edited_by(rows), reader_of(*now, catalog));
    ASSERT_EQ(told.size(), 3U);
    EXPECT_EQ(told[0]["column"]["zh"], Value("轴数"));
    EXPECT_EQ(told[0]["before"]["zh"], Value("小于 3"));
    EXPECT_EQ(told[0]["after"]["en"], Value("less than 4"));
    EXPECT_EQ(told[1]["added"], Value(true));
    EXPECT_EQ(told[2]["added"], Value(false));
}

std::vector<std::string> kinds_of(std::string const& path, std::string const& text) {
    auto const now = book();
    record::Catalog const catalog;
    std::vector<std::string> kinds;
    for (auto const& one : differences(bridges(), {{path, Value(text)}}, reader_of(*now, catalog)))
        kinds.push_back(one["kind"].string_or(""));
    return kinds;
}

std::vector<std::string> kinds_with(std::string const& what, std::string const& other) {
    auto const text = text::replace_all(passing, what, other);
    EXPECT_NE(text, passing) << what;
    return kinds_of("decisions/passing.dmn", text);
}

TEST(Difference, no_change_of_a_model_goes_untold) {
    using Kinds = std::vector<std::string>;
    EXPECT_EQ(kinds_with("FIRST", "PRIORITY"), Kinds{"columns"});
    EXPECT_EQ(kinds_with("<text>axles</text>", "<text>axles + 1</text>"), Kinds{"columns"});
    EXPECT_EQ(kinds_with("name=\"axles\"/>", "name=\"axles\" typeRef=\"number\"/>"), Kinds{"head"});
    EXPECT_EQ(kinds_with("<requiredInput href=\"#axles\"/>", ""), Kinds{"head"});
    EXPECT_EQ(kinds_with("<decision ", "<itemDefinition name=\"t\"/><decision "), Kinds{"types"});
    EXPECT_EQ(kinds_with("</definitions>", "<!-- drawn anew --></definitions>"), Kinds{"drawing"});
    EXPECT_EQ(kinds_with("</definitions>",
                         "<inputData id=\"n\" name=\"n\"><variable name=\"n\"/></inputData>"
                         "</definitions>"),
              Kinds{"element"});
    EXPECT_EQ(kinds_with("<annotationEntry><text>多</text></annotationEntry>", ""), Kinds{"cell"})
        << "a cell that is no longer there";
    EXPECT_EQ(kinds_with("</definitions>", ""), Kinds{"file"}) << "what cannot be read";
}

TEST(Difference, the_order_of_rows_is_told) {
    auto const few = std::string(passing).substr(std::string(passing).find("<rule id=\"few\""));
    auto const first = few.substr(0, few.find("<rule id=\"many\""));
    auto moved = text::replace_all(passing, first, "");
    moved = text::replace_all(moved, "</decisionTable>", first + "</decisionTable>");
    EXPECT_EQ(kinds_of("decisions/passing.dmn", moved), std::vector<std::string>{"order"});
}

TEST(Difference, a_value_that_is_taken_away_is_told) {
    auto const all = std::string(toll);
    auto const gone = all.substr(0, all.find("values:")) + "values: []\n";
    EXPECT_EQ(kinds_of("parameters/toll.yaml", gone), std::vector<std::string>{"parameter"});
    auto const renamed = text::replace_all(all, "zh: 通行费", "zh: 过路费");
    EXPECT_EQ(kinds_of("parameters/toll.yaml", renamed), std::vector<std::string>{"file"});
}

TEST(Difference, of_any_other_file_names_it) {
    auto const now = book();
    record::Catalog const catalog;
    auto const told =
        differences(bridges(), {{"records/x.yaml", Value("record: x")}}, reader_of(*now, catalog));
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0]["path"], Value("records/x.yaml"));
}

}  // namespace
}  // namespace jizhi::pack
