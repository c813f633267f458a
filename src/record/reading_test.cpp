#include "record/reading.hpp"

#include <gtest/gtest.h>

#include "value/temporal.hpp"

namespace jizhi::record {
namespace {

struct Said {
    char const* text;
    char const* date;  ///< "" = not a date
};

class ReadDate : public testing::TestWithParam<Said> {};

TEST_P(ReadDate, understands_what_people_write) {
    auto const read = read_date(GetParam().text);
    EXPECT_EQ(read ? to_text(*read) : "", GetParam().date) << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(Reading, ReadDate,
                         testing::Values(Said{"2019-03-01", "2019-03-01"},
                                         Said{"2019/3/1", "2019-03-01"},
                                         Said{"2019.3.1", "2019-03-01"},
                                         Said{"2019.03", "2019-03-01"},
                                         Said{"2019年3月1日", "2019-03-01"},
                                         Said{"2019年3月", "2019-03-01"},
                                         Said{"２０１９－０３－０１", "2019-03-01"},
                                         Said{"20190301", "2019-03-01"},
                                         Said{"201903", "2019-03-01"},
                                         Said{" 2019-3-1 0:00:00", "2019-03-01"},
                                         Said{"2019-02-30", ""}, Said{"2019-13-01", ""},
                                         Said{"3/1/2019", ""}, Said{"长期", ""}, Said{"", ""},
                                         Said{"99999999999999999999", ""}));

TEST(DateOfSerial, counts_as_excel_does) {
    EXPECT_EQ(to_text(*date_of_serial(Decimal(43525))), "2019-03-01");
    EXPECT_EQ(to_text(*date_of_serial(*Decimal::parse("43525.75"))), "2019-03-01");
    EXPECT_FALSE(date_of_serial(Decimal(2019)));
}

TEST(ReadNumber, forgives_commas_and_yuan_but_not_words) {
    EXPECT_EQ(*read_number("１，２３４.50"), *Decimal::parse("1234.50"));
    EXPECT_EQ(*read_number("¥1,234元"), Decimal(1234));
    EXPECT_FALSE(read_number("约1000"));
    EXPECT_FALSE(read_number("1e5"));
    EXPECT_FALSE(read_number(""));
}

TEST(ReadYesNo, knows_both_languages) {
    EXPECT_EQ(read_yes_no("是"), true);
    EXPECT_EQ(read_yes_no("Ｎ"), false);
    EXPECT_FALSE(read_yes_no("也许"));
}

}  // namespace
}  // namespace jizhi::record
