#include "api/url.hpp"

#include <utility>

#include "kit/text.hpp"

namespace jizhi::api {
namespace {

int digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::optional<std::string> decoded(std::string_view text, bool plus_is_space) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        char c = text[at];
        if (c == '+' && plus_is_space) c = ' ';
        if (c == '%') {
            if (at + 2 >= text.size()) return {};
            int const high = digit(text[at + 1]), low = digit(text[at + 2]);
            if (high < 0 || low < 0) return {};
            c = static_cast<char>(high * 16 + low);
            at += 2;
        }
        if (c == '\0') return {};
        out += c;
    }
    if (!text::valid_utf8(out)) return {};
    return out;
}

}  // namespace

std::optional<std::string> percent_decoded(std::string_view text) { return decoded(text, false); }

bool parse_query(std::string_view text, NamedTexts& into) {
    while (!text.empty()) {
        auto const pair = text.substr(0, text.find('&'));
        text.remove_prefix(std::min(pair.size() + 1, text.size()));
        if (pair.empty()) continue;
        auto const equals = pair.find('=');
        auto name = decoded(pair.substr(0, equals), true);
        auto value = equals == std::string_view::npos
                         ? std::optional<std::string>{""}
                         : decoded(pair.substr(equals + 1), true);
        if (!name || !value) return false;
        into.add(std::move(*name), std::move(*value));
    }
    return true;
}

}  // namespace jizhi::api
