#include "report/imports.hpp"

#include "report/testing.hpp"

namespace jizhi::report {
namespace {

class ImportsOn : public testing::WithImports {
protected:
    std::vector<std::string> todo() {
        std::vector<std::string> rows;
        store().read()->query("SELECT title_zh, account, action_view, action_target FROM todo", {},
                              [&](store::Row const& row) {
                                  rows.push_back(fmt::format("{} | {} | {} | {}", row.text(0),
                                                             row.text(1), row.text(2),
                                                             row.text(3)));
                              });
        return rows;
    }
    /// Two good rows; `bad` stands for the number of a third, which has no name.
    static std::string with_bad(std::string const& bad) {
        return testing::roster("a", 2) + bad + ",,,一社区,2024-03-01,,\n";
    }
};

TEST_P(ImportsOn, the_same_file_again_changes_nothing) {
    Imports imports(parts());
    // Today is 2026-01-05: the second one has not come aboard, the third one's licence is to come.
    auto const csv = std::string(testing::titles) +
                     "1,甲,13800000001,一社区,2024-03-01,二副,2024-02-01\n"
                     "2,乙,13800000002,一社区,2026-02-01,二副,2024-02-01\n"
                     "3,丙,13800000003,一社区,2024-03-01,大副,2026-02-01\n";
    EXPECT_EQ(counts(imported(imports, "a.csv", csv)), "3 new, 0 changed, 0 unchanged, 0 bad");
    auto const versions = count("SELECT COUNT(*) FROM record_version");
    EXPECT_EQ(counts(imported(imports, "b.csv", csv)), "0 new, 0 changed, 3 unchanged, 0 bad");
    EXPECT_EQ(count("SELECT COUNT(*) FROM record_version"), versions);
}

TEST_P(ImportsOn, what_is_mended_of_somebody_yet_to_come_holds_from_the_first_day) {
    Imports imports(parts());
    auto const row = [](char const* name) {
        return std::string(testing::titles) + "2," + name + ",,一社区,2026-02-01,,\n";
    };
    (void)imported(imports, "a.csv", row("乙"));
    auto const again = imported(imports, "b.csv", row("丁"));
    EXPECT_EQ(counts(again), "0 new, 1 changed, 0 unchanged, 0 bad");
    EXPECT_EQ(count("SELECT COUNT(*) FROM r_sailor WHERE name = '丁' AND started_on = "
                    "'2026-02-01'"),
              1);
    EXPECT_EQ(count("SELECT COUNT(*) FROM record_version WHERE effective_from < '2026-02-01'"), 0);
}

TEST_P(ImportsOn, what_was_written_since_the_check_is_seen_by_the_commit) {
    Imports imports(parts());
    auto const id = uploaded(imports, "a.csv", testing::roster("a", 3));
    EXPECT_EQ(counts(checked(imports, id)), "3 new, 0 changed, 0 unchanged, 0 bad");
    (void)created("sailor", R"({"number": "a-2", "name": "先到", "berth": "990001001001",
                                "joined_on": "2024-03-01"})");
    EXPECT_EQ(counts(committed(imports, id)), "2 new, 1 changed, 0 unchanged, 0 bad");
    EXPECT_EQ(count("SELECT COUNT(*) FROM r_sailor"), 3);
}

TEST_P(ImportsOn, nothing_is_taken_in_where_all_is_asked_and_a_row_has_become_bad) {
    Imports imports(parts());
    auto const id = uploaded(imports, "a.csv", testing::roster("a", 3));
    (void)checked(imports, id);
    // Moved to another street meanwhile.
    clerk = people::testing::actor("clerk", "county_admin", "990001002");
    ASSERT_TRUE(imports.commit(clerk, id, false, runner()));
    EXPECT_EQ(settled(imports, id)["state"].string_or(""), "failed");
    EXPECT_EQ(count("SELECT COUNT(*) FROM r_sailor"), 0);
}

TEST_P(ImportsOn, rows_left_out_wait_in_the_list_of_things_to_do) {
    Imports imports(parts());
    auto const id = uploaded(imports, "a.csv", with_bad("a-3"));
    (void)checked(imports, id);
    EXPECT_EQ(counts(committed(imports, id)), "2 new, 0 changed, 0 unchanged, 1 bad");
    EXPECT_EQ(todo(), std::vector<std::string>{"导入时有 1 行没有收下 | clerk | imports | sailor/" +
                                               id});
}

TEST_P(ImportsOn, they_wait_no_longer_once_they_come_back_mended) {
    Imports imports(parts());
    (void)imported(imports, "a.csv", with_bad("a-3"));
    (void)imported(imports, "other.csv", testing::roster("b", 2));
    EXPECT_EQ(todo().size(), 1U) << "another file mends nothing";
    auto const download = "编号,姓名,泊位,上船日期,没有收下的原因\na-3,丙,一社区,2024-03-01,必填\n";
    EXPECT_EQ(counts(imported(imports, "c.csv", download)), "1 new, 0 changed, 0 unchanged, 0 bad");
    EXPECT_TRUE(todo().empty());
}

TEST_P(ImportsOn, the_whole_file_mended_does_as_well) {
    Imports imports(parts());
    (void)imported(imports, "a.csv", with_bad("a-3"));
    (void)imported(imports, "a.csv", testing::roster("a", 3));
    EXPECT_TRUE(todo().empty());
}

TEST_P(ImportsOn, some_rows_still_bad_wait_once) {
    Imports imports(parts());
    (void)imported(imports, "a.csv", with_bad("a-3") + "a-4,,,一社区,2024-03-01,,\n");
    auto const last = imported(imports, "a.csv", with_bad("a-4"));
    EXPECT_EQ(todo(), std::vector<std::string>{"导入时有 1 行没有收下 | clerk | imports | sailor/" +
                                               last["id"].string_or("")});
}

JIZHI_ON_BOTH_STORES(ImportsOn);

}  // namespace
}  // namespace jizhi::report
