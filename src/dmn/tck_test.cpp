#include "dmn/tck.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace jizhi::dmn {
namespace {

namespace fs = std::filesystem;

fs::path suite() {
    auto const* given = std::getenv("JIZHI_SHARED");
    return fs::path(given == nullptr ? "../shared" : given) / "conformance" / "dmn-tck";
}

std::vector<TckFile> files_of(fs::path const& folder) {
    std::vector<TckFile> files;
    for (auto const& entry : fs::directory_iterator(folder)) {
        if (!entry.is_regular_file()) continue;
        std::ifstream in(entry.path(), std::ios::binary);
        files.push_back({entry.path().filename().string(),
                         std::string(std::istreambuf_iterator<char>(in), {})});
    }
    return files;
}

/// Every case of the suite; empty where it is not there.
std::vector<TckCase> run_all(TckAlso also) {
    std::vector<TckCase> all;
    if (!fs::is_directory(suite())) return all;
    std::vector<fs::path> folders;
    for (auto const& entry : fs::recursive_directory_iterator(suite()))
        if (entry.is_directory()) folders.push_back(entry.path());
    std::ranges::sort(folders);
    for (auto const& folder : folders)
        for (auto& done : run_tck(fs::relative(folder, suite()).string(), files_of(folder), also))
            all.push_back(std::move(done));
    return all;
}

void expect_all(TckAlso also) {
    auto const all = run_all(also);
    if (all.empty()) {
        if (std::getenv("JIZHI_REQUIRE_SHARED") != nullptr) FAIL() << suite() << " is missing";
        GTEST_SKIP() << suite() << " is not there";
    }
    for (auto const& done : all)
        EXPECT_TRUE(done.passed) << done.folder << " " << done.id << ": " << done.message;
    EXPECT_GT(all.size(), 2'500U);
}

TEST(Tck, every_public_case_passes) { expect_all(TckAlso::nothing); }
TEST(Tck, every_public_case_passes_in_columns) { expect_all(TckAlso::columns); }
TEST(Tck, what_the_static_checks_complain_of_goes_wrong_in_fact) { expect_all(TckAlso::alarms); }

TEST(Tck, the_documented_table_is_that_of_today) {
    auto const all = run_all(TckAlso::nothing);
    if (all.empty()) GTEST_SKIP() << suite() << " is not there";
    std::ifstream in(fs::path(JIZHI_SOURCE_DIR) / "docs" / "conformance.md");
    std::string const text(std::istreambuf_iterator<char>(in), {});
    EXPECT_NE(text.find(tck_table(all)), std::string::npos)
        << "docs/conformance.md is stale: put the output of `jizhi dmn tck DIR --table` there";
}

constexpr char const* model = R"(<definitions xmlns="https://www.omg.org/spec/DMN/20211108/MODEL/"
 namespace="urn:t" name="m"><decision id="d" name="d"><variable name="d"/>
 <literalExpression><text>1 / 3</text></literalExpression></decision></definitions>)";

std::vector<TckCase> run_expecting(std::string const& value) {
    auto const test =
        "<testCases xmlns='http://www.omg.org/spec/DMN/20160719/testcase' "
        "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'><modelName>m.dmn</modelName>"
        "<testCase id='1'><resultNode name='d'><expected>" +
        value + "</expected></resultNode></testCase></testCases>";
    return run_tck("folder", {{"m.dmn", model}, {"m-test-01.xml", test}});
}

TEST(Tck, numbers_within_a_hundred_millionth_are_equal) {
    EXPECT_TRUE(run_expecting("<value xsi:type='xsd:decimal'>0.333333335</value>")[0].passed);
}

TEST(Tck, tells_what_was_expected_and_what_came) {
    auto const done = run_expecting("<value xsi:type='xsd:string'>a third</value>");
    ASSERT_EQ(done.size(), 1U);
    EXPECT_FALSE(done[0].passed);
    EXPECT_NE(done[0].message.find("a third"), std::string::npos);
    EXPECT_TRUE(tck_line(done[0]).starts_with(R"("folder","m-test-01","1","ERROR",)"));
}

}  // namespace
}  // namespace jizhi::dmn
