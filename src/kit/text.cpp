#include "kit/text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace jizhi::text {
namespace {

constexpr char32_t replacement = 0xFFFD;

/// One code point from `at` on; a broken byte counts as one and reads as `replacement`.
char32_t next(std::string_view s, std::size_t& at, bool& broken) {
    auto const lead = static_cast<unsigned char>(s[at++]);
    if (lead < 0x80) return lead;
    auto const extra = lead >= 0xF0 ? 3U : lead >= 0xE0 ? 2U : 1U;
    constexpr std::array<char32_t, 4> least{0, 0x80, 0x800, 0x10000};
    auto const bad = [&] { return broken = true, replacement; };
    if (lead < 0xC2 || lead > 0xF4 || s.size() - at < extra) return bad();
    auto point = static_cast<char32_t>(lead & (0x3FU >> extra));
    for (auto i = 0U; i < extra; ++i) {
        auto const c = static_cast<unsigned char>(s[at + i]);
        if ((c & 0xC0U) != 0x80) return bad();
        point = (point << 6U) | (c & 0x3FU);
    }
    bool const surrogate = point >= 0xD800 && point < 0xE000;
    if (point < least[extra] || surrogate || point > 0x10FFFF) return bad();
    at += extra;
    return point;
}

void put(std::string& out, char32_t point) {
    auto const tail = [&](unsigned shift) {
        out += static_cast<char>(0x80U | ((point >> shift) & 0x3FU));
    };
    if (point < 0x80) {
        out += static_cast<char>(point);
    } else if (point < 0x800) {
        out += static_cast<char>(0xC0U | (point >> 6U));
        tail(0);
    } else if (point < 0x10000) {
        out += static_cast<char>(0xE0U | (point >> 12U));
        tail(6), tail(0);
    } else {
        out += static_cast<char>(0xF0U | (point >> 18U));
        tail(12), tail(6), tail(0);
    }
}

/// Bytes of white space at the start of `s`, 0 if there is none.
std::size_t space_at(std::string_view s) {
    if (s.empty()) return 0;
    auto const first = static_cast<unsigned char>(s[0]);
    if (first < 0x80) return first == ' ' || (first >= '\t' && first <= '\r') ? 1 : 0;
    if (first != 0xC2 && first != 0xE2 && first != 0xE3 && first != 0xEF) return 0;
    for (std::string_view const wide :
         {"\u3000", "\u00A0", "\uFEFF", "\u200B", "\u2003", "\u2002"})
        if (s.starts_with(wide)) return wide.size();
    return 0;
}

std::string map_ascii(std::string_view s, char from, char to, int shift) {
    std::string out(s);
    for (auto& c : out)
        if (c >= from && c <= to) c = static_cast<char>(c + shift);
    return out;
}

int digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

}  // namespace

bool valid_utf8(std::string_view bytes) {
    bool broken = false;
    for (std::size_t at = 0; at < bytes.size() && !broken;) next(bytes, at, broken);
    return !broken;
}

std::u32string code_points(std::string_view utf8) {
    std::u32string out;
    out.reserve(utf8.size());
    bool broken = false;
    for (std::size_t at = 0; at < utf8.size();) out += next(utf8, at, broken);
    return out;
}

std::string from_code_points(std::u32string_view points) {
    std::string out;
    for (auto const p : points) put(out, p);
    return out;
}

std::size_t length(std::string_view utf8) {
    std::size_t count = 0;
    bool broken = false;
    for (std::size_t at = 0; at < utf8.size(); ++count) next(utf8, at, broken);
    return count;
}

std::string_view trim(std::string_view s) {
    while (auto const n = space_at(s)) s.remove_prefix(n);
    for (bool again = true; again && !s.empty();) {
        auto start = s.size() - 1;
        while (start > 0 && (static_cast<unsigned char>(s[start]) & 0xC0U) == 0x80) --start;
        again = space_at(s.substr(start)) == s.size() - start;
        if (again) s = s.substr(0, start);
    }
    return s;
}

std::string half_width(std::string_view utf8) {
    std::string out;
    out.reserve(utf8.size());
    bool broken = false;
    for (std::size_t at = 0; at < utf8.size();) {
        auto point = next(utf8, at, broken);
        if (point >= 0xFF01 && point <= 0xFF5E) point -= 0xFEE0;
        if (point == 0x3000) point = ' ';
        put(out, point);
    }
    return out;
}

std::string lower(std::string_view utf8) { return map_ascii(utf8, 'A', 'Z', 'a' - 'A'); }
std::string upper(std::string_view utf8) { return map_ascii(utf8, 'a', 'z', 'A' - 'a'); }

std::vector<std::string_view> split(std::string_view text, char by) {
    std::vector<std::string_view> out;
    for (auto cut = text.find(by); cut != std::string_view::npos; cut = text.find(by)) {
        out.push_back(text.substr(0, cut));
        text.remove_prefix(cut + 1);
    }
    out.push_back(text);
    return out;
}

std::string join(std::vector<std::string> const& parts, std::string_view by) {
    std::string out;
    for (auto const& part : parts) {
        if (&part != &parts.front()) out += by;
        out += part;
    }
    return out;
}

std::string replace_all(std::string_view text, std::string_view from, std::string_view to) {
    if (from.empty()) return std::string(text);
    std::string out;
    for (auto at = text.find(from); at != std::string_view::npos; at = text.find(from)) {
        out.append(text.substr(0, at)).append(to);
        text.remove_prefix(at + from.size());
    }
    return out.append(text);
}

std::string hex(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    out.reserve(bytes.size() * 2);
    for (char const c : bytes) {
        auto const byte = static_cast<unsigned char>(c);
        out += digits[byte >> 4U];
        out += digits[byte & 0xFU];
    }
    return out;
}

std::optional<std::string> unhex(std::string_view digits) {
    if (digits.size() % 2 != 0) return {};
    std::string out;
    for (std::size_t i = 0; i < digits.size(); i += 2) {
        auto const high = digit(digits[i]), low = digit(digits[i + 1]);
        if (high < 0 || low < 0) return {};
        out += static_cast<char>(high * 16 + low);
    }
    return out;
}

std::string base64(std::string_view bytes) {
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t bits = 0;
        auto const n = std::min<std::size_t>(3, bytes.size() - i);
        for (std::size_t k = 0; k < 3; ++k)
            bits = (bits << 8U) | (k < n ? static_cast<unsigned char>(bytes[i + k]) : 0U);
        for (std::size_t k = 0; k < 4; ++k)
            out += k <= n ? alphabet[(bits >> (18 - 6 * k)) & 0x3FU] : '=';
    }
    return out;
}

std::optional<std::string> unbase64(std::string_view text) {
    if (text.size() % 4 != 0) return {};
    auto const padding = text.ends_with("==") ? 2U : text.ends_with("=") ? 1U : 0U;
    std::string out;
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        bool const pad = i >= text.size() - padding;
        auto const value = pad ? 0 : alphabet.find(text[i]);
        if (value == std::string_view::npos) return {};
        bits = (bits << 6U) | static_cast<std::uint32_t>(value);
        if (i % 4 != 3) continue;
        for (auto const shift : {16U, 8U, 0U}) out += static_cast<char>((bits >> shift) & 0xFFU);
        bits = 0;
    }
    out.erase(out.size() - padding);
    return out;
}

}  // namespace jizhi::text
