#include "feel/scanner.hpp"

#include <algorithm>
#include <array>

namespace jizhi::feel {
namespace {

struct Span {
    char32_t first, last;
};

constexpr std::array start_spans{
    Span{'?', '?'},       Span{'A', 'Z'},       Span{'_', '_'},       Span{'a', 'z'},
    Span{0xC0, 0xD6},     Span{0xD8, 0xF6},     Span{0xF8, 0x2FF},    Span{0x370, 0x37D},
    Span{0x37F, 0x1FFF},  Span{0x200C, 0x200D}, Span{0x2070, 0x218F}, Span{0x2C00, 0x2FEF},
    Span{0x3001, 0xD7FF}, Span{0xF900, 0xFDCF}, Span{0xFDF0, 0xFFFD}, Span{0x10000, 0xEFFFF},
};

constexpr std::array<std::string_view, 16> keywords{
    "and", "between",  "else", "every",  "external",  "false", "for",  "if",
    "in",  "instance", "or",   "return", "satisfies", "some",  "then", "true"};

constexpr std::array<std::string_view, 7> unicode_spaces{"\u00A0", "\u3000", "\uFEFF", "\u2028",
                                                         "\u2029", "\u202F", "\u205F"};

/// The bytes of one white space at `at`, 0 where there is none.
std::size_t space_at(std::string_view text, std::size_t at) {
    if (at >= text.size()) return 0;
    auto const c = static_cast<unsigned char>(text[at]);
    if (c == ' ' || (c >= 9 && c <= 13) || c == 0x85) return c == 0x85 ? 0 : 1;
    if (c < 0xC2) return 0;
    for (auto const space : unicode_spaces)
        if (text.substr(at).starts_with(space)) return space.size();
    auto const point = code_point(text, at);
    return point.value >= 0x2000 && point.value <= 0x200B ? point.bytes : 0;
}

bool symbol_of_name(char c) {
    return c == '.' || c == '/' || c == '-' || c == '\'' || c == '+' || c == '*';
}

std::optional<std::uint32_t> hex(std::string_view digits) {
    std::uint32_t value = 0;
    for (char const c : digits) {
        value <<= 4U;
        if (c >= '0' && c <= '9')
            value += static_cast<std::uint32_t>(c - '0');
        else if (c >= 'a' && c <= 'f')
            value += static_cast<std::uint32_t>(c - 'a' + 10);
        else if (c >= 'A' && c <= 'F')
            value += static_cast<std::uint32_t>(c - 'A' + 10);
        else
            return std::nullopt;
    }
    return value;
}

void append_utf8(std::string& out, std::uint32_t c) {
    auto const byte = [&](std::uint32_t bits) { out += static_cast<char>(bits); };
    if (c < 0x80) return byte(c);
    if (c < 0x800) {
        byte(0xC0U | c >> 6U);
    } else if (c < 0x10000) {
        byte(0xE0U | c >> 12U);
        byte(0x80U | (c >> 6U & 0x3FU));
    } else {
        byte(0xF0U | c >> 18U);
        byte(0x80U | (c >> 12U & 0x3FU));
        byte(0x80U | (c >> 6U & 0x3FU));
    }
    byte(0x80U | (c & 0x3FU));
}

/// Reads one escape at the front of `text` (after the backslash) into `out`; the bytes it took.
std::size_t take_escape(std::string_view text, std::string& out) {
    if (text.empty()) return 0;
    switch (text[0]) {
        case 'n':
            out += '\n';
            return 1;
        case 'r':
            out += '\r';
            return 1;
        case 't':
            out += '\t';
            return 1;
        case '"':
            out += '"';
            return 1;
        case '\'':
            out += '\'';
            return 1;
        case '\\':
            out += '\\';
            return 1;
        default:
            break;
    }
    std::size_t const digits = text[0] == 'u' ? 4 : text[0] == 'U' ? 6 : 0;
    if (digits == 0 || text.size() < digits + 1) return 0;
    auto point = hex(text.substr(1, digits));
    if (!point || *point > 0x10FFFF) return 0;
    std::size_t took = digits + 1;
    if (*point >= 0xD800 && *point < 0xDC00) {  // the first half of a pair
        if (text.size() < 11 || text[5] != '\\' || text[6] != 'u') return 0;
        auto const low = hex(text.substr(7, 4));
        if (!low || *low < 0xDC00 || *low > 0xDFFF) return 0;
        point = 0x10000U + ((*point - 0xD800U) << 10U) + (*low - 0xDC00U);
        took = 11;
    } else if (*point >= 0xDC00 && *point <= 0xDFFF) {
        return 0;
    }
    append_utf8(out, *point);
    return took;
}

}  // namespace

bool starts_name(char32_t c) {
    return std::ranges::any_of(start_spans,
                               [&](Span span) { return c >= span.first && c <= span.last; });
}

bool continues_name(char32_t c) {
    return (c >= '0' && c <= '9') || c == 0xB7 || (c >= 0x300 && c <= 0x36F) ||
           (c >= 0x203F && c <= 0x2040) || starts_name(c);
}

CodePoint code_point(std::string_view text, std::size_t at) {
    if (at >= text.size()) return {};
    auto const lead = static_cast<unsigned char>(text[at]);
    std::size_t const bytes = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (bytes == 1 || at + bytes > text.size()) return {lead, 1};
    auto value = static_cast<char32_t>(lead & (0x7FU >> bytes));
    for (std::size_t i = 1; i < bytes; ++i)
        value = value << 6U | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
    return {value, bytes};
}

bool is_full_width_sign(char32_t c) {
    return (c >= 0x2018 && c <= 0x201D) || (c >= 0x3001 && c <= 0x3002) ||
           (c >= 0x3008 && c <= 0x3011) || (c >= 0xFF01 && c <= 0xFF0F) ||
           (c >= 0xFF1A && c <= 0xFF20) || (c >= 0xFF3B && c <= 0xFF3D);
}

bool is_keyword(std::string_view word) {
    return std::ranges::find(keywords, word) != keywords.end();
}

bool Scanner::skip_comment() {
    auto const rest = text_.substr(at_);
    if (rest.starts_with("//")) {
        at_ = std::min(text_.find('\n', at_), text_.size());
        return true;
    }
    if (!rest.starts_with("/*")) return false;
    auto const end = text_.find("*/", at_ + 2);
    at_ = end == std::string_view::npos ? text_.size() : end + 2;
    return true;
}

void Scanner::skip() {
    while (true) {
        auto const bytes = space_at(text_, at_);
        at_ += bytes;
        if (bytes == 0 && !skip_comment()) return;
    }
}

char Scanner::peek() {
    skip();
    return at_ < text_.size() ? text_[at_] : '\0';
}

char Scanner::peek_after() const { return at_ + 1 < text_.size() ? text_[at_ + 1] : '\0'; }

bool Scanner::take(std::string_view symbol) {
    skip();
    auto const rest = text_.substr(at_);
    if (!rest.starts_with(symbol)) return false;
    if ((symbol == "." || symbol == "*") && rest.size() > 1 && rest[1] == symbol[0]) return false;
    if ((symbol == "<" || symbol == ">") && rest.size() > 1 && rest[1] == '=') return false;
    at_ += symbol.size();
    return true;
}

bool Scanner::at_word(std::string_view word) {
    skip();
    if (!text_.substr(at_).starts_with(word)) return false;
    return !continues_name(code_point(text_, at_ + word.size()).value);
}

bool Scanner::take_word(std::string_view word) {
    if (!at_word(word)) return false;
    at_ += word.size();
    return true;
}

std::string_view Scanner::take_plain_name() {
    skip();
    auto const start = at_;
    auto point = code_point(text_, at_);
    if (!starts_name(point.value) || is_full_width_sign(point.value)) return {};
    while (point.bytes != 0 && continues_name(point.value) && !is_full_width_sign(point.value) &&
           space_at(text_, at_) == 0) {
        at_ += point.bytes;
        point = code_point(text_, at_);
    }
    return text_.substr(start, at_ - start);
}

std::string Scanner::take_words() {
    std::string name(take_plain_name());
    if (name.empty()) return name;
    while (true) {
        auto const before = at_;
        skip();
        auto const start = at_;
        for (auto point = code_point(text_, at_);
             point.bytes != 0 && space_at(text_, at_) == 0 && continues_name(point.value) &&
             !is_full_width_sign(point.value);
             point = code_point(text_, at_))
            at_ += point.bytes;
        auto const word = text_.substr(start, at_ - start);
        if (word.empty() || start == before || is_keyword(word)) {
            at_ = before;
            return name;
        }
        name += ' ';
        name += word;
    }
}

std::size_t Scanner::match_name(std::string_view name) const {
    auto at = at_;
    auto const skip_spaces = [&] {
        auto const start = at;
        while (auto const bytes = space_at(text_, at)) at += bytes;
        return at != start;
    };
    for (std::size_t i = 0; i < name.size(); ++i) {
        bool const loose = symbol_of_name(name[i]) || (i > 0 && symbol_of_name(name[i - 1])) ||
                           (i + 1 < name.size() && symbol_of_name(name[i + 1]));
        if (name[i] == ' ') {
            if (!skip_spaces() && !loose) return 0;
            continue;
        }
        if (i > 0 && name[i - 1] != ' ' && loose) skip_spaces();
        if (at >= text_.size() || text_[at] != name[i]) return 0;
        ++at;
    }
    bool const word_end = !name.empty() && !symbol_of_name(name.back());
    if (word_end && continues_name(code_point(text_, at).value)) return 0;
    return at - at_;
}

bool Scanner::digit(std::size_t at) const {
    return at < text_.size() && text_[at] >= '0' && text_[at] <= '9';
}

bool Scanner::at_number() {
    skip();
    return digit(at_) || (at_ < text_.size() && text_[at_] == '.' && digit(at_ + 1));
}

std::optional<std::string_view> Scanner::take_number() {
    if (!at_number()) return std::nullopt;
    auto const start = at_;
    auto const byte = [&](std::size_t at) { return at < text_.size() ? text_[at] : '\0'; };
    while (digit(at_)) ++at_;
    if (byte(at_) == '.' && digit(at_ + 1)) {
        ++at_;
        while (digit(at_)) ++at_;
    }
    if (byte(at_) == 'e' || byte(at_) == 'E') {
        auto const sign = byte(at_ + 1) == '+' || byte(at_ + 1) == '-' ? 1U : 0U;
        if (digit(at_ + 1 + sign)) {
            at_ += 1 + sign;
            while (digit(at_)) ++at_;
        }
    }
    return text_.substr(start, at_ - start);
}

Result<std::string> Scanner::take_string() {
    skip();
    auto const start = at_++;
    std::string value;
    while (at_ < text_.size() && text_[at_] != '"') {
        if (text_[at_] != '\\') {
            value += text_[at_++];
            continue;
        }
        auto const took = take_escape(text_.substr(at_ + 1), value);
        if (took == 0) value += '\\';  // as it stands: patterns are often written with one
        at_ += 1 + took;
    }
    if (at_ >= text_.size())
        return fail("feel.string_open", where(start), "字符串缺少结束的引号",
                    "the string has no closing quote");
    ++at_;
    return value;
}

std::pair<std::int32_t, std::int32_t> Scanner::place(std::size_t at) const {
    if (at < placed_at_) {
        placed_at_ = 0;
        line_ = column_ = 1;
    }
    for (; placed_at_ < at && placed_at_ < text_.size(); ++placed_at_) {
        if (text_[placed_at_] == '\n') {
            ++line_;
            column_ = 1;
        } else if ((static_cast<unsigned char>(text_[placed_at_]) & 0xC0U) != 0x80) {
            ++column_;
        }
    }
    return {line_, column_};
}

std::string Scanner::where(std::size_t at) const {
    auto const [line, column] = place(at);
    return std::to_string(line) + ":" + std::to_string(column);
}

}  // namespace jizhi::feel
