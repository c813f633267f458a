#include "feel/expression.hpp"

#include <gtest/gtest.h>

#include "value/text.hpp"

namespace jizhi::feel {
namespace {

/// What an expression gives, as FEEL would write it; "error: code" where it does not compile.
std::string value_of(std::string const& text, Context const& variables = {}) {
    Scope scope;
    for (auto const& [name, value] : variables.entries()) scope.names.push_back(name);
    auto const expression = compile(text, scope);
    if (!expression) return "error: " + expression.error().code;
    Environment environment;
    return to_literal(expression->evaluate(variables, environment));
}

struct Case {
    char const *expression, *value;
};

void expect(std::initializer_list<Case> cases, Context const& variables = {}) {
    for (auto const& [expression, value] : cases)
        EXPECT_EQ(value_of(expression, variables), value) << expression;
}

TEST(Expression, computes_with_numbers) {
    expect({{"1 + 2 * 3", "7"},
            {"(1 + 2) * 3", "9"},
            {"-2 ** 2", "4"},
            {"2 ** 3 ** 2", "64"},
            {"10 - 2 - 3", "5"},
            {"0.1 + 0.2", "0.3"},
            {"1 / 3", "0.3333333333333333333333333333333333"},
            {"1 / 0", "null"},
            {"1 + null", "null"},
            {"1 + \"a\"", "null"},
            {"\"a\" + \"b\"", "\"ab\""},
            {".5 + 1.5", "2.0"},
            {"- (1 + 2)", "-3"},
            {"1-1", "0"},
            {"1.2e3", "1200"}});
}

TEST(Expression, keeps_three_values_of_logic) {
    expect({{"true and null", "null"},
            {"false and null", "false"},
            {"true or null", "true"},
            {"null or false", "null"},
            {"not(null)", "null"},
            {"not(true)", "false"},
            {"1 = null", "false"},
            {"null = null", "true"},
            {"1 = \"1\"", "null"},
            {"1 < \"1\"", "null"},
            {"if null then 1 else 2", "2"},
            {"1 between 0 and 2", "true"},
            {"3 between 0 and null", "null"}});
}

TEST(Expression, takes_the_longest_known_name) {
    Context const variables{
        {"Mike's age", 30},    {"age", 1},      {"a", 5}, {"b", 2}, {"a-b", 100}, {"base wage", 9},
        {"in progress", true}, {"岗位", "站长"}};
    expect({{"Mike's age + age", "31"},
            {"Mike's   age", "30"},
            {"a-b", "100"},
            {"a -b", "100"},
            {"b-a", "-3"},
            {"base wage * 2", "18"},
            {"in progress", "true"},
            {"岗位 = \"站长\"", "true"},
            {"base", "null"},
            {"unknown name + 1", "null"}},
           variables);
}

TEST(Expression, walks_lists_and_contexts) {
    expect(
        {{"for x in [1, 2, 3] return x * x", "[1, 4, 9]"},
         {"for x in 1..3, y in x..3 return x * 10 + y", "[11, 12, 13, 22, 23, 33]"},
         {"for i in 3..1 return i", "[3, 2, 1]"},
         {"for i in 1..5 return if i < 3 then 1 else partial[-1] + partial[-2]", "[1, 1, 2, 3, 5]"},
         {"some x in [1, 2] satisfies x > 1", "true"},
         {"every x in [1, 2] satisfies x > 1", "false"},
         {"[1, 2, 3, 4][item > 2]", "[3, 4]"},
         {"[1, 2, 3][2]", "2"},
         {"[1, 2, 3][-1]", "3"},
         {"[1, 2, 3][4]", "null"},
         {"[{a: 1, b: 2}, {a: 3, b: 4}][a > 1].b", "[4]"},
         {"[{full name: \"x\", n: 1}][full name = \"x\"][1].n", "1"},
         {"{a: 1, b: a + 1, c: {d: b}}.c.d", "2"},
         {"{a b: 1, \"c-d\": 2}", "{a b: 1, \"c-d\": 2}"},
         {"{a: 1}.b", "null"},
         {"[[1, 2], [3]][1]", "[1, 2]"},
         {"{a: [1,2,3]}.a[item > 1]", "[2, 3]"}});
}

TEST(Expression, calls_functions) {
    expect({{"{f: function(x, y) x + y, r: f(1, 2)}.r", "3"},
            {"{f: function(x: number, y: number) x - y, r: f(y: 1, x: 3)}.r", "2"},
            {"{k: 10, f: function(x) x * k, r: f(2)}.r", "20"},
            {"{fact: function(n) if n = 0 then 1 else n * fact(n - 1), r: fact(20)}.r",
             "2432902008176640000"},
            {"(function(x) function(y) x + y)(1)(2)", "3"},
            {"{f: function(x: string) x, r: f(1)}.r", "null"},
            {"{f: function(x) f(x), r: f(1)}.r", "null"},
            {"sort([3, 1, 2], function(a, b) a < b)", "[1, 2, 3]"},
            {"substring(string: \"foobar\", start position: 3, length: 2)", "\"ob\""},
            {"substring(\"foobar\", 3)", "\"obar\""},
            {"unknown(1)", "null"},
            {"min(1, 2, 3) + max([4, 5])", "6"}});
}

TEST(Expression, knows_dates) {
    expect({{"date(\"2024-02-29\") + duration(\"P1Y\")", "@\"2025-02-28\""},
            {"@\"2024-03-01\" - @\"2024-02-01\"", "@\"P29D\""},
            {"@\"2024-03-01\".weekday", "5"},
            {"date and time(\"2024-03-01T10:00:00@Asia/Shanghai\").time offset", "@\"PT8H\""},
            {"years and months duration(@\"2022-12-01\", @\"2025-01-15\").years", "2"},
            {"day of week(@\"2024-04-07\")", "\"Sunday\""},
            {"@\"2024-01-01\" in [@\"2023-01-01\"..@\"2024-12-31\"]", "true"},
            {"@\"nonsense\"", "null"}});
}

TEST(Expression, tests_membership) {
    expect({{"5 in [1..5)", "false"},
            {"5 in (1, 5)", "true"},
            {"5 in (< 3, > 4)", "true"},
            {"5 in > 4", "true"},
            {"5 in ]1..5[", "false"},
            {"\"a\" in [\"a\", \"b\"]", "true"},
            {"1 instance of number", "true"},
            {"[1, 2] instance of list<number>", "true"},
            {"@\"P1D\" instance of days and time duration", "true"},
            {"{a: 1} instance of context<a: number>", "true"},
            {"null instance of number", "false"}});
}

TEST(Expression, tells_types_of_functions_and_of_nothing) {
    expect({{"null instance of Any", "false"},
            {"null instance of Null", "true"},
            {"1 instance of Any", "true"},
            {"[1, \"a\"] instance of list<number>", "false"},
            {"{a: 1, b: 2} instance of context<a: number>", "true"},
            {"{a: 1} instance of context<b: number>", "false"},
            {"[1..2] instance of range<number>", "true"},
            {"[1..2] instance of range<string>", "false"},
            {"(function(a: number) a) instance of function<number> -> number", "true"},
            {"(function(a: number) a) instance of function<string> -> number", "false"},
            {"(function(a) a) instance of function<string> -> Any", "true"},
            {"(function(a, b) a) instance of function<string> -> Any", "false"},
            {"abs instance of function<number> -> number", "true"},
            {"1 instance of nothing known", "error: feel.unknown_type"}});
}

TEST(Expression, wants_true_or_false_where_it_decides) {
    expect({{"if \"abc\" then 1 else 2", "null"},
            {"[1, 2][\"abc\"]", "null"},
            {"[1, 2][null]", "[]"},
            {"some x in [1, 2] satisfies \"abc\"", "null"},
            {"some x in [null, true] satisfies x", "true"},
            {"every x in [null, true] satisfies x", "null"},
            {"every x in [] satisfies x", "true"},
            {"true and \"abc\"", "null"}});
}

TEST(Expression, says_where_a_text_is_wrong) {
    auto const error = [](char const* text) {
        auto const expression = compile(text, {});
        return expression ? std::string("none") : expression.error().where;
    };
    EXPECT_EQ(error("1 +"), "1:4");
    EXPECT_EQ(error("1 +\n  * 2"), "2:3");
    EXPECT_EQ(error("\"岗位\" )"), "1:6");
    EXPECT_EQ(error("if true then 1"), "1:15");
    EXPECT_EQ(error("\"abc"), "1:1");
    EXPECT_EQ(error(""), "1:1");
    EXPECT_EQ(error("1 2"), "1:3");
    EXPECT_EQ(error("max(1，2)"), "1:6");
    EXPECT_EQ(compile("if a（1", {}).error().code, "feel.full_width");
    EXPECT_EQ(value_of("补贴（元） * 2", {{"补贴（元）", 5}}), "10");
}

TEST(Expression, tells_what_went_wrong_at_run_time) {
    auto const expression = compile("1 + (2 / 0)", {});
    std::vector<Diagnostic> diagnostics;
    Environment environment;
    environment.diagnostics = &diagnostics;
    EXPECT_TRUE(expression->evaluate(Context{}, environment).is_null());
    ASSERT_FALSE(diagnostics.empty());
    EXPECT_EQ(diagnostics[0].code, "feel.division_by_zero");
    EXPECT_EQ(diagnostics[0].column, 6);
}

struct UnaryCase {
    char const* tests;
    Value input;
    char const* value;
};

TEST(UnaryTests, compare_the_input) {
    UnaryCase const cases[] = {
        {"-", 1, "true"},
        {"", 1, "true"},
        {"< 5", 4, "true"},
        {"[1..5]", 6, "false"},
        {"1, 2, > 10", 11, "true"},
        {"not(1, 2)", 3, "true"},
        {"\"a\", \"b\"", "b", "true"},
        {"true", false, "false"},
        {"null", nullptr, "true"},
        {"? > 2 and ? < 5", 3, "true"},
        {"limit", 7, "true"},
        {"< limit", 7, "false"},
        {"contains(?, \"x\")", "axb", "true"},
        {"< 5", nullptr, "null"},
        {"date(\"2024-01-01\")", Date{19723}, "true"},
        {"[1, 2, 3]", 2, "true"},
        {"-5", -5, "true"},
    };
    Scope scope;
    scope.names = {"limit"};
    for (auto const& [tests, input, value] : cases) {
        auto const compiled = compile_unary_tests(tests, scope);
        ASSERT_TRUE(compiled) << tests << compiled.error().en;
        Environment environment;
        Value const slots[] = {input, 7};
        EXPECT_EQ(to_literal(compiled->evaluate(slots, environment)), value) << tests;
    }
}

std::string given_of(std::string const& text) {
    std::vector<Diagnostic> diagnostics;
    Environment environment;
    environment.diagnostics = &diagnostics;
    (void)compile(text, {})->evaluate(Context{}, environment);
    return diagnostics.empty() ? "nothing told" : diagnostics.front().given;
}

TEST(Diagnostics, have_the_values_that_it_went_wrong_with) {
    EXPECT_EQ(given_of("1 + \"a\""), "1, \"a\"");
    EXPECT_EQ(given_of("3 < @\"2020-01-01\""), "3, @\"2020-01-01\"");
    EXPECT_EQ(given_of("sum(\"a\", 2)"), "\"a\", 2");
    EXPECT_EQ(given_of("upper case(12)"), "12");
    EXPECT_EQ(given_of("if 7 then 1 else 2"), "7");
    EXPECT_EQ(given_of("(function(x: number) x)(\"a\")"), "\"a\"");
    EXPECT_EQ(given_of("-(for i in 1..1000 return i)"), "[…]");
    EXPECT_EQ(given_of("-substring(\"" + std::string(60, 'x') + std::string(60, 'y') + "\", 1)"),
              "\"" + std::string(60, 'x') + std::string(20, 'y') + "…\"");
}

}  // namespace
}  // namespace jizhi::feel
