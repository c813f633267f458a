#include <gtest/gtest.h>

#include <regex>

#include "decision/rules.hpp"
#include "pack/compile.hpp"
#include "pack/shipped.hpp"

namespace jizhi::pack {
namespace {

/// What a reader of a rule sees in words: every {zh, en} but the text as it is written.
void gather(Value const& value, std::vector<std::pair<std::string, std::string>>& said) {
    if (value.is(Value::Type::list))
        for (auto const& item : value.list()) gather(item, said);
    if (!value.is(Value::Type::context)) return;
    auto const& zh = value["zh"];
    if (zh.is(Value::Type::string)) said.emplace_back(zh.string(), value["en"].string_or(""));
    for (auto const& [key, item] : value.context().entries())
        if (key != "annotations") gather(item, said);
}

/// A name or a code that a pack does not say in words would stand there raw.
TEST(RuleWords, of_what_ships_leave_no_identifier_to_a_reader) {
    auto const compiled = compile(shipped());
    ASSERT_TRUE(compiled.errors.empty()) << compiled.errors.front().en;
    std::regex const raw_in_chinese("[A-Za-z_]{2,}");
    std::regex const raw_in_english("[a-z0-9]+_[a-z0-9_]+|P[0-9]+D");
    auto seen = 0;
    std::vector<std::vector<std::string>> paths{{}};
    for (auto const& locality : compiled.localities) paths.push_back({locality.region});
    for (auto const& path : paths) {
        decision::RulesQuery const asked{*compiled.book, *compiled.catalog, path, Date{20'500}};
        auto const rules = decision::list_rules(asked);
        for (auto const& rule : rules.list()) {
            auto const id = rule["id"].string();
            auto const described = decision::describe_rule(asked, id);
            ASSERT_TRUE(described) << id;
            auto shown = described->context();
            shown.erase("parameters");  // their documents have names of their own
            std::vector<std::pair<std::string, std::string>> said;
            gather(Value(shown), said);
            for (auto const& [zh, en] : said) {
                ++seen;
                EXPECT_FALSE(std::regex_search(zh, raw_in_chinese)) << id << ": " << zh;
                EXPECT_FALSE(std::regex_search(en, raw_in_english)) << id << ": " << en;
            }
        }
    }
    EXPECT_GT(seen, 100);
}

}  // namespace
}  // namespace jizhi::pack
