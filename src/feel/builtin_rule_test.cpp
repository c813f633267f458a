#include "calendar/holidays.hpp"
#include "feel/testing.hpp"

namespace jizhi::feel {
namespace {

using testing::expect;

TEST(RuleBuiltin, finds_parameters_and_notes_their_use) {
    std::vector<ParameterUse> used;
    Environment environment;
    environment.parameters_used = &used;
    environment.parameter = [](std::string_view name) -> std::optional<ParameterUse> {
        if (name != "base_wage") return std::nullopt;
        return ParameterUse{std::string(name), 3000, Context{{"from", "2023-01-01"}}};
    };
    expect({{"param(\"base_wage\") * 2", "6000"}, {"param(\"other\")", "null"}}, environment);
    ASSERT_EQ(used.size(), 1U);
    EXPECT_EQ(used[0].origin["from"], Value("2023-01-01"));
}

TEST(RuleBuiltin, counts_working_days_by_the_calendar_given) {
    calendar::Holidays const spring{{19817, 19818, 19819}, {19820}, {2024}};
    Environment environment;
    environment.add_working_days = [&](Date date, std::int64_t count) -> Result<Date> {
        TRY(day, spring.after(date.day, count));
        return Date{day};
    };
    environment.working_days_between = [&](Date from, Date to) {
        return spring.between(from.day, to.day);
    };
    expect({{"add working days(@\"2024-04-03\", 1)", "@\"2024-04-07\""},
            {"add working days(date: @\"2024-04-07\", n: -1)", "@\"2024-04-03\""},
            {"working days between(@\"2024-04-01\", @\"2024-04-08\")", "4"},
            {"add working days(@\"2024-04-03\", 1.5)", "null"},
            {"add working days(@\"2024-04-03\", 1000000)", "null"}},
           environment);
    EXPECT_EQ(testing::value_of("add working days(@\"2024-04-03\", 1)"), "null");
}

TEST(RuleBuiltin, writes_amounts_as_banks_do) {
    expect({{"rmb in words(1234.50)", "\"壹仟贰佰叁拾肆元伍角整\""},
            {"rmb in words(0)", "\"零元整\""},
            {"rmb in words(0.05)", "\"伍分\""},
            {"rmb in words(0.5)", "\"伍角整\""},
            {"rmb in words(10)", "\"壹拾元整\""},
            {"rmb in words(1409.50)", "\"壹仟肆佰零玖元伍角整\""},
            {"rmb in words(6007.14)", "\"陆仟零柒元壹角肆分\""},
            {"rmb in words(16409.02)", "\"壹万陆仟肆佰零玖元零贰分\""},
            {"rmb in words(107000.53)", "\"壹拾万柒仟元伍角叁分\""},
            {"rmb in words(100000001)", "\"壹亿零壹元整\""},
            {"rmb in words(1000010000)", "\"壹拾亿零壹万元整\""},
            {"rmb in words(1200000000000)", "\"壹万贰仟亿元整\""},
            {"rmb in words(1000000000000)", "\"壹万亿元整\""},
            {"rmb in words(-3.1)", "\"负叁元壹角整\""},
            {"rmb in words(1E+17)", "null"}});
}

}  // namespace
}  // namespace jizhi::feel
