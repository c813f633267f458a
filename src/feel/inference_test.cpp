#include "feel/inference.hpp"

#include <gtest/gtest.h>

#include "value/text.hpp"

namespace jizhi::feel {
namespace {

/// n number, s string, d date, l list of numbers, c context {a: number}, x unknown.
Inferred inferred(std::string const& text) {
    Scope scope;
    scope.names = {"n", "s", "d", "l", "c", "x"};
    auto context = std::make_shared<Type>();
    context->kind = Type::Kind::context;
    context->fields = {{"a", scalar(Value::Type::number)}};
    auto const code = compile(text, scope);
    EXPECT_TRUE(code) << text;
    return infer(
        *code, {scalar(Value::Type::number), scalar(Value::Type::string), scalar(Value::Type::date),
                list_of(scalar(Value::Type::number)), context, nullptr});
}

struct Typed {
    char const* text;
    char const* type;
};

class Types : public testing::TestWithParam<Typed> {};

TEST_P(Types, are_inferred_without_complaint) {
    auto const made = inferred(GetParam().text);
    EXPECT_EQ(words(made.type).en, GetParam().type) << GetParam().text;
    EXPECT_TRUE(made.complaints.empty()) << GetParam().text << ": " << made.complaints.front().en;
}

INSTANTIATE_TEST_SUITE_P(
    Inference, Types,
    testing::Values(
        Typed{"n + 1", "number"}, Typed{"s + \"!\"", "string"}, Typed{"d + @\"P1M\"", "date"},
        Typed{"d - d", "days and time duration"}, Typed{"n < 1 and x", "boolean"},
        Typed{"x + 1", "any value"}, Typed{"-n", "number"}, Typed{"d.year", "number"},
        Typed{"c.a + 1", "number"}, Typed{"l[1]", "number"}, Typed{"l[item > 1]", "list of number"},
        Typed{"for i in l return string(i)", "list of string"},
        Typed{"some i in l satisfies i > n", "boolean"}, Typed{"sum(l)", "number"},
        Typed{"max(d, d)", "date"}, Typed{"{a: 1, b: a + 1}.b", "number"},
        Typed{"if n > 1 then n else null", "number"}, Typed{"[1, null, 2]", "list of number"},
        Typed{"if n > 1 then 1 else \"a\"", "any value"}, Typed{"n in [1..3]", "boolean"},
        Typed{"s in (\"a\", \"b\")", "boolean"}, Typed{"d between d and d", "boolean"},
        Typed{"(function(a: number) a + 1)(2)", "number"}, Typed{"n = null", "boolean"},
        Typed{"count(l) + string length(s)", "number"}, Typed{"get or else(n, 0)", "number"},
        Typed{"substring(s, 1)", "string"}, Typed{"l = [1]", "boolean"},
        Typed{"date(\"2026-01-01\") > d", "boolean"}));

struct Wrong {
    char const* text;
    int column;
    char const* code;
};

class Complaints : public testing::TestWithParam<Wrong> {};

TEST_P(Complaints, say_where_and_what) {
    auto const made = inferred(GetParam().text);
    ASSERT_EQ(made.complaints.size(), 1U) << GetParam().text;
    auto const& said = made.complaints.front();
    EXPECT_EQ(said.code, GetParam().code) << said.en;
    EXPECT_EQ(said.column, GetParam().column) << GetParam().text << ": " << said.en;
    EXPECT_FALSE(said.zh.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Inference, Complaints,
    testing::Values(Wrong{"n + s", 1, "feel.type"}, Wrong{"(n < d) = true", 2, "feel.type"},
                    Wrong{"l.x", 1, "feel.member"}, Wrong{"d = \"2026-01-01\"", 1, "feel.type"},
                    Wrong{"n and true", 1, "feel.type"},
                    Wrong{"if s then 1 else 2", 4, "feel.type"}, Wrong{"-s", 1, "feel.type"},
                    Wrong{"substring(n, 1)", 11, "feel.arguments"},
                    Wrong{"substring(s)", 1, "feel.arguments"}, Wrong{"d.yaer", 1, "feel.member"},
                    Wrong{"c.b", 1, "feel.member"}, Wrong{"n in (\"a\")", 7, "feel.type"},
                    Wrong{"@\"2026-13-01\"", 1, "feel.literal"},
                    Wrong{"for i in l return i + s", 19, "feel.type"},
                    Wrong{"some i in l satisfies i", 23, "feel.type"},
                    Wrong{"(function(a: number) a)(\"x\")", 25, "feel.arguments"},
                    Wrong{"(function(a) a)(1, 2)", 1, "feel.arguments"},
                    Wrong{"l[\"a\"]", 3, "feel.type"}, Wrong{"n(1)", 1, "feel.type"},
                    Wrong{"[1..\"a\"]", 1, "feel.type"}));

TEST(Complaints, are_sure_to_come_true) {
    // What is complained of gives null, with a diagnostic, for values of the types.
    Scope scope;
    scope.names = {"n", "s", "d", "l", "c", "x"};
    std::vector<Value> const values{1, "a", Date{1}, List{1}, Context{{"a", 1}}, 1};
    for (auto const* text :
         {"n + s", "n < d", "-s", "substring(n, 1)", "d.yaer", "c.b", "n and true"}) {
        Environment environment;
        std::vector<Diagnostic> said;
        environment.diagnostics = &said;
        EXPECT_TRUE(compile(text, scope)->evaluate(values, environment).is_null()) << text;
        EXPECT_FALSE(said.empty()) << text;
    }
}

}  // namespace
}  // namespace jizhi::feel
