#include <algorithm>

#include "record/display.hpp"
#include "record/extra.hpp"
#include "report/import_plan.hpp"
#include "report/record_sheet.hpp"
#include "report/sheet_reader.hpp"
#include "report/testing.hpp"
#include "value/temporal.hpp"

// What is exported imports back: rows are known by the number that the export wrote beside them.
namespace jizhi::report {
namespace {

class RoundTrip : public testing::WithImports {
protected:
    void SetUp() override {
        WithImports::SetUp();
        if (HasFatalFailure()) return;
        scope.everything = true;
        Imports imports(parts());
        ASSERT_EQ(counts(imported(imports, "a.csv", testing::roster("A", 3))),
                  "3 new, 0 changed, 0 unchanged, 0 bad");
    }
    SheetLayout exported(std::string const& type_id, std::string_view columns = {}) {
        auto const catalog = catalogs.now();
        auto const& type = *catalog->type(type_id);
        auto const read = store().read();
        record::Query all{.scope = scope, .today = day(), .ended = true};
        auto page = record::query(*read, *catalog, keys, type, all);
        EXPECT_TRUE(page);
        auto const wanted = sheet_columns(*catalog, type, columns);
        EXPECT_TRUE(record::add_extra_columns(*read, *catalog, keys, type, column_ids(wanted),
                                              day(), page->rows));
        auto const tree = regions.tree();
        record::Display display(*read, *catalog, keys, *tree);
        return record_sheet(display, type, wanted, page->rows, "zh", false);
    }
    std::string taken_back(std::string const& type_id, SheetLayout const& layout, bool csv) {
        auto const bytes = sheet_file(layout, csv);
        EXPECT_TRUE(bytes);
        return planned(type_id, *bytes);
    }
    std::string planned(std::string const& type_id, std::string const& bytes) {
        auto const catalog = catalogs.now();
        auto const tree = regions.tree();
        auto const& type = *catalog->type(type_id);
        auto const sheet = read_sheet(bytes);
        EXPECT_TRUE(sheet) << sheet.error().en;
        auto const matching = match_columns(*sheet, import_targets(*catalog, type));
        auto const plan = plan_import(
            *store().read(), {*sheet, matching.head_row, matching.columns, *catalog, type, records,
                              *tree, scope, Date{*parse_day()}, nullptr});
        EXPECT_TRUE(plan) << (plan ? "" : plan.error().en);
        if (!plan) return {};
        last = *plan;
        using Kind = RowPlan::Kind;
        return fmt::format("{} new, {} changed, {} unchanged, {} bad", plan->count(Kind::create),
                           plan->count(Kind::update), plan->count(Kind::unchanged),
                           plan->count(Kind::bad));
    }
    std::optional<Day> parse_day() { return record::date_of(clock.now()).day; }
    std::string day() { return to_text(record::date_of(clock.now())); }
    static std::size_t column(SheetLayout const& layout, std::string const& head) {
        auto const at = std::ranges::find(layout.heads, head);
        return static_cast<std::size_t>(at - layout.heads.begin());
    }
    std::string first_code() { return last.problems.empty() ? "" : last.problems[0].code; }

    people::Scope scope;
    ImportPlan last;
};

TEST_P(RoundTrip, what_is_exported_imports_back_unchanged) {
    for (auto const csv : {true, false}) {
        EXPECT_EQ(taken_back("sailor", exported("sailor"), csv),
                  "0 new, 0 changed, 3 unchanged, 0 bad");
        EXPECT_EQ(taken_back("sailor", exported("sailor", "name,phone,licence.grade"), csv),
                  "0 new, 0 changed, 3 unchanged, 0 bad")
            << "with a column of a child and without the key";
        EXPECT_EQ(taken_back("licence", exported("licence"), csv),
                  "0 new, 0 changed, 3 unchanged, 0 bad");
    }
}

TEST_P(RoundTrip, a_cell_that_was_mended_in_the_export_is_a_change) {
    auto layout = exported("sailor");
    layout.rows[0][column(layout, "姓名")].text = "王某";
    layout.rows[1][column(layout, "电话")].text = "13900001111";
    EXPECT_EQ(taken_back("sailor", layout, false), "0 new, 2 changed, 1 unchanged, 0 bad");
}

TEST_P(RoundTrip, a_number_is_one_that_is_known_here_and_stands_once) {
    auto layout = exported("sailor");
    auto const number = column(layout, "记录编号");
    auto const first = layout.rows[0][number].text;
    layout.rows[0][number].text = "nobody";
    EXPECT_EQ(taken_back("sailor", layout, true), "0 new, 0 changed, 2 unchanged, 1 bad");
    EXPECT_EQ(first_code(), "import.no_such_number");
    layout.rows[0][number].text = layout.rows[1][number].text = first;
    EXPECT_EQ(taken_back("sailor", layout, true), "0 new, 0 changed, 2 unchanged, 1 bad");
    EXPECT_EQ(first_code(), "import.repeated");
    scope = {};
    EXPECT_EQ(taken_back("sailor", exported("sailor"), true).substr(0, 5), "0 new");
}

TEST_P(RoundTrip, rows_of_a_child_type_say_whose_they_are) {
    EXPECT_EQ(planned("licence",
                      "编号,执照等级,发照日期\nA-1,大副,2025-01-01\nA-9,大副,2025-01-01\n"
                      ",大副,2025-01-01\n"),
              "1 new, 0 changed, 0 unchanged, 2 bad");
    EXPECT_EQ(first_code(), "import.whose");
    EXPECT_FALSE(last.rows[0].parent.empty());
    scope = {};
    scope.regions = {"990002"};
    EXPECT_EQ(planned("licence", "编号,执照等级\nA-1,大副\n"),
              "0 new, 0 changed, 0 unchanged, 1 bad")
        << "nobody of another county";
}

JIZHI_ON_BOTH_STORES(RoundTrip);

}  // namespace
}  // namespace jizhi::report
