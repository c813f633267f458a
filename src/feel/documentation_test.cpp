// docs/feel.md names every built-in in each of its forms, and every limit with its figure.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "feel/builtin.hpp"
#include "kit/limits_feel.hpp"
#include "kit/limits_value.hpp"

namespace jizhi::feel {
namespace {

std::string documentation() {
    std::ifstream in(std::filesystem::path(JIZHI_SOURCE_DIR) / "docs" / "feel.md");
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string form(Builtin const& builtin, Signature const& signature) {
    std::string text;
    for (auto const& parameter : signature.parameters)
        text += (text.empty() ? "" : ", ") + parameter.name + (parameter.optional ? "?" : "");
    return builtin.name + "(" + text + (signature.variadic ? "..." : "") + ")";
}

TEST(Documentation, names_each_form_of_each_function) {
    auto const text = documentation();
    for (auto const& builtin : builtins())
        for (auto const& signature : builtin.signatures) {
            auto const wanted = form(builtin, signature);
            EXPECT_NE(text.find("`" + wanted + "`"), std::string::npos) << wanted;
        }
}

std::string grouped(std::uint64_t number) {
    auto digits = std::to_string(number);
    for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
        digits.insert(static_cast<std::size_t>(at), ",");
    return digits;
}

TEST(Documentation, says_each_limit) {
    auto const text = documentation();
    auto const row = [&](char const* what, std::uint64_t number) {
        auto const wanted = fmt::format("| {} | {} |", what, grouped(number));
        EXPECT_NE(text.find(wanted), std::string::npos) << wanted;
    };
    row("bytes of an expression's text", limit::text_bytes_max);
    row("brackets within brackets", limit::nesting_max);
    row("depth of an expression's tree", limit::tree_depth_max);
    row("depth of evaluation, calls included", limit::depth_max);
    row("turns of loops and calls in one evaluation", limit::steps_max);
    row("items of a list that an iteration or function makes", limit::items_max);
    row("values within one value, shared ones counted again", limit::weight_max);
    row("bytes of a text that is made", limit::string_bytes_max);
    row("bytes that all values of one evaluation hold at a time",
        static_cast<std::uint64_t>(limit::held_bytes_max));
    row("steps of a regular expression", limit::regex_steps_max);
    row("lists within lists", value_depth_max);
    row("bytes of a JSON text", limits::json_bytes_max);
    row("values of a JSON text", limits::json_values_max);
}

}  // namespace
}  // namespace jizhi::feel
