#include "value/json.hpp"

#include <gtest/gtest.h>

#include "kit/limits_value.hpp"
#include "value/temporal.hpp"
#include "value/text.hpp"

namespace jizhi {
namespace {

TEST(Json, reads_and_writes_the_same) {
    for (auto const* text : {"null", "true", "-0.10", "0.1000000000000000000000000000000001",
                             "\"王\\\"\\\\\\n\\u0001\"", "[]", "{}",
                             R"({"a":[1,2.50,{"b":null}],"c":"d"})", "12345678901234567890123"}) {
        auto const value = parse_json(text);
        ASSERT_TRUE(value) << text << value.error().en;
        EXPECT_EQ(to_json(*value), text);
    }
    EXPECT_EQ(to_json(parse_json(" {\"b\" : \"\\u738b\\ud83d\\ude00\", \"a\": 2} ").value()),
              R"({"b":"王😀","a":2})");
    EXPECT_EQ(parse_json("\"\\u738b\\ud83d\\ude00\"").value(), Value{"王😀"});
    EXPECT_EQ(parse_json("1e3").value(), Value{1000});
}

TEST(Json, refuses_more_than_memory_should_hold) {
    // [1,1,…1] of as many values, the list itself among them.
    std::string many(2 * limits::json_values_max - 1, ',');
    for (std::size_t i = 1; i < many.size(); i += 2) many[i] = '1';
    many.front() = '[';
    many.back() = ']';
    EXPECT_TRUE(parse_json(many));
    many.back() = ',';
    auto const more = parse_json(many + "1]");
    ASSERT_FALSE(more);
    EXPECT_EQ(more.error().code, "json.too_large");
    auto const long_text = parse_json(std::string(limits::json_bytes_max + 1, ' '));
    ASSERT_FALSE(long_text);
    EXPECT_EQ(long_text.error().code, "json.too_large");
}

TEST(Json, says_where_it_is_wrong) {
    struct Case {
        char const *text, *code, *where;
    };
    Case const cases[] = {
        {"", "json.incomplete", "1:1"},      {"{\"a\":1", "json.incomplete", "1:7"},
        {"[1,\n  x]", "json.syntax", "2:3"}, {"[1,]", "json.syntax", "1:4"},
        {"{\"a\": 1,\n \"b\": 2, \"a\": 3}", "json.key_twice", "2:12"},
        {"1 2", "json.syntax", "1:3"},       {"[\"王\", 01]", "json.syntax", "1:8"},
        {"\"\xff\"", "json.syntax", "1:2"},
    };
    for (auto const& [text, code, where] : cases) {
        auto const value = parse_json(text);
        ASSERT_FALSE(value) << text;
        EXPECT_EQ(value.error().code, code) << text;
        EXPECT_EQ(value.error().where, where) << text;
    }
}

TEST(Json, refuses_what_is_too_deep) {
    auto const nested = [](std::size_t n) { return std::string(n, '[') + std::string(n, ']'); };
    EXPECT_TRUE(parse_json(nested(value_depth_max)));
    EXPECT_EQ(parse_json(nested(value_depth_max + 1)).error().code, "json.too_deep");
    EXPECT_EQ(parse_json(std::string(100'000, '[')).error().code, "json.too_deep");
}

TEST(Json, writes_dates_as_iso_text) {
    EXPECT_EQ(to_json(Context{{"on", parse_date("2024-04-07").value()},
                              {"for", parse_duration("P1DT1H").value()},
                              {"in", Range{.low = 1, .high = 5}}}),
              R"({"on":"2024-04-07","for":"P1DT1H","in":"[1..5]"})");
    EXPECT_EQ(to_pretty_json(Context{{"a", List{1, 2}}, {"b", List{}}}),
              "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": []\n}");
}

TEST(Text, prints_as_feel_does) {
    Value const value = List{"a", 1, nullptr, Context{{"full name", true}, {"a-b", 1}},
                             Range{.form = Range::Form::less, .low = {}, .high = 5}};
    EXPECT_EQ(to_text(value), R"(["a", 1, null, {full name: true, "a-b": 1}, (< 5)])");
    EXPECT_EQ(to_text(Value{"a"}), "a");
    EXPECT_EQ(to_literal(Value{"a"}), "\"a\"");
    EXPECT_EQ(to_literal(Value{Date{0}}), "@\"1970-01-01\"");
}

}  // namespace
}  // namespace jizhi
