#include "feel/long_column.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>

#include "feel/column_quotient.hpp"

namespace jizhi::feel {
namespace {

/// The values come back as they went in, block by block, whatever form was chosen.
void expect_kept(std::vector<Value> const& values) {
    LongColumn column;
    for (auto const& value : values) column.append(value);
    column.seal();
    ASSERT_EQ(column.size(), values.size());
    Environment environment;
    Batch batch(environment);
    LongColumnReader reader(column, batch);
    for (std::size_t from = 0; from < values.size(); from += block_rows) {
        auto const rows = std::min(block_rows, values.size() - from);
        batch.begin(rows);
        auto const block = reader.block(from);
        for (std::size_t row = 0; row < rows; ++row) {
            ASSERT_TRUE(identical(block.at(row), values[from + row])) << from + row;
            ASSERT_TRUE(identical(column.at(from + row), values[from + row]));
        }
    }
}

TEST(LongColumn, keeps_few_values_as_codes_and_many_as_they_are) {
    std::vector<Value> same, few, many, mixed;
    for (int i = 0; i < 40'000; ++i) {
        same.emplace_back("a");
        few.push_back(i % 3 == 0 ? Value() : Value(fmt::format("{}", i % 7)));
        many.push_back(Value(Decimal::scaled(i * 37, i % 3)));
        mixed.push_back(i % 11 == 0 ? Value(List{Value(i)}) : Value(i));
    }
    expect_kept(same);
    expect_kept(few);
    expect_kept(many);
    expect_kept(mixed);
    expect_kept({});
}

TEST(LongColumn, takes_whole_blocks) {
    LongColumn from, to;
    constexpr std::size_t count = 2 * block_rows + 900;
    for (std::size_t i = 0; i < count; ++i) from.append(Value(static_cast<int>(i % 5)));
    from.seal();
    Environment environment;
    Batch batch(environment);
    LongColumnReader reader(from, batch);
    for (std::size_t at = 0; at < count; at += block_rows) {
        auto const rows = std::min(block_rows, count - at);
        batch.begin(rows);
        to.append(reader.block(at), rows);
    }
    to.seal();
    ASSERT_EQ(to.size(), count);
    EXPECT_EQ(to.distinct(), 5U);
    for (std::size_t i = 0; i < count; ++i) EXPECT_EQ(to.at(i), from.at(i));
}

TEST(LongColumn, gives_rows_picked_from_anywhere_and_takes_another_column) {
    std::mt19937 random(5);
    std::vector<std::vector<Value>> kinds(5);
    for (int i = 0; i < 40'000; ++i) {
        kinds[0].emplace_back(Value(i % 5));
        kinds[1].push_back(i % 3 == 0 ? Value() : Value(Decimal::scaled(i * 37, 2)));
        kinds[2].push_back(Value(Decimal::scaled(i * 37, i % 4)));
        kinds[3].push_back(i < 20'000 ? Value(i) : Value(fmt::format("{}", i)));
        kinds[4].emplace_back(Value("same"));
    }
    for (auto const& values : kinds) {
        LongColumn first, column;
        for (std::size_t i = 0; i < values.size(); ++i)
            (i < 2 * block_rows + 900 ? column : first).append(values[i]);
        first.seal();
        column.append(first);
        column.seal();
        ASSERT_EQ(column.size(), values.size());
        Environment environment;
        Batch batch(environment);
        LongColumnReader reader(column, batch);
        for (int round = 0; round < 20; ++round) {
            std::vector<std::uint32_t> rows;
            for (std::size_t at = random() % 5000; at < values.size() && rows.size() < block_rows;
                 at += 1 + random() % 50)
                rows.push_back(static_cast<std::uint32_t>(at));
            batch.begin(rows.size());
            auto const picked = reader.picked(rows);
            for (std::size_t i = 0; i < rows.size(); ++i)
                ASSERT_TRUE(identical(picked.at(i), values[rows[i]])) << rows[i];
        }
    }
}

TEST(RoundQuotient, gives_what_dividing_and_then_rounding_gives) {
    std::mt19937_64 random(11);
    auto const below = [&](std::uint64_t end) { return random() % end; };
    for (auto const mode : {Rounding::half_even, Rounding::half_up, Rounding::half_down,
                            Rounding::up, Rounding::down, Rounding::floor, Rounding::ceiling})
        for (int round = 0; round < 300; ++round) {
            auto const scale = static_cast<int>(below(5));
            std::vector<Value> x, y;
            for (int i = 0; i < 20; ++i) {
                auto const wide = below(2) == 0 ? 100ULL : 100'000'000'000ULL;
                auto const a =
                    static_cast<std::int64_t>(below(2 * wide)) - static_cast<std::int64_t>(wide);
                x.push_back(Value(Decimal::scaled(a, static_cast<int>(below(4)))));
                y.push_back(Value(Decimal::scaled(static_cast<std::int64_t>(below(400)) - 150,
                                                  static_cast<int>(below(3)))));
                if (y.back().number().to_integer() == 0) y.back() = Value(7);
            }
            auto const made = round_quotient(column_of(x), column_of(y), scale, mode, x.size());
            ASSERT_TRUE(made);
            for (std::size_t i = 0; i < x.size(); ++i) {
                auto const quotient = x[i].number().over(y[i].number());
                ASSERT_TRUE(quotient);
                EXPECT_TRUE(identical(made->at(i), Value(quotient->rounded(scale, mode))))
                    << x[i].number().to_string() << " / " << y[i].number().to_string();
            }
        }
}

TEST(RoundQuotient, leaves_nulls_and_zeros_alone) {
    auto const one = column_of({Value(1), Value(2)});
    EXPECT_FALSE(round_quotient(one, column_of({Value(1), Value(0)}), 2, Rounding::floor, 2));
    EXPECT_FALSE(round_quotient(column_of({Value(), Value(2)}), one, 2, Rounding::floor, 2));
}

}  // namespace
}  // namespace jizhi::feel
