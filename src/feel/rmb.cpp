#include "feel/rmb.hpp"

#include <array>

namespace jizhi::feel {
namespace {

constexpr std::array digits{"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};
constexpr std::array places{"", "拾", "佰", "仟"};
constexpr std::array groups{"", "万", "亿", "万亿"};
constexpr std::int64_t fen_max = 999'999'999'999'999'999;  // below 10^16 yuan

/// Four digits, 0 < group < 10000, with one 零 for a gap between its digits.
std::string group_words(std::int64_t group) {
    std::string words;
    bool gap = false;
    std::int64_t unit = 1000;
    for (std::size_t place = 4; place-- > 0; unit /= 10) {
        auto const digit = static_cast<std::size_t>(group / unit % 10);
        if (digit == 0) {
            gap = !words.empty();
            continue;
        }
        if (gap) words += digits[0];
        gap = false;
        words += digits[digit];
        words += places[place];
    }
    return words;
}

std::string yuan_words(std::int64_t yuan) {
    std::string words;
    bool gap = false;
    std::int64_t unit = 1'000'000'000'000;
    for (std::size_t i = groups.size(); i-- > 0; unit /= 10'000) {
        auto const group = yuan / unit % 10'000;
        if (group == 0) {
            gap = !words.empty();
            continue;
        }
        if (!words.empty() && (gap || group < 1000)) words += digits[0];
        gap = false;
        words += group_words(group);
        // 万亿 before further 亿 says only 万: 壹万贰仟亿, not 壹万亿贰仟亿.
        words += i == 3 && yuan / 100'000'000 % 10'000 != 0 ? groups[1] : groups[i];
    }
    return words;
}

}  // namespace

std::optional<std::string> rmb_in_words(Decimal const& yuan) {
    auto const fen = yuan.rounded(2, Rounding::half_up).to_scaled(2);
    if (!fen || *fen > fen_max || *fen < -fen_max) return std::nullopt;
    auto const size = *fen < 0 ? -*fen : *fen;
    auto const whole = size / 100;
    auto const jiao = static_cast<std::size_t>(size / 10 % 10);
    auto const cents = static_cast<std::size_t>(size % 10);
    std::string words = *fen < 0 ? "负" : "";
    if (whole > 0) words += yuan_words(whole) + "元";
    if (jiao == 0 && cents == 0) return words + (whole > 0 ? "整" : "零元整");
    if (jiao > 0) words += std::string(digits[jiao]) + "角";
    if (cents == 0) return words + "整";
    if (jiao == 0 && whole > 0) words += digits[0];
    return words + digits[cents] + "分";
}

}  // namespace jizhi::feel
