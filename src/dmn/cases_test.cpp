#include "dmn/cases.hpp"

#include <gtest/gtest.h>

#include <random>
#include <sstream>

#include "dmn/testing.hpp"
#include "feel/column.hpp"
#include "kit/limits_dmn.hpp"
#include "value/json.hpp"
#include "value/temporal.hpp"
#include "value/text.hpp"

namespace jizhi::dmn {
namespace {

using testing::model_of;
using testing::Table;
using testing::xml_of;

struct Made {
    std::string out;
    CasesDone done;
    std::vector<CaseSaid> said;
};

Result<Made> batch(std::string const& xml, std::string const& text,
                   CaseFormat in_format = CaseFormat::csv,
                   CaseFormat out_format = CaseFormat::json_lines, CasesOptions options = {}) {
    auto const decision = *model_of(xml).decision("d");
    std::istringstream in(text);
    std::ostringstream out;
    TRY(reader, read_cases(in, in_format, decision));
    auto const writer = write_cases(out, out_format, decision, reader->columns());
    Made made;
    options.tell = [&](CaseSaid const& said) { made.said.push_back(said); };
    made.done = evaluate_cases(decision, *reader, *writer, options);
    made.out = out.str();
    return made;
}

/// Two inputs, named a (number) and b (string); the result is `a`, or `"b"` for texts.
Table pair_table() {
    return {.columns = {{"a", "number", ""}, {"b", "string", ""}},
            .outputs = {{}},
            .rows = {{{"-", "-"}, {"string(a) + \"|\" + string(b)"}}}};
}

std::vector<std::string> codes(Made const& made) {
    std::vector<std::string> all;
    for (auto const& each : made.said)
        all.push_back(std::to_string(each.line) + " " + each.error.code);
    return all;
}

using Texts = std::vector<std::string>;

TEST(Cases, have_the_parameters_and_the_day_that_are_given) {
    Table const table{.columns = {{"a", "number", ""}},
                      .outputs = {{}},
                      .rows = {{{"-"}, {"string(a * param(\"rate\")) + \" \" + string(today())"}}}};
    CasesOptions options;
    options.surroundings.today = *parse_date("2026-03-01");
    options.surroundings.parameter =
        [](std::string_view name) -> std::optional<feel::ParameterUse> {
        if (name != "rate") return std::nullopt;
        return feel::ParameterUse{"rate", Value(7), {}};
    };
    auto const made = batch(xml_of(table), "a\n2\n3\n", CaseFormat::csv, CaseFormat::csv, options);
    ASSERT_TRUE(made);
    EXPECT_NE(made->out.find("14 2026-03-01"), std::string::npos) << made->out;
    EXPECT_NE(made->out.find("21 2026-03-01"), std::string::npos) << made->out;
    EXPECT_EQ(made->done.told, 0U);
    auto const without = batch(xml_of(table), "a\n2\n");
    ASSERT_TRUE(without);
    EXPECT_EQ(without->done.told, 1U);
}

struct Spelling {
    char const* says;
    std::string csv, results;
};
class Csv : public ::testing::TestWithParam<Spelling> {};

TEST_P(Csv, reads) {
    auto const& [says, csv, results] = GetParam();
    auto const made = batch(xml_of(pair_table()), csv);
    ASSERT_TRUE(made) << says << ": " << made.error().en;
    EXPECT_EQ(made->out, results) << says;
    EXPECT_EQ(made->done.unread, 0U) << says;
}

INSTANTIATE_TEST_SUITE_P(
    Cases, Csv,
    ::testing::Values(
        Spelling{"plain", "a,b\n1,x\n", "\"1|x\"\n"},
        Spelling{"columns in any order, with a mark", "\xEF\xBB\xBF\"b\",a\nx,1\n", "\"1|x\"\n"},
        Spelling{"CR LF, and no end of the last line", "a,b\r\n1,x\r\n2,y", "\"1|x\"\n\"2|y\"\n"},
        Spelling{"CR alone", "a,b\r1,x\r2,y\r", "\"1|x\"\n\"2|y\"\n"},
        Spelling{"quotes, commas and lines in quotes", "a,b\n1,\"x,\"\"y\"\"\nz\"\n",
                 "\"1|x,\\\"y\\\"\\nz\"\n"},
        Spelling{"numbers keep their digits", "a,b\n1.500,x\n-0.07,y\n",
                 "\"1.500|x\"\n\"-0.07|y\"\n"},
        Spelling{"empty lines are no rows", "a,b\n\n1,x\n\n\n2,y\n", "\"1|x\"\n\"2|y\"\n"},
        Spelling{"what is no input is left aside", "id,a,b\n7,1,x\n", "\"1|x\"\n"},
        Spelling{"no rows", "a,b\n", ""}));

TEST(Cases, tells_what_cannot_be_read_and_goes_on) {
    auto const long_text = std::string(limit::case_bytes_max + 10, 'x');
    auto const made =
        batch(xml_of(pair_table()), "a,b\n1,x,y\n2\nthree,x\n4,\xFF\n5,\"x\"y\n6," + long_text +
                                        "\n7,\"" + long_text + "\"\n8,x\n9,\"open\n");
    ASSERT_TRUE(made);
    EXPECT_EQ(made->out, "null\nnull\nnull\nnull\nnull\nnull\nnull\n\"8|x\"\nnull\n");
    EXPECT_EQ(codes(*made), (Texts{"2 cases.width", "3 cases.width", "4 cases.type",
                                   "5 cases.encoding", "6 cases.after_quote", "7 cases.too_long",
                                   "8 cases.too_long", "10 cases.open_quote"}));
    EXPECT_EQ(made->done.unread, 8U);
    EXPECT_EQ(made->said[2].error.where, "a");
    EXPECT_EQ(made->said[2].row, 3U);
}

TEST(Cases, the_first_row_must_name_each_input_once) {
    auto const code = [](std::string const& csv) {
        auto const made = batch(xml_of(pair_table()), csv);
        return made ? std::string("read") : made.error().code;
    };
    EXPECT_EQ(code("a\n1\n"), "cases.missing");
    EXPECT_EQ(code(""), "cases.missing");
    EXPECT_EQ(code("a,b,a\n"), "cases.twice");
    EXPECT_EQ(code("\"a,b\n"), "cases.open_quote");
    auto const lists = xml_of({.columns = {{"l", "list<number>", ""}}, .rows = {{{"-"}, {"1"}}}});
    auto const made = batch(lists, "l\n1\n");
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, "cases.not_in_a_cell");
}

TEST(Cases, texts_become_what_the_input_declares) {
    auto const xml = xml_of({.columns = {{"d", "date", ""},
                                         {"t", "time", ""},
                                         {"m", "dateTime", ""},
                                         {"p", "dayTimeDuration", ""},
                                         {"y", "yearMonthDuration", ""},
                                         {"b", "boolean", ""},
                                         {"s", "string", ""},
                                         {"o", "", ""}},
                             .rows = {{{"-", "-", "-", "-", "-", "-", "-", "-"},
                                       {"[d + duration(\"P1D\"), t, m, p, y, not(b), s, o]"}}}});
    auto const made = batch(xml,
                            "d,t,m,p,y,b,s,o\n2024-02-28,09:30:00,2024-02-28T09:30:00,P1DT2H,P1Y,"
                            "TRUE,12,12\n,,,,,,\"\",\n");
    ASSERT_TRUE(made);
    EXPECT_EQ(made->out,
              "[\"2024-02-29\",\"09:30:00\",\"2024-02-28T09:30:00\",\"P1DT2H\",\"P1Y\",false,"
              "\"12\",\"12\"]\n[null,null,null,null,null,null,\"\",null]\n");
    auto const same =
        batch(xml,
              R"({"d":"2024-02-28","t":"09:30:00","m":"2024-02-28T09:30:00","p":"P1DT2H",)"
              R"("y":"P1Y","b":true,"s":"12","o":"12"})"
              "\n\n{}\n",
              CaseFormat::json_lines);
    ASSERT_TRUE(same);
    EXPECT_EQ(same->out.substr(0, same->out.find('\n')), made->out.substr(0, made->out.find('\n')));
}

TEST(Cases, json_lines_that_are_no_objects_are_told) {
    auto const long_line = "{\"a\":1,\"b\":\"" + std::string(limit::case_bytes_max, 'x') + "\"}";
    auto const made = batch(xml_of(pair_table()),
                            "{\"a\":1,\"b\":\"x\"}\n[1]\n{\"a\":\n\xFF\n" + long_line +
                                "\n{\"b\":\"y\",\"a\":2,\"c\":3}",
                            CaseFormat::json_lines);
    ASSERT_TRUE(made);
    EXPECT_EQ(made->out, "\"1|x\"\nnull\nnull\nnull\nnull\n\"2|y\"\n");
    EXPECT_EQ(codes(*made), (Texts{"2 cases.object", "3 json.incomplete", "4 cases.encoding",
                                   "5 cases.too_long"}));
}

TEST(Cases, contexts_become_columns) {
    auto const xml = xml_of({.columns = {{"a", "number", ""}},
                             .outputs = {{.name = "x"}, {.name = "y"}},
                             .rows = {{{"< 5"}, {"{deep: a, list: [1, a]}", "\"p,q\""}},
                                      {{"[5..6]"}, {"{deep: a}", "\"\""}},
                                      {{"[7..8]"}, {"{other: 1}", "true"}},
                                      {{"> 8"}, {"null", "{z: 1}"}}}});
    auto const made = batch(xml, "a\n\n1\n5\n8\n9\n", CaseFormat::csv, CaseFormat::csv);
    ASSERT_TRUE(made);
    EXPECT_EQ(made->out,
              "a,x.deep,x.list,y,x.other,y.z\n,,,,,\n1,1,\"[1,1]\",\"p,q\",,\n5,5,,\"\",,\n"
              "8,,,true,1,\n9,,,\"{\"\"z\"\":1}\",,\n");
    std::string many = "a\n";
    for (std::size_t row = 0; row < feel::block_rows; ++row) many += "1\n";
    auto const lost = batch(xml, many + "8\n", CaseFormat::csv, CaseFormat::csv);
    ASSERT_TRUE(lost);
    auto const line = std::to_string(feel::block_rows + 2);  // behind the heading and a block
    EXPECT_EQ(codes(*lost), (Texts{line + " cases.no_column"}));
    EXPECT_TRUE(lost->out.ends_with("\n1,1,\"[1,1]\",\"p,q\"\n8,,,true\n"));
}

TEST(Cases, results_that_are_always_null_still_have_rows) {
    auto const xml = xml_of({.columns = {{"a", "number", ""}}, .rows = {{{"> 5"}, {"a"}}}});
    auto const made = batch(xml, "a\n1\n2\n", CaseFormat::csv, CaseFormat::csv);
    ASSERT_TRUE(made);
    EXPECT_EQ(made->out, "a,d\n1,\n2,\n");
}

TEST(Cases, results_stand_behind_the_columns_that_were_read) {
    auto const csv = [](Table const& table, std::string const& text) {
        auto const made = batch(xml_of(table), text, CaseFormat::csv, CaseFormat::csv);
        return made ? made->out : made.error().en;
    };
    EXPECT_EQ(csv(pair_table(), "id,\"b\",a\n7,\"x,\ny\",1\n8,\"\",\n9,z\n9,z,2,3\n"),
              "id,b,a,d\n7,\"x,\ny\",1,\"1|x,\ny\"\n8,\"\",,\n9,z,,\n9,z,2,\n");
    Table const named{.columns = {{"a", "number", ""}},
                      .outputs = {{.name = "a"}, {.name = "b"}},
                      .rows = {{{"-"}, {"a + 1", "a + 2"}}}};
    EXPECT_EQ(csv(named, "a\n1\n"), "a,d.a,b\n1,2,3\n") << "a name that is taken";
    Table const late{.columns = {{"a", "string", ""}}, .rows = {{{"\"x\""}, {"1"}}}};
    EXPECT_EQ(csv(late, "a\n\"1\n2\"\nx\n"), "a,d\n\"1\n2\",\nx,1\n");
}

TEST(Cases, strict_makes_null_of_what_has_something_to_tell) {
    auto const xml =
        xml_of({.columns = {{"a", "number", ""}}, .rows = {{{"-"}, {"{n: a, bad: a + \"x\"}"}}}});
    CasesOptions strict;
    strict.strict = true;
    auto const as_is = batch(xml, "a\n1\n");
    auto const made = batch(xml, "a\n1\n", CaseFormat::csv, CaseFormat::json_lines, strict);
    ASSERT_TRUE(as_is && made);
    EXPECT_EQ(as_is->out, "{\"n\":1,\"bad\":null}\n");
    EXPECT_EQ(made->out, "null\n");
    EXPECT_EQ(codes(*made), (Texts{"2 feel.type"}));
}

/// Random tables over typed inputs: what a file gives is what one case alone gives, to the digit.
class RandomCases {
public:
    explicit RandomCases(std::uint32_t seed) : random_(seed) {}
    std::uint32_t pick(std::uint32_t below) {
        return static_cast<std::uint32_t>(random_() % below);
    }
    Table table() {
        Table made{.policy = pick(2) == 0 ? "UNIQUE" : "FIRST",
                   .columns = {{"n", "number", ""}, {"s", "string", ""}, {"d", "date", ""}},
                   .outputs = {{.name = "x"}, {.name = "y"}}};
        for (auto rule = 1 + pick(8); rule > 0; --rule)
            made.rows.push_back({{pick(3) == 0 ? "-" : "[" + number(20) + ".." + number(60) + "]",
                                  pick(2) == 0 ? "-" : "\"" + text() + "\"",
                                  pick(2) == 0 ? "-" : "> date(\"2024-01-1" + number(10) + "\")"},
                                 {"n * 1." + number(99) + " / 3", "if n > 30 then s else d"}});
        return made;
    }
    std::vector<Value> row() {
        return {pick(9) == 0 ? Value() : Value(Decimal::scaled(pick(9'000), 2)),
                pick(9) == 0 ? Value() : Value(text()),
                pick(9) == 0 ? Value() : Value(Date{19'723 + pick(20)})};
    }

private:
    std::string number(std::uint32_t below) { return std::to_string(pick(below)); }
    std::string text() { return std::string(1, static_cast<char>('a' + pick(4))) + ",\""; }
    std::mt19937 random_;
};

std::string quoted(std::string const& text) {
    std::string made = "\"";
    for (auto const c : text) made.append(c == '"' ? 2 : 1, c);
    return made + '"';
}

TEST(Cases, random_tables_give_what_one_case_alone_gives) {
    for (std::uint32_t seed = 0; seed < 30; ++seed) {
        RandomCases random(seed);
        auto table = random.table();
        for (auto& rule : table.rows)
            for (auto& cell : rule.inputs)
                if (cell.starts_with('"')) cell = "\"" + cell.substr(1, 2) + "\\\"\"";
        auto const xml = xml_of(table);
        auto const decision = *model_of(xml).decision("d");
        std::string csv = "n,s,d\n", json, expected;
        std::size_t told = 0;
        for (auto count = seed % 7 == 0 ? 2'600U : 40U; count > 0; --count) {
            auto const row = random.row();
            csv += to_text(row[0].is_null() ? Value("") : row[0]) + "," +
                   (row[1].is_null() ? "" : quoted(row[1].string())) + "," +
                   to_text(row[2].is_null() ? Value("") : row[2]) + "\n";
            json += to_json(Value(Context{{"n", row[0]}, {"s", row[1]}, {"d", row[2]}})) + "\n";
            feel::Environment environment;
            auto const outcome = decision.evaluate(row, environment);
            expected += to_json(outcome.value) + "\n";
            told += outcome.diagnostics.empty() ? 0 : 1;
        }
        CasesOptions forgetful;
        forgetful.remembered = 1'000;
        for (auto const& made :
             {batch(xml, csv), batch(xml, json, CaseFormat::json_lines),
              batch(xml, csv, CaseFormat::csv, CaseFormat::json_lines, forgetful)}) {
            ASSERT_TRUE(made);
            ASSERT_EQ(made->out, expected) << xml;
            ASSERT_EQ(made->done.told, told) << xml;
        }
    }
}

}  // namespace
}  // namespace jizhi::dmn
