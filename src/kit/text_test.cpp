#include "kit/text.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace jizhi::text {
namespace {

TEST(Utf8, knows_what_is_valid) {
    for (auto const good : {"", "abc", "张三", "𠮷", "\u00A0"})
        EXPECT_TRUE(valid_utf8(good)) << good;
    for (auto const bad : {"\x80", "\xC0\x80", "\xE5\xBC", "\xED\xA0\x80", "\xF4\x90\x80\x80",
                           "\xF8\x88\x80\x80\x80", "a\xFF"})
        EXPECT_FALSE(valid_utf8(bad));
}

TEST(Utf8, goes_to_code_points_and_back) {
    EXPECT_EQ(code_points("a张𠮷"), U"a张𠮷");
    EXPECT_EQ(from_code_points(U"aé张𠮷"), "aé张𠮷");
    EXPECT_EQ(length("a张𠮷"), 3U);
    EXPECT_EQ(code_points("a\xFFz"), U"a\uFFFDz");
}

TEST(Trim, takes_every_kind_of_space_from_both_ends) {
    EXPECT_EQ(trim("\u3000 \t张 三\u00A0\r\n\u200B"), "张 三");
    EXPECT_EQ(trim("\u3000"), "");
    EXPECT_EQ(trim(""), "");
    EXPECT_EQ(trim("张"), "张");
}

TEST(HalfWidth, folds_what_an_input_method_left) {
    EXPECT_EQ(half_width("２０１９／３／１ ＡＢｃ（１）"), "2019/3/1 ABc(1)");
    EXPECT_EQ(half_width("张三\u3000"), "张三 ");
}

TEST(Case, changes_ascii_only) {
    EXPECT_EQ(lower("AbZ张É"), "abz张É");
    EXPECT_EQ(upper("aBz张é"), "ABZ张é");
}

TEST(Split, keeps_empty_parts_and_join_puts_them_back) {
    EXPECT_EQ(split("a,,b", ','), (std::vector<std::string_view>{"a", "", "b"}));
    EXPECT_EQ(split("", ','), (std::vector<std::string_view>{""}));
    EXPECT_EQ(join({"a", "", "b"}, ", "), "a, , b");
    EXPECT_EQ(join({}, ","), "");
}

TEST(Replace, replaces_all) {
    EXPECT_EQ(replace_all("aXbXX", "X", "YX"), "aYXbYXYX");
    EXPECT_EQ(replace_all("abc", "", "x"), "abc");
}

TEST(Initials, are_what_one_types_to_find_a_name) {
    EXPECT_EQ(initials("张三"), "zs");
    EXPECT_EQ(initials(" 欧阳 建国"), "oyjg");
    EXPECT_EQ(initials("买买提·吐尔逊"), "mmttex");
    EXPECT_EQ(initials("李A１"), "la1");
    EXPECT_EQ(initials("㛃䶮"), "jy");
    EXPECT_EQ(initials(""), "");
    EXPECT_EQ(initials("·、！"), "");
}

TEST(Initials, read_a_surname_as_a_surname_and_a_place_as_a_place) {
    EXPECT_EQ(initials("单明"), "sm");
    EXPECT_EQ(initials("张单"), "zd");
    EXPECT_EQ(initials("尉迟恭"), "ycg");
    EXPECT_EQ(initials("解放社区"), "jfsq");
}

TEST(SortKey, orders_like_a_chinese_dictionary) {
    std::vector<std::string> names{"张三", "李四", "阿福", "王五", "A", "李", "1", "赵六", "艾"};
    std::ranges::sort(names, {}, [](auto const& name) { return sort_key(name); });
    EXPECT_EQ(names, (std::vector<std::string>{"1", "阿福", "艾", "李", "李四", "王五", "张三",
                                               "赵六", "A"}));
}

TEST(SortKey, names_its_version_and_takes_long_texts) {
    EXPECT_TRUE(sort_key_version().starts_with("icu-pinyin-"));
    std::string many;
    for (int i = 0; i < 1000; ++i) many += "张";
    EXPECT_LT(sort_key(many), sort_key(many + "三"));
    EXPECT_EQ(sort_key(""), sort_key(""));
}

TEST(Hex, goes_there_and_back) {
    EXPECT_EQ(hex(std::string_view("\x00\xAB\xff", 3)), "00abff");
    EXPECT_EQ(unhex("00abFF"), std::string("\x00\xAB\xff", 3));
    EXPECT_FALSE(unhex("0"));
    EXPECT_FALSE(unhex("0g"));
}

TEST(Base64, gives_the_vectors_of_rfc_4648) {
    for (auto const& [plain, coded] : std::vector<std::pair<std::string, std::string>>{
             {"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foobar", "Zm9vYmFy"}}) {
        EXPECT_EQ(base64(plain), coded);
        EXPECT_EQ(unbase64(coded), plain);
    }
    EXPECT_FALSE(unbase64("Zg="));
    EXPECT_FALSE(unbase64("Z*=="));
}

}  // namespace
}  // namespace jizhi::text
