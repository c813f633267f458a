#include "feel/columnar.hpp"

#include <gtest/gtest.h>

#include <random>

#include "feel/agreement.hpp"
#include "feel/random_expression.hpp"

namespace jizhi::feel {
namespace {

using Rows = Columns;

/// How the inputs of a block are held.
enum class Held { coded, flat };

void expect_same(std::string const& text, std::vector<std::string> const& names, Rows const& rows,
                 Held held) {
    Scope scope;
    scope.names = names;
    auto const expression = compile(text, scope);
    if (!expression) return;
    ASSERT_EQ(disagreement(*expression, rows, held == Held::coded), "");
}

TEST(Columnar, gives_what_the_scalar_back_end_gives) {
    std::mt19937 random(20240415);
    RandomExpression maker(
        [&](std::uint32_t below) { return static_cast<std::uint32_t>(random() % below); });
    auto const& names = RandomExpression::names();
    for (auto round = 0; round < 1500; ++round) {
        Rows rows(names.size());
        auto const count = 1 + random() % 60;
        for (std::size_t i = 0; i < names.size(); ++i)
            for (std::size_t row = 0; row < count; ++row) rows[i].push_back(maker.value(i));
        auto const text = maker.any(1 + static_cast<int>(random() % 4));
        expect_same(text, names, rows, round % 2 == 0 ? Held::coded : Held::flat);
        if (HasFatalFailure()) return;
    }
}

TEST(Columnar, keeps_what_it_found_over_blocks) {
    std::mt19937 random(7);
    Rows rows(2);
    for (std::int64_t row = 0; row < std::int64_t{2 * block_rows + 900}; ++row) {
        rows[0].push_back(Value(static_cast<std::int64_t>(random() % 40)));
        rows[1].push_back(random() % 9 == 0 ? Value() : Value(Decimal::scaled(row, 2)));
    }
    for (auto const* text :
         {"if a = 3 then b * 1.25 else a + b", "if b = null then a else b / (a + 1)",
          "max(a, b) - min(a, b, 7)", "string(a) + string(b)", "round half up(b * a, 1)"})
        for (auto const held : {Held::coded, Held::flat}) expect_same(text, {"a", "b"}, rows, held);
}

TEST(Columnar, tells_of_a_null_beside_truths) {
    Rows const rows{{Value(true), Value(false), Value()}, {Value(true), Value(false), Value(true)}};
    for (auto const* text : {"if a then (10 - null) else b", "if a then b else (10 - null)"})
        for (auto const held : {Held::coded, Held::flat}) expect_same(text, {"a", "b"}, rows, held);
}

TEST(Columnar, leaves_to_the_scalar_back_end_what_does_not_fit) {
    auto const far = Value(Decimal::scaled(INT64_MAX, 0));
    Rows const rows{{far, Value(3), Value(), *Decimal::parse("1e30")},
                    {far, Value(2), Value(1), *Decimal::parse("0.000000000000000000000001")}};
    for (auto const* text : {"a + b", "a * b", "a - b", "a / b", "a < b", "a = b", "-a", "a ** 2",
                             "round half up(a, 3)", "round up(b, 30)", "max(a, b)"})
        for (auto const held : {Held::coded, Held::flat}) expect_same(text, {"a", "b"}, rows, held);
}

TEST(Columnar, computes_a_branch_only_where_it_is_taken) {
    Rows rows(2);
    for (std::int64_t row = 0; row < std::int64_t{2 * block_rows + 900}; ++row) {
        rows[0].push_back(Value(std::int64_t{row % 7}));
        rows[1].push_back(Value(std::int64_t{row}));
    }
    // The untaken branch would divide by zero and would say so.
    for (auto const held : {Held::coded, Held::flat})
        expect_same("if a = 0 then 0 else b / a", {"a", "b"}, rows, held);
}

}  // namespace
}  // namespace jizhi::feel
