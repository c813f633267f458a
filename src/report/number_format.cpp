#include "report/number_format.hpp"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <cmath>

#include "kit/decimal.hpp"

namespace jizhi::report {
namespace {

bool built_in_date(int id) {
    return (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
}

}  // namespace

bool shows_date(int format_id, std::string_view code) {
    if (built_in_date(format_id)) return true;
    if (code.empty() || code == "General") return false;
    auto quoted = false;
    auto bracketed = false;
    for (std::size_t i = 0; i < code.size(); ++i) {
        auto const c = code[i];
        if (c == '"') quoted = !quoted;
        if (quoted) continue;
        if (c == '[') bracketed = true;
        if (c == ']') bracketed = false;
        if (c == '\\') ++i;
        if (bracketed || c == '\\') continue;
        if (c == 'y' || c == 'Y' || c == 'd' || c == 'D') return true;
    }
    return false;
}

std::optional<std::string> serial_to_date(double serial, bool system_1904) {
    using namespace std::chrono;
    constexpr double last = 2'958'465;  // 9999-12-31
    if (!(serial >= 1) || serial > last) return {};
    auto days_since = static_cast<std::int64_t>(std::floor(serial));
    if (!system_1904 && days_since < 60) ++days_since;
    auto const origin =
        system_1904 ? sys_days(1904y / January / 1) : sys_days(1899y / December / 30);
    year_month_day const day(origin + days(days_since));
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()),
                       static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
}

std::string plain_number(std::string_view stored) {
    auto const plain = stored.find_first_not_of("-0123456789") == std::string_view::npos;
    if (plain) return std::string(stored);
    double number = 0;
    auto const [end, error] = std::from_chars(stored.data(), stored.data() + stored.size(), number);
    if (error != std::errc{} || end != stored.data() + stored.size()) return std::string(stored);
    auto const shown = Decimal::parse(fmt::format("{:.15g}", number));
    return shown ? shown->to_string() : std::string(stored);
}

}  // namespace jizhi::report
