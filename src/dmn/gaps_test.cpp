#include "dmn/gaps.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <set>

#include "dmn/testing.hpp"
#include "value/text.hpp"

namespace jizhi::dmn {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TableReport report_of(Table const& table) {
    auto const model = model_of(xml_of(table));
    auto reports = find_gaps(*model.program());
    EXPECT_EQ(reports.size(), 1U);
    auto report = std::move(reports.front());
    report.definition = nullptr;  // the model is gone
    return report;
}

/// Every gap as "column text; column text".
std::vector<std::string> gaps_of(Table const& table) {
    std::vector<std::string> made;
    for (auto const& gap : report_of(table).gaps) {
        std::string text;
        for (auto const& each : gap) text += (text.empty() ? "" : "; ") + each.values.en;
        made.push_back(text);
    }
    return made;
}

Table numbers(std::vector<std::string> const& cells, std::string policy = "UNIQUE") {
    Table table{.policy = std::move(policy),
                .aggregation = {},
                .columns = {{"n", "number", ""}},
                .outputs = {{}},
                .rows = {}};
    for (std::size_t i = 0; i < cells.size(); ++i)
        table.rows.push_back({{cells[i]}, {std::to_string(i)}});
    return table;
}

TEST(Gaps, between_intervals_and_null) {
    EXPECT_THAT(gaps_of(numbers({"< 3", "(3..5]", ">= 7"})), ElementsAre("3, (5..7), null"));
    EXPECT_THAT(gaps_of(numbers({"< 3", ">= 3", "null"})), ElementsAre());
    EXPECT_THAT(gaps_of(numbers({"-"})), ElementsAre());
    EXPECT_THAT(gaps_of(numbers({"not(3, 5)"})), ElementsAre("3, 5"));
    EXPECT_THAT(gaps_of(numbers({"? > 3 and ? < 5", "<= 3, null"})), ElementsAre(">= 5"));
}

TEST(Gaps, of_a_table_without_rules_is_everything) {
    EXPECT_THAT(gaps_of(numbers({})), ElementsAre("any value"));
}

TEST(Gaps, strings_that_nobody_names) {
    Table table{.columns = {{"s", "string", ""}}, .rows = {{{"\"a\", \"b\""}, {"1"}}}};
    EXPECT_THAT(gaps_of(table), ElementsAre("any other text, null"));
    table.rows.push_back({{"not(\"a\", \"b\")"}, {"2"}});
    EXPECT_THAT(gaps_of(table), ElementsAre()) << "not(…) takes null as well";
}

TEST(Gaps, allowed_values_bound_the_column) {
    Table table{.columns = {{"s", "string", "\"a\", \"b\", \"c\""}}, .rows = {{{"\"a\""}, {"1"}}}};
    EXPECT_THAT(gaps_of(table), ElementsAre("\"b\", \"c\""));
    Table range{.columns = {{"n", "number", "[0..10]"}}, .rows = {{{"< 5"}, {"1"}}}};
    EXPECT_THAT(gaps_of(range), ElementsAre("[5..10]"));
}

TEST(Gaps, dates_are_whole_days) {
    Table table{.columns = {{"d", "date", ""}},
                .rows = {{{"<= date(\"2026-01-01\")"}, {"1"}},
                         {{">= @\"2026-01-02\""}, {"2"}},
                         {{"null"}, {"3"}}}};
    EXPECT_THAT(gaps_of(table), ElementsAre());
    table.rows[1].inputs[0] = ">= @\"2026-01-03\"";
    auto const report = report_of(table);
    ASSERT_EQ(report.gaps.size(), 1U);
    EXPECT_EQ(to_text(report.gaps[0][0].example), "2026-01-02");
}

TEST(Gaps, durations_and_booleans_together) {
    Table table{.columns = {{"t", "years and months duration", ""}, {"b", "boolean", ""}},
                .rows = {{{"< @\"P1Y\"", "-"}, {"1"}}, {{">= @\"P1Y\"", "true"}, {"2"}}}};
    EXPECT_THAT(gaps_of(table), ElementsAre(">= @\"P1Y\", null; false, null", "null; true"));
}

TEST(Gaps, two_columns_of_one_input_are_one) {
    Table table{.columns = {{"n", "number", ""}, {"n", "number", ""}},
                .rows = {{{"> 3", "< 5"}, {"1"}}, {{"<= 3", "-"}, {"2"}}, {{">= 5", "-"}, {"3"}}}};
    EXPECT_THAT(gaps_of(table), ElementsAre("null"));
}

TEST(Gaps, a_general_expression_is_not_decided_and_said) {
    auto const report = report_of(numbers({"< 3", "modulo(?, 2) = 0", "> 3"}));
    EXPECT_TRUE(report.gaps.empty()) << "it may take 3 and null";
    ASSERT_EQ(report.undecided.size(), 1U);
    EXPECT_THAT(report.undecided[0].zh, HasSubstr("第 2 行"));
    EXPECT_TRUE(report.overlaps.empty());
}

TEST(Gaps, work_has_a_limit) {
    auto const model = model_of(xml_of(numbers({"< 3", "> 3"})));
    auto const reports = find_gaps(*model.program(), {}, 1);
    ASSERT_EQ(reports.size(), 1U);
    EXPECT_FALSE(reports[0].undecided.empty());
    EXPECT_TRUE(reports[0].gaps.empty());
}

TEST(Overlaps, under_unique_are_errors_with_an_example) {
    auto const model = model_of(xml_of(numbers({"<= 3", ">= 3", "null"})));
    auto const reports = find_gaps(*model.program());
    auto const said = findings(reports[0]);
    ASSERT_EQ(said.size(), 1U);
    EXPECT_TRUE(said[0].error);
    EXPECT_EQ(said[0].said.code, "dmn.overlap");
    EXPECT_THAT(said[0].rules, ElementsAre("r1", "r2"));
    EXPECT_THAT(said[0].said.zh, HasSubstr("例如 n = 3"));
    EXPECT_THAT(said[0].said.where, HasSubstr("m.dmn:4:"));
}

TEST(Overlaps, under_any_only_where_the_results_differ) {
    Table table{.policy = "ANY",
                .columns = {{"n", "number", ""}},
                .rows = {{{"<= 3"}, {"1"}}, {{">= 3"}, {"1.0"}}, {{"3"}, {"2"}}}};
    auto const report = report_of(table);
    ASSERT_EQ(report.overlaps.size(), 2U);
    EXPECT_EQ(report.overlaps[0].second, 2U);
}

TEST(Unreachable, rules_behind_others) {
    auto const first = report_of(numbers({"< 3", ">= 3", "2", "[5..4]"}, "FIRST"));
    ASSERT_EQ(first.unreachable.size(), 2U);
    EXPECT_EQ(first.unreachable[0].rule, 2U);
    EXPECT_THAT(first.unreachable[0].by, ElementsAre(0));
    EXPECT_EQ(first.unreachable[1].rule, 3U);
    EXPECT_TRUE(first.unreachable[1].by.empty()) << "it matches nothing at all";
    Table priority{.policy = "PRIORITY",
                   .columns = {{"n", "number", ""}},
                   .outputs = {{"", "\"high\", \"low\"", ""}},
                   .rows = {{{"3"}, {"\"low\""}}, {{"> 2"}, {"\"high\""}}}};
    EXPECT_THAT(report_of(priority).unreachable.at(0).by, ElementsAre(1));
}

// Against trying every point of a grid that holds a point of each piece.

std::vector<std::string> const number_cells{"-",      "< 2",       ">= 2",  "[1..3]", "(1..3)",
                                            "2",      "1, 3",      "null",  "not(2)", "not([1..2])",
                                            "> 2, 1", "not(null)", "? < 3", "[3..2]"};
std::vector<std::string> const string_cells{"-",          "\"a\"", "\"b\"", "\"a\", \"b\"",
                                            "not(\"a\")", "null"};
std::vector<std::string> const boolean_cells{"-", "true", "false", "not(true)", "null"};

struct Kind {
    char const* type;
    std::vector<std::string> const* cells;
    std::vector<Value> grid;
};
std::vector<Kind> const kinds{
    {"number",
     &number_cells,
     {Value(), 0, 1, Decimal::scaled(15, 1), 2, Decimal::scaled(25, 1), 3, 4}},
    {"string", &string_cells, {Value(), "a", "b", "…"}},
    {"boolean", &boolean_cells, {Value(), true, false}}};

struct Drawn {
    Table table;
    std::vector<std::size_t> kinds;
};

Drawn draw_table() {
    Drawn made;
    auto const columns = *rc::gen::inRange<std::size_t>(1, 4);
    for (std::size_t i = 0; i < columns; ++i) {
        made.kinds.push_back(*rc::gen::inRange<std::size_t>(0, kinds.size()));
        made.table.columns.push_back({"c" + std::to_string(i), kinds[made.kinds[i]].type, ""});
    }
    auto const rows = *rc::gen::inRange(0, 6);
    for (auto row = 0; row < rows; ++row) {
        auto& cells = made.table.rows.emplace_back();
        for (auto const kind : made.kinds)
            cells.inputs.push_back(*rc::gen::elementOf(*kinds[kind].cells));
        cells.outputs.push_back(std::to_string(row));
    }
    return made;
}

/// By point of the grid, the rules that match there: what COLLECT gives.
std::map<std::vector<std::string>, std::set<std::uint32_t>> brute_force(Drawn drawn) {
    drawn.table.policy = "COLLECT";
    auto const model = model_of(xml_of(drawn.table));
    auto const decision = model.decision("d");
    std::map<std::vector<std::string>, std::set<std::uint32_t>> made;
    std::vector<std::size_t> at(drawn.kinds.size(), 0);
    while (true) {
        Context inputs;
        std::vector<std::string> point;
        for (std::size_t i = 0; i < at.size(); ++i) {
            auto const& value = kinds[drawn.kinds[i]].grid[at[i]];
            inputs.put("c" + std::to_string(i), value);
            point.push_back(to_literal(value));
        }
        feel::Environment environment;
        auto& rules = made[point];
        auto const hits = decision->evaluate(inputs, environment).value;
        if (hits.is(Value::Type::list))
            for (auto const& each : hits.list())
                rules.insert(static_cast<std::uint32_t>(each.integer_or(0)));
        std::size_t column = 0;
        while (column < at.size() && ++at[column] == kinds[drawn.kinds[column]].grid.size())
            at[column++] = 0;
        if (column == at.size()) return made;
    }
}

/// Whether the text of a corner, which is FEEL but for two phrases, takes the value. `named` are
/// the cells of the column: a string that none of them names is another text.
bool takes(Corner const& corner, Value const& value, std::string const& named) {
    if (corner.any) return true;
    auto text = corner.values.en;
    auto const put = [&](std::string_view phrase, std::string const& feel) {
        if (auto const at = text.find(phrase); at != std::string::npos)
            text.replace(at, phrase.size(), feel);
    };
    auto const is_named = named.find(to_literal(value)) != std::string::npos;
    put("any other text", value.is(Value::Type::string) && !is_named ? to_literal(value) : "0");
    put("any value but null", "not(null)");
    auto const code = feel::compile_unary_tests(text, {});
    EXPECT_TRUE(code) << text;
    feel::Environment environment;
    return code->evaluate(std::span(&value, 1), environment).boolean_or(false);
}

bool inside(Corners const& box, std::vector<std::string> const& point, Table const& table) {
    for (std::size_t i = 0; i < point.size(); ++i) {
        feel::Environment environment;
        auto const value = feel::compile(point[i], {})->evaluate(Context{}, environment);
        std::string named;
        for (auto const& row : table.rows) named += row.inputs[i] + " ";
        if (!takes(box[i], value, named)) return false;
    }
    return true;
}

TEST(GapsProperty, a_point_is_in_one_gap_exactly_where_no_rule_matches) {
    EXPECT_TRUE(rc::check("gaps are what brute force finds", [] {
        auto const drawn = draw_table();
        auto const report = report_of(drawn.table);
        RC_LOG() << xml_of(drawn.table) << "\n";
        RC_ASSERT(report.undecided.empty());
        for (auto const& [point, rules] : brute_force(drawn)) {
            auto const boxes = std::ranges::count_if(
                report.gaps, [&](auto const& gap) { return inside(gap, point, drawn.table); });
            RC_ASSERT(boxes == (rules.empty() ? 1 : 0));
        }
    }));
}

TEST(GapsProperty, pairs_that_match_together_are_the_overlaps) {
    EXPECT_TRUE(rc::check("overlaps are what brute force finds", [] {
        auto const drawn = draw_table();
        std::set<std::pair<std::uint32_t, std::uint32_t>> found, expected;
        for (auto const& each : report_of(drawn.table).overlaps)
            found.insert({each.first, each.second});
        for (auto const& [point, rules] : brute_force(drawn))
            for (auto const a : rules)
                for (auto const b : rules)
                    if (a < b) expected.insert({a, b});
        RC_LOG() << xml_of(drawn.table) << "\n";
        RC_ASSERT(found == expected);
    }));
}

TEST(GapsProperty, rules_that_are_never_first_are_unreachable) {
    EXPECT_TRUE(rc::check("unreachable rules are what brute force finds", [] {
        auto drawn = draw_table();
        drawn.table.policy = "FIRST";
        std::set<std::uint32_t> found, expected;
        for (auto const& each : report_of(drawn.table).unreachable) found.insert(each.rule);
        for (std::uint32_t i = 0; i < drawn.table.rows.size(); ++i) expected.insert(i);
        for (auto const& [point, rules] : brute_force(drawn))
            if (!rules.empty()) expected.erase(*rules.begin());
        RC_LOG() << xml_of(drawn.table) << "\n";
        RC_ASSERT(found == expected);
    }));
}

}  // namespace
}  // namespace jizhi::dmn
