#include "pack/table_sheet.hpp"

#include <gtest/gtest.h>

#include "dmn/reader.hpp"
#include "pack/table_place.hpp"
#include "report/sheet_reader.hpp"

namespace jizhi::pack {
namespace {

constexpr char const* toll = R"xml(<definitions
 xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" xmlns:jizhi="urn:jizhi:dmn:1"
 namespace="urn:test" name="toll">
<decision id="toll" name="toll"><variable name="toll"/>
<decisionTable hitPolicy="FIRST">
<input><extensionElements><jizhi:title zh="轴数" en="Axles"/></extensionElements>
<inputExpression><text>axles</text></inputExpression></input>
<output label="费"/><annotation name="zh"/>
<rule id="few">
<inputEntry><text>&lt; 3</text></inputEntry>
<outputEntry><text>5</text></outputEntry>
<annotationEntry><text>少</text></annotationEntry></rule>
<rule id="many">
<inputEntry><text>-</text></inputEntry>
<outputEntry><text>12</text></outputEntry>
<annotationEntry><text>多</text></annotationEntry></rule>
</decisionTable></decision>
<decision id="tip" name="tip"><variable name="tip"/>
<literalExpression><text>1</text></literalExpression></decision></definitions>)xml";

class TableSheet : public testing::Test {
protected:
    std::shared_ptr<dmn::Definitions const> model = *dmn::read_definitions(toll, "toll.dmn");
    dmn::Element const& element = model->elements.front();
    dmn::DecisionTable const& table = std::get<dmn::DecisionTable>(element.logic->body);

    report::SheetLayout layout(char const* language = "zh") {
        return table_sheet(element, table, language);
    }
    Result<SheetRows> read(report::SheetLayout const& changed) {
        auto const bytes = report::write_xlsx({changed});
        EXPECT_TRUE(bytes);
        auto const sheet = report::read_sheet(*bytes);
        EXPECT_TRUE(sheet);
        return read_table_sheet(*sheet, element, table);
    }
    static report::Cell text(std::string said) {
        return {report::Cell::Kind::text, std::move(said)};
    }
};

TEST_F(TableSheet, comes_back_as_it_went_out_in_either_language) {
    for (auto const* language : {"zh", "en"}) {
        auto const back = read(layout(language));
        ASSERT_TRUE(back) << back.error().where << back.error().en;
        ASSERT_EQ(back->rules.size(), 2U);
        EXPECT_EQ(back->rules[0]["id"], Value("few"));
        EXPECT_EQ(back->rules[0]["inputs"].list()[0], Value("< 3"));
        EXPECT_EQ(back->rules[1]["outputs"].list()[0], Value("12"));
        EXPECT_EQ(back->rules[1]["annotations"].list()[0], Value("多"));
    }
    EXPECT_EQ(layout().heads, (std::vector<std::string>{"编号", "轴数", "费", "说明（中文）"}));
}

TEST_F(TableSheet, new_rows_numbers_and_days_are_taken_as_they_are_meant) {
    auto changed = layout();
    using enum report::Cell::Kind;
    changed.rows.push_back({{}, {number, "7"}, {date, "2026-01-31"}, {}});
    changed.rows.push_back({});
    auto const back = read(changed);
    ASSERT_TRUE(back) << back.error().en;
    ASSERT_EQ(back->rules.size(), 3U);
    EXPECT_EQ(back->rules[2]["id"], Value(""));
    EXPECT_EQ(back->rules[2]["inputs"].list()[0], Value("7"));
    EXPECT_EQ(back->rules[2]["outputs"].list()[0], Value("date(\"2026-01-31\")"));
    changed.rows[2][1] = {};
    EXPECT_EQ(read(changed)->rules[2]["inputs"].list()[0], Value("-")) << "nothing is anything";
}

TEST_F(TableSheet, says_which_cell_is_wrong) {
    auto changed = layout();
    changed.rows[1][0] = text("few");
    auto const twice = read(changed);
    ASSERT_FALSE(twice);
    EXPECT_EQ(twice.error().where, "A6") << "title, two notes, heads, one row before it";
    changed.rows[1][0] = text("nobody");
    EXPECT_EQ(read(changed).error().where, "A6");
    auto renamed = layout();
    renamed.heads[2] = "价";
    EXPECT_EQ(read(renamed).error().where, "C4");
    auto empty = layout();
    empty.rows.clear();
    EXPECT_FALSE(read(empty));
    EXPECT_FALSE(read_table_sheet({"x", {{text("no")}, {text("heads")}}}, element, table));
}

TEST_F(TableSheet, an_error_of_the_model_is_found_in_its_cell) {
    auto const at = [&](int line) {
        return table_place(*model, "packs/x/decisions/toll.dmn:" + std::to_string(line) + ":60");
    };
    auto const line_of = [&](std::size_t rule) { return table.rules[rule].inputs[0].place.line; };
    auto const cell = at(line_of(1));
    ASSERT_TRUE(cell);
    EXPECT_EQ(cell->row, 1U);
    EXPECT_EQ(*cell->column, 0U);
    EXPECT_EQ(cell->column_title().en, "Axles");
    EXPECT_EQ(at(line_of(0) + 1)->column_title().zh, "费");
    EXPECT_EQ(at(line_of(0) + 2)->column_title().zh, "zh");
    auto const row = table_place(*model, "toll.dmn:" + std::to_string(table.rules[1].place.line) +
                                             ":" + std::to_string(table.rules[1].place.column));
    ASSERT_TRUE(row);
    EXPECT_FALSE(row->column) << "of the row as a whole";
    EXPECT_FALSE(at(1)) << "before the table";
    EXPECT_FALSE(at(line_of(1) + 5)) << "in the next decision";
    EXPECT_FALSE(table_place(*model, "nowhere"));
    EXPECT_FALSE(table_place(*model, "toll.dmn:x:1"));
    EXPECT_EQ(cell_name(6, 1), "C6");
}

}  // namespace
}  // namespace jizhi::pack
