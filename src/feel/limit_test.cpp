#include "kit/limits_feel.hpp"

#include "feel/testing.hpp"
#include "value/text.hpp"

namespace jizhi::feel {
namespace {

using testing::value_of;

std::string repeated(std::string const& text, int count) {
    std::string all;
    for (int i = 0; i < count; ++i) all += text;
    return all;
}

TEST(Limit, refuses_texts_that_are_too_deep_or_too_long) {
    EXPECT_EQ(value_of(repeated("(", 100) + "1" + repeated(")", 100)), "1");
    EXPECT_EQ(value_of(repeated("(", 100'000)), "error: feel.too_deep");
    EXPECT_EQ(value_of(repeated("[", 100'000)), "error: feel.too_deep");
    EXPECT_EQ(value_of(repeated("if ", 80'000)), "error: feel.too_deep");
    EXPECT_EQ(value_of("1" + repeated(" + 1", 300)), "301");
    EXPECT_EQ(value_of("1" + repeated(" + 1", 60'000)), "error: feel.too_deep");
    EXPECT_EQ(value_of("1" + repeated(".a", 60'000)), "error: feel.too_deep");
    EXPECT_EQ(value_of(repeated("-", 100'000) + "1"), "1");
    EXPECT_EQ(value_of(repeated(" ", 300'000)), "error: feel.too_long");
}

TEST(Limit, ends_what_would_not_end) {
    EXPECT_EQ(value_of("{f: function(x) f(x + 1), r: f(1)}.r"), "null");
    EXPECT_EQ(value_of("for i in 1..1000000000000 return i"), "null");
    EXPECT_EQ(value_of("for i in 1..100000 return partial"), "null");
    EXPECT_EQ(value_of("{f: function(n, s) if n = 0 then s else f(n - 1, s + s), "
                       "r: f(60, \"abcdefgh\")}.r"),
              "null");
}

TEST(Limit, says_that_it_was_one) {
    auto const expression = compile("some a in 1..100000, b in 1..100000 satisfies false", {});
    std::vector<Diagnostic> diagnostics;
    Environment environment;
    environment.diagnostics = &diagnostics;
    EXPECT_TRUE(expression->evaluate(Context{}, environment).is_null());
    ASSERT_FALSE(diagnostics.empty());
    EXPECT_EQ(diagnostics.back().code, "feel.too_long");
    auto const next = compile("1 + 1", {});
    EXPECT_EQ(next->evaluate(Context{}, environment), Value(2));  // a new evaluation starts afresh
}

TEST(Limit, stops_at_the_first_problem_in_strict_mode) {
    Environment environment;
    environment.strict = true;
    EXPECT_EQ(value_of("if 1 / 0 > 1 then 1 else 2"), "2");
    EXPECT_EQ(value_of("if 1 / 0 > 1 then 1 else 2", environment), "null");
}

TEST(Limit, a_list_of_a_hundred_megabytes) {
    constexpr int count = 6'000'000;  // of 16 bytes
    List items;
    items.reserve(count);
    for (auto i = 0; i < count; ++i) items.emplace_back(i);
    std::vector<Value> const slots{Value(std::move(items))};
    Scope scope;
    scope.names = {"l"};
    for (auto const& [text, expected] :
         {std::pair{"count(l)", "6000000"}, {"sum(l)", "17999997000000"}, {"l[-1]", "5999999"},
          {"list contains(l, 5999999)", "true"}, {"count(distinct values(l))", "null"},
          {"count(for x in l return x)", "null"}, {"count(concatenate(l, l, l, l))", "null"}}) {
        Environment environment;
        auto const value = compile(text, scope)->evaluate(slots, environment);
        EXPECT_EQ(to_text(value), expected) << text;
    }
}

TEST(Limit, what_is_held_at_one_time) {
    auto const ends_with = [](std::string const& text) {
        std::vector<Diagnostic> diagnostics;
        Environment environment;
        environment.diagnostics = &diagnostics;
        auto const value = compile(text, {})->evaluate(Context{}, environment);
        return diagnostics.empty() ? to_text(value) : diagnostics.back().code;
    };
    std::string const text = "s: string join(for i in 1..100000 return \"0123456789\", \"\")";
    EXPECT_EQ(ends_with("{" + text + ", r: for i in 1..1000 return s + string(i)}.r"),
              "feel.too_large");
    EXPECT_EQ(ends_with("{" + text + ", r: count(for i in 1..1000 return string length(s + "
                        "string(i)))}.r"),
              "1000")
        << "what is let go does not count";
    EXPECT_EQ(ends_with("count(for i in 1..4000000 return {a: i, b: i})"), "feel.too_large");
    EXPECT_EQ(ends_with("count(for i in 1..4000000 return [i])"), "feel.too_large");
    EXPECT_EQ(ends_with("{a: for i in 1..2400000 return i, l: for i in a return i, "
                        "m: for i in a return i, "
                        "n: for i in a return i, r: count(n)}.r"),
              "feel.too_large");
    EXPECT_EQ(ends_with("count(for i in 1..4000000 return i)"), "4000000");
}

TEST(Limit, bytes_that_are_no_text_neither_crash_nor_compile_to_more) {
    for (auto const* text : {"\xff", "\"\xff\"", "\xed\xa0\x80 + 1", "a\xc3", "@\"\xf8\""}) {
        auto const made = compile(text, {});
        if (!made) continue;
        Environment environment;
        (void)made->evaluate(Context{}, environment);
    }
}

}  // namespace
}  // namespace jizhi::feel
