#include "feel/inspection.hpp"

#include <gtest/gtest.h>

namespace jizhi::feel {
namespace {

using Mentions = std::vector<Mention>;

TEST(Inspection, finds_what_is_named) {
    Scope scope;
    scope.names = {"base wage", "children"};
    auto const expression = compile(
        "base wage * param(\"rate\")\n + bonuss + count(children[age < 6 and limit = 1]) + "
        "substring(\"a\")",
        scope);
    ASSERT_TRUE(expression) << expression.error().en;
    auto const found = inspect(*expression);
    EXPECT_EQ(found.inputs, (Mentions{{"base wage", 1, 1}, {"children", 2, 19}}));
    EXPECT_EQ(found.parameters, (Mentions{{"rate", 1, 13}}));
    EXPECT_EQ(found.unknown, (Mentions{{"bonuss", 2, 4}}));  // age and limit may be the items'
    EXPECT_EQ(found.misfits, (Mentions{{"substring", 2, 54}}));
}

TEST(Inspection, looks_into_functions_and_literals) {
    auto const expression = compile("{f: function(x) x + y, d: @\"2024-02-30\"}", {});
    ASSERT_TRUE(expression);
    auto const found = inspect(*expression);
    EXPECT_EQ(found.unknown, (Mentions{{"y", 1, 21}}));
    EXPECT_EQ(found.literals, (Mentions{{"2024-02-30", 1, 27}}));
}

}  // namespace
}  // namespace jizhi::feel
