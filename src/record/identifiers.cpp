#include "record/identifiers.hpp"

#include <algorithm>
#include <array>

#include "kit/text.hpp"
#include "value/temporal.hpp"

namespace jizhi::record {
namespace {

bool digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Half width, without blanks, dashes and apostrophes that spreadsheets put in; upper case.
std::string compact(std::string_view said) {
    std::string out;
    for (char c : text::upper(text::half_width(text::trim(said))))
        if (c != ' ' && c != '-' && c != '\'' && c != '\t') out += c;
    return out;
}

/// GB 11643: ISO 7064 MOD 11-2 over the first seventeen digits.
char resident_check(std::string_view seventeen) {
    constexpr std::array weights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    constexpr std::string_view marks = "10X98765432";
    int sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) sum += (seventeen[i] - '0') * weights[i];
    return marks[static_cast<std::size_t>(sum % 11)];
}

std::optional<Date> date_in(std::string_view eight) {
    auto const text = std::string(eight.substr(0, 4)) + "-" + std::string(eight.substr(4, 2)) +
                      "-" + std::string(eight.substr(6, 2));
    return parse_date(text);
}

std::string upgraded(std::string const& fifteen) {
    // Numbers of 15 digits were given out until 1999 and carry two digits of the year.
    auto const seventeen = fifteen.substr(0, 6) + "19" + fifteen.substr(6);
    return seventeen + resident_check(seventeen);
}

}  // namespace

Result<std::string> read_resident_id(std::string_view said) {
    auto number = compact(said);
    if (number.size() == 15 && digits(number)) number = upgraded(number);
    if (number.size() != 18 || !digits(std::string_view(number).substr(0, 17)))
        return fail("resident_id.form", "", "身份证号应为 18 位(末位可为 X),请核对",
                    "an ID number has 18 characters, the last may be X; check it");
    if (!date_in(std::string_view(number).substr(6, 8)))
        return fail("resident_id.date", "", "身份证号中的出生日期不存在，请核对第 7 至 14 位",
                    "the birth date in the ID number does not exist; check digits 7 to 14");
    auto const check = resident_check(number);
    if (number[17] != check)
        return fail("resident_id.check_digit", number.substr(0, 17) + check,
                    "身份证号校验码不符，很可能有一位抄错，请对照证件",
                    "the check digit of the ID number does not fit: a digit is wrong; compare it "
                    "with the card");
    return number;
}

std::optional<ResidentFacts> facts_of(std::string_view number) {
    if (number.size() != 18 || !digits(number.substr(0, 17))) return {};
    auto const born = date_in(number.substr(6, 8));
    if (!born) return {};
    return ResidentFacts{*born, (number[16] - '0') % 2 == 1, std::string(number.substr(0, 6))};
}

Result<std::string> read_uscc(std::string_view said) {
    constexpr std::string_view marks = "0123456789ABCDEFGHJKLMNPQRTUWXY";  // no I O S V Z
    constexpr std::array weights{1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};
    auto const code = compact(said);
    auto const known = [&](char c) { return marks.find(c) != std::string_view::npos; };
    if (code.size() != 18 || !std::all_of(code.begin(), code.end(), known))
        return fail("uscc.form", "", "统一社会信用代码应为 18 位，不含 I、O、S、V、Z",
                    "a unified social credit code has 18 characters without I, O, S, V, Z");
    std::size_t sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i)
        sum += marks.find(code[i]) * static_cast<std::size_t>(weights[i]);
    auto const check = marks[(31 - sum % 31) % 31];
    if (code[17] != check)
        return fail("uscc.check_digit", code.substr(0, 17) + check,
                    "统一社会信用代码校验码不符，请对照执照",
                    "the check character of the credit code does not fit; compare the licence");
    return code;
}

Result<std::string> read_phone(std::string_view said) {
    std::string number;
    for (char c : text::half_width(text::trim(said)))
        if (c != ' ' && c != '\'') number += c;
    if (number.starts_with("+86")) number.erase(0, 3);
    auto bare = number;
    std::erase(bare, '-');
    if (bare.size() == 11 && bare[0] == '1' && digits(bare)) return bare;
    auto const dash = number.find('-');
    auto const fixed = dash != std::string::npos && dash >= 3 && dash <= 4 && number[0] == '0' &&
                       digits(bare) && bare.size() >= 10 && bare.size() <= 12;
    if (fixed) return number.substr(0, dash + 1) + bare.substr(dash);
    return fail("phone.form", "", "电话应为 11 位手机号，或“区号-号码”",
                "a phone number is a mobile one of 11 digits or area code-number");
}

}  // namespace jizhi::record
