#include "record/reading.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "kit/text.hpp"
#include "value/temporal.hpp"

namespace jizhi::record {
namespace {

bool digits(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<Date> make(std::int64_t year, std::int64_t month, std::int64_t day) {
    if (year < 1000 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31) return {};
    Civil const civil{year, static_cast<int>(month), static_cast<int>(day)};
    if (!is_valid(civil)) return {};
    return Date{day_of(civil)};
}

/// The runs of digits of a text whose other characters are all separators of dates.
std::vector<std::int64_t> numbers_of(std::string_view text) {
    std::vector<std::int64_t> numbers;
    bool in_number = false;
    for (char c : text) {
        if (c >= '0' && c <= '9') {
            if (!in_number) numbers.push_back(0);
            in_number = true;
            if (numbers.back() > 99'999'999) return {};
            numbers.back() = numbers.back() * 10 + (c - '0');
        } else if (c == '-' || c == '/' || c == '.') {
            in_number = false;
        } else {
            return {};
        }
    }
    return numbers;
}

}  // namespace

std::optional<Date> read_date(std::string_view said) {
    auto text = text::half_width(text::trim(said));
    for (auto const* mark : {"年", "月"}) text = text::replace_all(text, mark, "-");
    text = text::replace_all(text, "日", "");
    // "2019-03-01 00:00:00" and "2019-03-01T00:00:00": spreadsheets keep a time that nobody meant
    text = text.substr(0, text.find_first_of(" T"));
    while (!text.empty() && (text.back() == '-' || text.back() == '.')) text.pop_back();
    if (digits(text) && text.size() == 8)
        return make(std::stoll(text.substr(0, 4)), std::stoll(text.substr(4, 2)),
                    std::stoll(text.substr(6)));
    auto const numbers = numbers_of(text);
    if (numbers.size() == 3) return make(numbers[0], numbers[1], numbers[2]);
    if (numbers.size() == 2) return make(numbers[0], numbers[1], 1);
    if (digits(text) && text.size() == 6)
        return make(std::stoll(text.substr(0, 4)), std::stoll(text.substr(4)), 1);
    return {};
}

std::optional<Date> date_of_serial(Decimal const& serial) {
    constexpr std::int64_t first = 20'000, last = 80'000;
    constexpr std::int64_t excel_zero =
        -25'569;  // 1899-12-30: Excel counts a 1900-02-29 that was not
    auto const whole = serial.rounded(0, Rounding::floor).to_integer();
    if (!whole || *whole < first || *whole > last) return {};
    return Date{*whole + excel_zero};
}

std::optional<Decimal> read_number(std::string_view said) {
    auto text = text::half_width(text::trim(said));
    for (auto const* mark : {"¥", "￥", ",", " ", "元"}) text = text::replace_all(text, mark, "");
    auto const plain = std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+';
    });
    if (!plain) return {};
    return Decimal::parse(text);
}

std::optional<bool> read_yes_no(std::string_view said) {
    constexpr std::array<std::string_view, 9> yes{"是", "有",  "对",   "√", "✓",
                                                  "y",  "yes", "true", "1"};
    constexpr std::array<std::string_view, 9> no{"否", "无", "没有",  "×", "✗",
                                                 "n",  "no", "false", "0"};
    auto const text = text::lower(text::half_width(text::trim(said)));
    if (std::find(yes.begin(), yes.end(), text) != yes.end()) return true;
    if (std::find(no.begin(), no.end(), text) != no.end()) return false;
    return {};
}

}  // namespace jizhi::record
