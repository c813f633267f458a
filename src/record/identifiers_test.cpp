#include "record/identifiers.hpp"

#include <gtest/gtest.h>

#include "value/temporal.hpp"

namespace jizhi::record {
namespace {

TEST(ResidentId, takes_the_numbers_of_the_standard) {
    EXPECT_EQ(read_resident_id("11010519491231002X").value(), "11010519491231002X");
    EXPECT_EQ(read_resident_id("440524188001010014").value(), "440524188001010014");
}

TEST(ResidentId, forgives_blanks_full_width_and_a_small_x) {
    EXPECT_EQ(read_resident_id(" 110105 19491231 002x ").value(), "11010519491231002X");
    EXPECT_EQ(read_resident_id("１１０１０５１９４９１２３１００２Ｘ").value(), "11010519491231002X");
}

TEST(ResidentId, upgrades_fifteen_digits) {
    EXPECT_EQ(read_resident_id("110105491231002").value(), "11010519491231002X");
}

TEST(ResidentId, says_what_is_wrong) {
    EXPECT_EQ(read_resident_id("1101051949123100").error().code, "resident_id.form");
    EXPECT_EQ(read_resident_id("110105194913310025").error().code, "resident_id.date");
    auto const wrong = read_resident_id("110105194912310021");
    EXPECT_EQ(wrong.error().code, "resident_id.check_digit");
    EXPECT_EQ(wrong.error().where, "11010519491231002X");
}

TEST(ResidentId, tells_birth_date_and_sex) {
    auto const facts = facts_of("11010519491231002X");
    ASSERT_TRUE(facts);
    EXPECT_EQ(facts->birth_date, *parse_date("1949-12-31"));
    EXPECT_FALSE(facts->male);
    EXPECT_EQ(facts->region, "110105");
}

TEST(Uscc, checks_its_last_character) {
    EXPECT_EQ(read_uscc("91350100M000100Y43").value(), "91350100M000100Y43");
    EXPECT_EQ(read_uscc("91350100m000100y43").value(), "91350100M000100Y43");
    EXPECT_EQ(read_uscc("91350100M000100Y44").error().code, "uscc.check_digit");
    EXPECT_EQ(read_uscc("9135010OM000100Y43").error().code, "uscc.form");
}

TEST(Phone, takes_mobile_and_fixed_numbers) {
    EXPECT_EQ(read_phone("138 1234 5678").value(), "13812345678");
    EXPECT_EQ(read_phone("+86 13812345678").value(), "13812345678");
    EXPECT_EQ(read_phone("138-1234-5678").value(), "13812345678");
    EXPECT_EQ(read_phone("0437-3226666").value(), "0437-3226666");
    EXPECT_EQ(read_phone("1381234567").error().code, "phone.form");
    EXPECT_EQ(read_phone("").error().code, "phone.form");
}

}  // namespace
}  // namespace jizhi::record
