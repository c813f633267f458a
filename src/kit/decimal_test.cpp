#include "kit/decimal.hpp"

#include <gtest/gtest.h>

namespace jizhi {
namespace {

Decimal d(std::string_view text) { return Decimal::parse(text).value(); }

TEST(Decimal, reads_and_prints_plain_digits) {
    for (auto const* text :
         {"0", "12.50", "-12.50", "0.001", "9223372036854775807", "-9223372036854775808",
          "1234567890123456789012345678901234", "0.00000000000000000000000000000001", "1E+400",
          "1.5E+400", "-1E-6176"})
        EXPECT_EQ(d(text).to_string(), text);
    EXPECT_EQ(d("1e3").to_string(), "1000");
    EXPECT_EQ(d(".5").to_string(), "0.5");
    EXPECT_EQ(d("-0.0").to_string(), "0.0");
}

TEST(Decimal, refuses_what_is_no_number) {
    for (auto const* text :
         {"", "-", ".", "1.", "1..2", "1e", "1e+", "NaN", "inf", "1e7000", "1 ", " 1", "0x1", "１"})
        EXPECT_FALSE(Decimal::parse(text)) << text;
}

struct Sum {
    char const *a, *b, *sum, *difference, *product, *quotient;
};

TEST(Decimal, computes_like_decimal128) {
    Sum const cases[] = {
        {"0.1", "0.2", "0.3", "-0.1", "0.02", "0.5"},
        {"1", "3", "4", "-2", "3", "0.3333333333333333333333333333333333"},
        {"-2", "3", "1", "-5", "-6", "-0.6666666666666666666666666666666667"},
        {"9999999999999999999999999999999999", "1", "1E+34", "9999999999999999999999999999999998",
         "9999999999999999999999999999999999", "9999999999999999999999999999999999"},
        {"1e20", "0.000001", "100000000000000000000.000001", "99999999999999999999.999999",
         "100000000000000", "1E+26"},
        {"3370.00", "12", "3382.00", "3358.00", "40440.00", "280.8333333333333333333333333333333"},
    };
    for (auto const& [a, b, sum, difference, product, quotient] : cases) {
        EXPECT_EQ(d(a).plus(d(b)), d(sum)) << a << " + " << b;
        EXPECT_EQ(d(a).minus(d(b)), d(difference)) << a << " - " << b;
        EXPECT_EQ(d(a).times(d(b)), d(product)) << a << " * " << b;
        EXPECT_EQ(d(a).over(d(b)), d(quotient)) << a << " / " << b;
    }
}

TEST(Decimal, has_no_result_where_there_is_none) {
    EXPECT_FALSE(d("1").over(d("0.00")));
    EXPECT_FALSE(d("1").modulo(d("0")));
    EXPECT_FALSE(d("9e6144").plus(d("9e6144")));
    EXPECT_FALSE(d("1e4000").times(d("1e4000")));
    EXPECT_FALSE(d("0").power(d("-1")));
    EXPECT_FALSE(d("-8").power(d("0.5")));
    EXPECT_FALSE(d("-1").square_root());
    EXPECT_FALSE(d("0").logarithm());
}

TEST(Decimal, compares_values_not_digits) {
    EXPECT_EQ(d("1.50"), d("1.5"));
    EXPECT_LT(d("-1"), d("0.001"));
    EXPECT_LT(d("9.99"), d("1e3"));
    EXPECT_GT(d("-1E-6000"), d("-1"));
}

struct Round {
    char const* number;
    int scale;
    char const *half_even, *half_up, *half_down, *up, *down, *floor, *ceiling;
};

TEST(Decimal, rounds_in_seven_ways) {
    Round const cases[] = {
        {"2.5", 0, "2", "3", "2", "3", "2", "2", "3"},
        {"-2.5", 0, "-2", "-3", "-2", "-3", "-2", "-3", "-2"},
        {"1.005", 2, "1.00", "1.01", "1.00", "1.01", "1.00", "1.00", "1.01"},
        {"3.5", 0, "4", "4", "3", "4", "3", "3", "4"},
        {"1250", -2, "1200", "1300", "1200", "1300", "1200", "1200", "1300"},
        {"0.001", -50, "0", "0", "0", "1E+50", "0", "0", "1E+50"},
        {"7", 2, "7.00", "7.00", "7.00", "7.00", "7.00", "7.00", "7.00"},
    };
    for (auto const& c : cases) {
        auto const text = [&](Rounding mode) {
            return d(c.number).rounded(c.scale, mode).to_string();
        };
        EXPECT_EQ(text(Rounding::half_even), c.half_even) << c.number;
        EXPECT_EQ(text(Rounding::half_up), c.half_up) << c.number;
        EXPECT_EQ(text(Rounding::half_down), c.half_down) << c.number;
        EXPECT_EQ(text(Rounding::up), c.up) << c.number;
        EXPECT_EQ(text(Rounding::down), c.down) << c.number;
        EXPECT_EQ(text(Rounding::floor), c.floor) << c.number;
        EXPECT_EQ(text(Rounding::ceiling), c.ceiling) << c.number;
    }
}

TEST(Decimal, becomes_a_scaled_integer_only_exactly) {
    EXPECT_EQ(d("3370.00").to_scaled(2), 337000);
    EXPECT_EQ(d("3370").to_scaled(2), 337000);
    EXPECT_EQ(d("-9223372036854775808").to_integer(), INT64_MIN);
    EXPECT_FALSE(d("9223372036854775808").to_integer());
    EXPECT_FALSE(d("0.001").to_scaled(2));
    EXPECT_FALSE(d("1e30").to_integer());
    EXPECT_EQ(Decimal::scaled(-5, 3).to_string(), "-0.005");
    EXPECT_EQ(Decimal(INT64_MIN).to_string(), "-9223372036854775808");
}

TEST(Decimal, raises_to_powers_and_takes_modulo) {
    EXPECT_EQ(d("1.1").power(3), d("1.331"));
    EXPECT_EQ(d("2").power(-2), d("0.25"));
    EXPECT_EQ(d("4").power(d("0.5")), d("2"));
    EXPECT_EQ(d("-12").modulo(5), d("3"));
    EXPECT_EQ(d("12").modulo(-5), d("-3"));
    EXPECT_EQ(d("10.1").modulo(d("4.5")), d("1.1"));
    EXPECT_EQ(d("16").square_root(), d("4"));
    EXPECT_EQ(d("1.50").trimmed().to_string(), "1.5");
    EXPECT_EQ(d("100.00").trimmed().to_string(), "100");
}

}  // namespace
}  // namespace jizhi
