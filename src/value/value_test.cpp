#include "value/value.hpp"

#include <gtest/gtest.h>

namespace jizhi {
namespace {

using Type = Value::Type;

TEST(Value, is_sixteen_bytes) { EXPECT_EQ(sizeof(Value), 16U); }

TEST(Value, gives_back_what_was_put_in) {
    EXPECT_TRUE(Value{}.is_null());
    EXPECT_TRUE(Value{true}.boolean());
    EXPECT_EQ(Value{-42}.number(), Decimal{-42});
    auto const wide = Decimal::parse("-1234567890123456789012345678901234").value();
    EXPECT_EQ(Value{wide}.number(), wide);
    auto const large = Decimal::parse("-18446744073709551615e-30").value();
    EXPECT_EQ(Value{large}.number(), large);
    EXPECT_EQ(Value{"王某"}.string(), "王某");
    EXPECT_EQ(Value{Date{-5}}.date().day, -5);
    EXPECT_EQ((Value{DaysDuration{-7, 999'999'999}}.days_duration()),
              (DaysDuration{-7, 999'999'999}));
    EXPECT_EQ(Value{MonthsDuration{-13}}.months_duration().months, -13);
    Time const time{.nanos = 5,
                    .zone = {.kind = Zone::Kind::offset, .offset_seconds = 28800, .id = {}}};
    EXPECT_EQ(Value{time}.time(), time);
    EXPECT_EQ((Value{DateTime{Date{1}, time}}.date_time()), (DateTime{Date{1}, time}));
    EXPECT_EQ(Value(List{1, "a"}).list().size(), 2U);
    EXPECT_EQ((Value{Range{.low = 1, .high = 2}}.range().high), Value{2});
}

TEST(Value, copies_share_and_moves_empty) {
    Value const first = List{1, 2, List{3}};
    Value copy = first;
    EXPECT_EQ(&copy.list(), &first.list());
    Value const moved = std::move(copy);
    EXPECT_EQ(&moved.list(), &first.list());
    copy = moved;
    copy = Value{copy.list()[2]};
    EXPECT_EQ(copy, Value(List{3}));
}

TEST(Value, compares_deeply) {
    EXPECT_EQ(Value{Decimal::parse("1.50").value()}, Value{Decimal::parse("1.5").value()});
    EXPECT_NE(Value{1}, Value{"1"});
    EXPECT_NE(Value{true}, Value{false});
    EXPECT_EQ((Value{Context{{"a", 1}, {"b", 2}}}), (Value{Context{{"b", 2}, {"a", 1}}}));
    EXPECT_NE((Value{Context{{"a", 1}}}), (Value{Context{{"a", 2}}}));
    EXPECT_NE(Value{Date{1}}, Value{Date{2}});
}

TEST(Value, answers_softly_when_asked_softly) {
    Value const context = Context{{"name", "王某"}, {"age", 30}, {"member", true}};
    EXPECT_EQ(context["name"].string_or(""), "王某");
    EXPECT_EQ(context["age"].integer_or(0), 30);
    EXPECT_EQ(context["name"].integer_or(7), 7);
    EXPECT_TRUE(context["member"].boolean_or(false));
    EXPECT_TRUE(context["none"].is_null());
    EXPECT_TRUE(Value{1}["x"].is_null());
}

TEST(Value, knows_its_depth_and_weight) {
    EXPECT_EQ(Value{1}.depth(), 0U);
    Value const inner = List{1, 2};
    EXPECT_EQ(inner.depth(), 1U);
    EXPECT_EQ(inner.weight(), 3U);
    Value tree = inner;
    for (int i = 0; i < 64; ++i) tree = List{tree, tree};
    EXPECT_EQ(tree.depth(), 65U);
    EXPECT_EQ(tree.weight(), UINT32_MAX);  // doubled 64 times: it stops, it does not wrap
}

TEST(Context, keeps_order_and_one_value_a_key) {
    Context context{{"b", 1}, {"a", 2}};
    context.put("b", 3);
    EXPECT_EQ(context.entries()[0].first, "b");
    EXPECT_EQ(*context.find("b"), Value{3});
    EXPECT_TRUE(context.erase("b"));
    EXPECT_FALSE(context.erase("b"));
    std::vector<Context::Entry> many;
    for (int i = 0; i < 100; ++i) many.emplace_back(std::to_string(i % 40), i);
    auto const made = Context::of(many);
    EXPECT_EQ(made.size(), 40U);
    EXPECT_EQ(*made.find("19"), Value{99});
}

}  // namespace
}  // namespace jizhi
