#include "feel/regex.hpp"

#include "feel/testing.hpp"

namespace jizhi::feel {
namespace {

struct Match {
    char const *text, *pattern, *flags;
    std::optional<bool> matches;
};

TEST(Regex, reads_patterns_as_xpath_does) {
    Match const cases[] = {
        {"foobar", "^fo*b", "", true},
        {"foobar", "^Fo*bar$", "i", true},
        {"b", "[A-Z-[OI]]", "i", true},
        {"O", "[A-Z-[OI]]", "", false},
        {"abcabc", "(abc)\\1", "", true},
        {"AbcabC", "(abc)\\1", "i", true},
        {"a\nb", "a.b", "", false},
        {"a\nb", "a.b", "s", true},
        {"a\nb", "^b", "m", true},
        {"abc\n", "abc$", "", false},
        {"hello world", "hello\\ sworld", "x", true},
        {"a b", "a[ ]b", "x", true},
        {"社区", "^\\w+$", "", true},
        {"社区", "\\p{Lo}{2}", "", true},
        {"abc", "\\p{IsBasicLatin}+", "", true},
        {"a.b", "a.b", "q", true},
        {"axb", "a.b", "q", false},
        {"abc", "(?=a)", "", std::nullopt},
        {"abc", "a++", "", std::nullopt},
        {"abc", "(?<x>a)", "", std::nullopt},
        {"abc", "\\b", "", std::nullopt},
        {"abc", "[abc", "", std::nullopt},
        {"abc", "(abc", "", std::nullopt},
        {"abc", "abc)", "", std::nullopt},
        {"abc", "\\2(a)", "", std::nullopt},
        {"abc", "a", "p", std::nullopt},
        {"#", "#", "", true},
        {"a&b", "[&]", "", true},
    };
    for (auto const& [text, pattern, flags, matches] : cases)
        EXPECT_EQ(regex_matches(text, pattern, flags), matches) << pattern << " on " << text;
}

TEST(Regex, replaces_groups) {
    EXPECT_EQ(regex_replace("abracadabra", "a(.)", "[$1]", ""), "[b]r[c][d][b]ra");
    EXPECT_EQ(regex_replace("abc", "(b)", "$11", ""), "ab1c");
    EXPECT_EQ(regex_replace("abc", "b", "\\$", ""), "a$c");
    EXPECT_EQ(regex_replace("abc", "b", "$x", ""), std::nullopt);
    EXPECT_EQ(regex_replace("a.c", ".", "$1", "q"), "a$1c");
    EXPECT_EQ(regex_replace("社区", "区", "团", ""), "社团");
}

TEST(Regex, splits) {
    EXPECT_EQ(regex_split("John Doe", "\\s"), (std::vector<std::string>{"John", "Doe"}));
    EXPECT_EQ(regex_split("a;b;c;;", ";"), (std::vector<std::string>{"a", "b", "c", "", ""}));
    EXPECT_EQ(regex_split("abc", ","), (std::vector<std::string>{"abc"}));
}

TEST(Regex, gives_up_on_what_would_take_for_ever) {
    EXPECT_EQ(regex_matches(std::string(40, 'a') + "!", "^(a+)+$", ""), std::nullopt);
}

}  // namespace
}  // namespace jizhi::feel
