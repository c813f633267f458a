// docs/dmn.md says every limit with its figure.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "kit/limits_dmn.hpp"

namespace jizhi::dmn {
namespace {

std::string grouped(std::int64_t number) {
    auto digits = std::to_string(number);
    for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
        digits.insert(static_cast<std::size_t>(at), ",");
    return digits;
}

TEST(Documentation, says_each_limit) {
    std::ifstream in(std::filesystem::path(JIZHI_SOURCE_DIR) / "docs" / "dmn.md");
    std::string const text(std::istreambuf_iterator<char>(in), {});
    auto const said = [&](std::string const& wanted) {
        EXPECT_NE(text.find(wanted), std::string::npos) << wanted;
    };
    auto const row = [&](char const* what, auto number) {
        said(fmt::format("| {} | {} |", what, grouped(static_cast<std::int64_t>(number))));
    };
    row("bytes of a model", limit::text_bytes_max);
    row("XML elements within elements", limit::nesting_max);
    row("decisions in a chain of requirements", limit::requirements_max);
    row("ways on which models are imported", limit::imports_max);
    row("item definitions in a chain", limit::types_max);
    row("knowledge models within knowledge models", limit::calls_max);
    row("words of work in the search for gaps of a table", limit::gap_work_max);
    row("bytes of one case of a file", limit::case_bytes_max);
    row("columns of a file of cases", limit::case_columns_max);
    said(fmt::format("a call of a knowledge model counts as {}.", limit::steps_of_a_call));
}

}  // namespace
}  // namespace jizhi::dmn
