#include "report/sheet.hpp"

#include <gtest/gtest.h>
#include <zip.h>

#include <map>
#include <vector>

#include "report/csv.hpp"
#include "report/number_format.hpp"
#include "report/sheet_reader.hpp"
#include "report/sheet_writer.hpp"

namespace jizhi::report {
namespace {

Cell text(std::string s) { return {Cell::Kind::text, std::move(s)}; }
Cell number(std::string s) { return {Cell::Kind::number, std::move(s)}; }

TEST(Sheet, names_columns_as_a_spreadsheet_does) {
    EXPECT_EQ(column_letters(0), "A");
    EXPECT_EQ(column_letters(25), "Z");
    EXPECT_EQ(column_letters(26), "AA");
    EXPECT_EQ(column_letters(701), "ZZ");
    EXPECT_EQ(column_letters(702), "AAA");
}

TEST(Sheet, what_is_written_as_xlsx_reads_back_unchanged) {
    SheetLayout layout;
    layout.name = "花名册";
    layout.title = "某区社区工作者花名册";
    layout.heads = {"姓名", "身份证号", "工资", "入职"};
    layout.rows = {{text("王某"),
                    text("22040219900101001X"),
                    number("3370.5"),
                    {Cell::Kind::date, "2019-03-01"}},
                   {text("=1+1"), text("@SUM(A1)"), number("-12"), {}},
                   {text("𠮷某"), text("+86 138"), number("0"), text("阿布都·某")}};
    auto const bytes = write_xlsx({layout});
    ASSERT_TRUE(bytes) << bytes.error().en;
    auto const sheet = read_sheet(*bytes);
    ASSERT_TRUE(sheet) << sheet.error().en;
    EXPECT_EQ(sheet->name, "花名册");
    ASSERT_EQ(sheet->rows.size(), 5u);
    EXPECT_EQ(sheet->rows[0][0].text, "某区社区工作者花名册");
    EXPECT_EQ(sheet->rows[1][3].text, "入职");
    for (std::size_t row = 0; row < 3; ++row)
        for (std::size_t column = 0; column < 4; ++column)
            EXPECT_EQ(cell_at(sheet->rows[row + 2], column), layout.rows[row][column])
                << row << "," << column;
}

struct Written {
    char const* says;
    Cell cell;
    char const* expected;
};

class Csv : public testing::TestWithParam<Written> {};

TEST_P(Csv, guards_what_could_run_and_reads_it_back) {
    auto const& [says, cell, expected] = GetParam();
    auto const bytes = write_csv({"", {{cell}}});
    EXPECT_EQ(bytes, std::string("\xEF\xBB\xBF") + expected + "\r\n") << says;
    auto const sheet = read_csv(bytes, {});
    ASSERT_TRUE(sheet);
    EXPECT_EQ(sheet->rows[0][0].text, cell.text) << says;
}

INSTANTIATE_TEST_SUITE_P(
    Sheet, Csv,
    testing::Values(Written{"a formula", text("=1+1"), "'=1+1"},
                    Written{"a negative number stays one", number("-5.20"), "-5.20"},
                    Written{"so does a text that is a number", text("-5"), "-5"},
                    Written{"an at sign", text("@a"), "'@a"},
                    Written{"a tab", text("\tx"), "\"'\tx\""},
                    Written{"an apostrophe before a formula survives", text("'=1"), "''=1"},
                    Written{"a plain apostrophe is left alone", text("'tis"), "'tis"},
                    Written{"quotes and commas", text("a,\"b\""), "\"a,\"\"b\"\"\""},
                    Written{"a line break", text("a\nb"), "\"a\nb\""}));

TEST(Csv, reads_what_offices_save) {
    auto const gb = std::string("\xD0\xD5\xC3\xFB,\xC4\xEA\xC1\xE4\n\xCD\xF5,3\n");  // 姓名,年龄
    auto const sheet = read_sheet(gb);
    ASSERT_TRUE(sheet);
    EXPECT_EQ(sheet->rows[0][0].text, "姓名");
    EXPECT_EQ(sheet->rows[1][1].text, "3");
    EXPECT_EQ(read_sheet("a\tb\n1\t2\n")->rows[1][1].text, "2");
    EXPECT_EQ(read_sheet(std::string("\xFF\xFE") + std::string("a\0,\0b\0", 6))->rows[0].size(),
              2u);
}

struct Refused {
    char const* says;
    std::string bytes;
    char const* code;
};

class Refusal : public testing::TestWithParam<Refused> {};

TEST_P(Refusal, says_what_is_wrong) {
    auto const& [says, bytes, code] = GetParam();
    auto const sheet = read_sheet(bytes);
    ASSERT_FALSE(sheet) << says;
    EXPECT_EQ(sheet.error().code, code) << says;
    EXPECT_FALSE(sheet.error().zh.empty());
    EXPECT_FALSE(sheet.error().en.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Sheet, Refusal,
    testing::Values(
        Refused{"nothing", "", "sheet.empty"},
        Refused{"zeros", std::string(4096, '\0'), "sheet.not_a_sheet"},
        Refused{"a picture", std::string("\x89PNG\r\n\x1a\n\0\0\0", 11), "sheet.not_a_sheet"},
        Refused{"an old xls", std::string("\xD0\xCF\x11\xE0\xA1\xB1"), "sheet.old_format"},
        Refused{"a torn zip", std::string("PK\x03\x04 and no more"), "sheet.broken"},
        Refused{"a NUL in UTF-16", std::string("\xFF\xFE" "a\0\0\0", 6), "sheet.encoding"},
        Refused{"an open quote", "a,\"b\nc", "sheet.open_quote"},
        Refused{"a huge cell", std::string(1 << 20, 'x'), "sheet.cell_too_long"}));

TEST(Refusal, of_a_zip_that_unpacks_too_large) {
    SheetLayout layout;
    layout.rows.assign(2000, Cells(20, text("同样的内容")));
    auto const bytes = write_xlsx({layout});
    SheetLimits small;
    small.part_bytes_max = 10'000;
    EXPECT_EQ(read_sheet(*bytes, small).error().code, "sheet.part_too_large");
}

/// A workbook of one sheet, its XML as a hostile or careless hand wrote it.
std::string workbook_with(std::string const& sheet_xml,
                          std::map<std::string, std::string> parts = {}) {
    parts.merge(std::map<std::string, std::string>{
        {"xl/workbook.xml",
         R"(<workbook xmlns:r="r"><sheets><sheet name="a" sheetId="1" r:id="x"/></sheets></workbook>)"},
        {"xl/_rels/workbook.xml.rels",
         R"(<Relationships><Relationship Id="x" Target="worksheets/sheet1.xml"/></Relationships>)"},
        {"xl/worksheets/sheet1.xml", sheet_xml}});
    zip_error_t error{};
    auto* source = zip_source_buffer_create(nullptr, 0, 0, &error);
    zip_source_keep(source);
    auto* archive = zip_open_from_source(source, ZIP_TRUNCATE, &error);
    for (auto const& [name, xml] : parts)
        zip_file_add(archive, name.c_str(), zip_source_buffer(archive, xml.data(), xml.size(), 0),
                     0);
    zip_close(archive);
    zip_source_open(source);
    zip_source_seek(source, 0, SEEK_END);
    std::string bytes(static_cast<std::size_t>(zip_source_tell(source)), '\0');
    zip_source_seek(source, 0, SEEK_SET);
    zip_source_read(source, bytes.data(), bytes.size());
    zip_source_close(source);
    zip_source_free(source);
    return bytes;
}

TEST(Hostile, entities_are_not_expanded) {
    std::string bomb = "<!DOCTYPE worksheet [<!ENTITY a \"ha ha ha\">";
    for (char name = 'b'; name <= 'j'; ++name) {
        auto const before = std::string("&") + static_cast<char>(name - 1) + ";";
        bomb += std::string("<!ENTITY ") + name + " \"";
        for (int i = 0; i < 10; ++i) bomb += before;
        bomb += "\">";
    }
    bomb += "<!ENTITY file SYSTEM \"file:///etc/passwd\">]>";
    auto const cell = [&](std::string const& text) {
        auto const sheet = read_sheet(workbook_with(
            bomb + R"(<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>)" + text +
            "</t></is></c></row></sheetData></worksheet>"));
        return sheet && !sheet->rows.empty() ? cell_at(sheet->rows[0], 0).text : std::string();
    };
    EXPECT_EQ(cell("name"), "name") << "the rest of the file is read";
    EXPECT_LT(cell("&j;").size(), 10U);
    EXPECT_EQ(cell("&file;").find("root"), std::string::npos);
}

TEST(Hostile, a_formula_is_what_it_last_gave_and_never_runs) {
    auto const sheet = read_sheet(workbook_with(
        R"(<worksheet><sheetData><row r="1"><c r="A1"><f>1+2</f><v>3</v></c>)"
        R"(<c r="B1" t="str"><f>HYPERLINK("http://x","y")</f><v>y</v></c>)"
        R"(<c r="C1" t="s"><v>999999</v></c><c r="ZZZZ9" t="n"><v>1</v></c></row></sheetData></worksheet>)"));
    if (!sheet) return;  // refused as a whole is as good
    EXPECT_EQ(cell_at(sheet->rows[0], 0).text, "3");
    EXPECT_EQ(cell_at(sheet->rows[0], 1).text, "y");
    EXPECT_EQ(cell_at(sheet->rows[0], 2).text, "");
}

/// Rows that each hold this one cell.
std::string rows_of(int count, std::string const& cell) {
    std::string xml = "<worksheet><sheetData>";
    for (int i = 0; i < count; ++i) xml += "<row>" + cell + "</row>";
    return xml + "</sheetData></worksheet>";
}

TEST(Hostile, a_small_file_does_not_become_a_large_sheet) {
    SheetLimits limits;
    limits.kept_bytes_max = 1U << 20U;
    auto const wide = rows_of(2000, R"(<c r="OJ1"><v>1</v></c>)");
    auto const refused = read_sheet(workbook_with(wide), limits);
    ASSERT_FALSE(refused) << "a far column in each row";
    EXPECT_EQ(refused.error().code, "sheet.too_large");
    EXPECT_NE(refused.error().where, "");
    std::map<std::string, std::string> const shared{
        {"xl/sharedStrings.xml", "<sst><si><t>" + std::string(10'000, 'x') + "</t></si></sst>"}};
    auto const repeated = rows_of(200, R"(<c t="s"><v>0</v></c>)");
    EXPECT_EQ(read_sheet(workbook_with(repeated, shared), limits).error().code, "sheet.too_large")
        << "one text that all cells share";
    std::string many = "<sst>";
    for (int i = 0; i < 50'000; ++i) many += "<si/>";
    EXPECT_EQ(read_sheet(workbook_with("", {{"xl/sharedStrings.xml", many + "</sst>"}}), limits)
                  .error()
                  .code,
              "sheet.too_large")
        << "many texts that are empty";
    EXPECT_EQ(read_csv(std::string(300, ',') + "\n" + std::string(300'000, '\n'), limits)
                  .error()
                  .code,
              "sheet.too_large");
}

TEST(Hostile, a_row_without_end_is_refused_before_it_becomes_a_tree) {
    std::string row = "<worksheet><sheetData><row>";
    for (int i = 0; i < 3 << 20; ++i) row += "<c/>";
    auto const refused = read_sheet(workbook_with(row + "</row></sheetData></worksheet>"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "sheet.row_too_long");
    EXPECT_EQ(refused.error().where, "xl/worksheets/sheet1.xml:22");
}

struct Torn {
    char const* says;
    std::string xml;
    char const* code;
};

TEST(Hostile, xml_that_is_none_is_refused_with_its_place) {
    for (auto const& [says, xml, code] : std::vector<Torn>{
             {"the end is missing", "<worksheet><sheetData><row><c><v>1</v></c></row>",
              "sheet.broken"},
             {"a row without end", "<worksheet><sheetData><row><c><v>1</v></c>", "sheet.broken"},
             {"a tag without end", "<worksheet><sheetData><row r=\"1", "sheet.broken"},
             {"ends without beginnings", "</worksheet></sheetData>", "sheet.broken"},
             {"a cell that ends as another thing",
              "<worksheet><sheetData><row><c><v>1</c></v></row></sheetData></worksheet>",
              "sheet.broken"},
             {"a comment without end", "<worksheet><!-- ", "sheet.broken"},
             {"half of a character by its number",
              rows_of(1, R"(<c t="inlineStr"><is><t>&#xD800;</t></is></c>)"), "sheet.encoding"},
             {"bytes that are no text",
              rows_of(1, "<c t=\"inlineStr\"><is><t>\xFF\xFE\xC3</t></is></c>"),
              "sheet.encoding"}}) {
        auto const sheet = read_sheet(workbook_with(xml));
        ASSERT_FALSE(sheet) << says;
        EXPECT_EQ(sheet.error().code, code) << says;
        EXPECT_NE(sheet.error().where, "") << says;
    }
}

TEST(Hostile, what_looks_like_a_row_within_a_text_is_text) {
    auto const sheet = read_sheet(workbook_with(
        "<?xml version=\"1.0\"?><!-- <row> --><x:worksheet><x:sheetData><x:row note=\"</row>\">"
        "<x:c t=\"inlineStr\"><x:is><x:t><![CDATA[</row><row>]]></x:t></x:is></x:c></x:row>"
        "<x:row/><x:row><x:c><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>"));
    ASSERT_TRUE(sheet) << sheet.error().en << sheet.error().where;
    ASSERT_EQ(sheet->rows.size(), 3U);
    EXPECT_EQ(cell_at(sheet->rows[0], 0).text, "</row><row>");
    EXPECT_EQ(cell_at(sheet->rows[2], 0).text, "7");
}

TEST(NumberFormat, knows_dates) {
    EXPECT_TRUE(shows_date(14, ""));
    EXPECT_TRUE(shows_date(31, ""));
    EXPECT_TRUE(shows_date(176, "yyyy\"年\"m\"月\""));
    EXPECT_FALSE(shows_date(4, "#,##0.00"));
    EXPECT_FALSE(shows_date(176, "[Red]0.00\"day\""));
    EXPECT_FALSE(shows_date(0, "General"));
}

TEST(NumberFormat, counts_days_as_excel_does) {
    EXPECT_EQ(serial_to_date(1, false), "1900-01-01");
    EXPECT_EQ(serial_to_date(59, false), "1900-02-28");
    EXPECT_EQ(serial_to_date(61, false), "1900-03-01");
    EXPECT_EQ(serial_to_date(43525, false), "2019-03-01");
    EXPECT_EQ(serial_to_date(43525.75, false), "2019-03-01");
    EXPECT_EQ(serial_to_date(42063, true), "2019-03-01");
    EXPECT_FALSE(serial_to_date(0.5, false));
    EXPECT_FALSE(serial_to_date(1e9, false));
}

TEST(NumberFormat, keeps_the_digits_that_a_person_sees) {
    EXPECT_EQ(plain_number("3370.5000000000005"), "3370.5");
    EXPECT_EQ(plain_number("0.1"), "0.1");
    EXPECT_EQ(plain_number("220402199001010012"), "220402199001010012");
    EXPECT_EQ(plain_number("2.2040219900101E+17"), "220402199001010000");
}

}  // namespace
}  // namespace jizhi::report
