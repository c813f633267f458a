#include "value/yaml.hpp"

#include <gtest/gtest.h>

#include "value/json.hpp"

namespace jizhi {
namespace {

TEST(Yaml, knows_where_everything_stands) {
    auto const node =
        parse_yaml("record: worker\ntitle: { 中文: 社区, en: Community }\nlist:\n  - a\n  - 'b'\n",
                   "worker.yaml");
    ASSERT_TRUE(node) << node.error().en;
    EXPECT_EQ(node->find("record")->where(), "worker.yaml:1:9");
    EXPECT_EQ(node->find("title")->find_entry("en")->column, 18);
    EXPECT_EQ(node->find("title")->find("en")->where(), "worker.yaml:2:22");
    EXPECT_EQ(node->find("list")->items[1].where(), "worker.yaml:5:5");
    EXPECT_TRUE(node->find("list")->items[1].quoted);
    EXPECT_EQ(node->find("none"), nullptr);
}

TEST(Yaml, gives_values_with_their_types) {
    auto const node = parse_yaml(
        "[1, 0.14, 007, '7', true, yes, null, ~, 2023-01-01, '2023-01-01', 1e3, -5, text, {on: 1}]",
        "x");
    ASSERT_TRUE(node) << node.error().en;
    EXPECT_EQ(
        to_json(to_value(*node)),
        R"([1,0.14,"007","7",true,"yes",null,null,"2023-01-01","2023-01-01",1000,-5,"text",)"
        R"({"on":1}])");
    EXPECT_TRUE(to_value(node->items[8]).is(Value::Type::date));
    EXPECT_TRUE(to_value(node->items[9]).is(Value::Type::string));
    EXPECT_TRUE(parse_yaml("", "x")->is_null());
    EXPECT_TRUE(parse_yaml("# nothing\n", "x")->is_null());
}

TEST(Yaml, resolves_aliases) {
    auto const node = parse_yaml("a: &x {b: 1}\nc: *x\n", "x");
    ASSERT_TRUE(node) << node.error().en;
    EXPECT_EQ(to_json(to_value(*node)), R"({"a":{"b":1},"c":{"b":1}})");
}

struct Case {
    std::string text;
    char const *code, *where;
};

TEST(Yaml, says_what_is_wrong_and_where) {
    std::string bomb = "a0: &a0 [1,1,1,1,1,1,1,1,1,1]\n";
    for (int i = 1; i < 12; ++i) {
        auto const last = "*a" + std::to_string(i - 1);
        auto const name = "a" + std::to_string(i);
        bomb += name + ": &" + name + " [" + last;
        for (int k = 0; k < 9; ++k) bomb += "," + last;
        bomb += "]\n";
    }
    Case const cases[] = {
        {"a: 1\na: 2\n", "yaml.key_twice", "f.yaml:2:1"},
        {"a: 1\n b: 2\n", "yaml.syntax", "f.yaml:2:3"},
        {"a: [1, 2\n", "yaml.syntax", "f.yaml:2:1"},
        {"[a]: 1\n", "yaml.key", "f.yaml:1:1"},
        {"a: 1\n---\nb: 2\n", "yaml.documents", "f.yaml:3:1"},
        {"a: *b\n", "yaml.syntax", "f.yaml:1:4"},
        {std::string(300, '['), "yaml.too_deep", "f.yaml:1:201"},
        {std::string(100'000, '['), "yaml.too_deep", "f.yaml:1:201"},
        {bomb, "yaml.too_large", "f.yaml:6:9"},
    };
    for (auto const& [text, code, where] : cases) {
        auto const node = parse_yaml(text, "f.yaml");
        ASSERT_FALSE(node) << text;
        EXPECT_EQ(node.error().code, code) << text.substr(0, 100);
        EXPECT_EQ(node.error().where.substr(0, 9), std::string(where).substr(0, 9)) << code;
        EXPECT_FALSE(node.error().zh.empty());
    }
}

}  // namespace
}  // namespace jizhi
