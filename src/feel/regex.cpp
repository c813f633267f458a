#include "feel/regex.hpp"

#include <unicode/regex.h>
#include <unicode/unistr.h>

#include <list>
#include <memory>

#include "kit/limits_feel.hpp"

namespace jizhi::feel {
namespace {

constexpr std::size_t kept_max = 32;  // compiled patterns of a thread; rules use few

std::uint32_t icu_flags(std::string_view flags) {
    std::uint32_t result = UREGEX_UNIX_LINES;
    if (flags.find('i') != std::string_view::npos) result |= UREGEX_CASE_INSENSITIVE;
    if (flags.find('m') != std::string_view::npos) result |= UREGEX_MULTILINE;
    if (flags.find('s') != std::string_view::npos) result |= UREGEX_DOTALL;
    return result;
}

struct Kept {
    std::string key;
    std::unique_ptr<icu::RegexPattern> pattern;
};

/// Compiling costs far more than matching, and a rule asks the same again and again.
icu::RegexPattern const* compiled(std::string_view pattern, std::string_view flags) {
    thread_local std::list<Kept> kept;
    auto key = std::string(flags) + "\n" + std::string(pattern);
    for (auto const& each : kept)
        if (each.key == key) return each.pattern.get();
    auto const translated = icu_pattern(pattern, flags);
    if (!translated) return nullptr;
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::RegexPattern> made(icu::RegexPattern::compile(
        icu::UnicodeString::fromUTF8(*translated), icu_flags(flags), status));
    if (U_FAILURE(status)) made.reset();
    if (kept.size() >= kept_max) kept.pop_back();
    kept.push_front({std::move(key), std::move(made)});
    return kept.front().pattern.get();
}

std::unique_ptr<icu::RegexMatcher> matcher(icu::UnicodeString const& text, std::string_view pattern,
                                           std::string_view flags) {
    auto const* code = compiled(pattern, flags);
    if (code == nullptr) return nullptr;
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::RegexMatcher> made(code->matcher(text, status));
    if (U_FAILURE(status)) return nullptr;
    made->setTimeLimit(limit::regex_steps_max, status);
    return made;
}

/// XPath replaces and splits by no pattern that matches nothing at all.
bool matches_nothing(std::string_view pattern, std::string_view flags) {
    icu::UnicodeString const nothing;
    auto const search = matcher(nothing, pattern, flags);
    UErrorCode status = U_ZERO_ERROR;
    return search && search->find(status) != 0;
}

bool digit(char c) { return c >= '0' && c <= '9'; }

/// Whether each `$` has its number and each `\` its `\` or `$`, used or not.
bool is_replacement(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        char const next = i + 1 < text.size() ? text[i + 1] : '\0';
        if (text[i] == '$' && !digit(next)) return false;
        if (text[i] != '\\') continue;
        if (next != '\\' && next != '$') return false;
        ++i;
    }
    return true;
}

/// One `$n` of a replacement: the longest number that is a group; the rest is text.
void append_group(std::string& out, std::string_view replacement, std::size_t& at,
                  icu::RegexMatcher const& found, UErrorCode& status) {
    int group = replacement[at] - '0';
    while (at + 1 < replacement.size() && digit(replacement[at + 1]) &&
           group * 10 + (replacement[at + 1] - '0') <= found.groupCount())
        group = group * 10 + (replacement[++at] - '0');
    if (group <= found.groupCount()) found.group(group, status).toUTF8String(out);
}

void append_replacement(std::string& out, std::string_view replacement,
                        icu::RegexMatcher const& found, UErrorCode& status) {
    for (std::size_t i = 0; i < replacement.size(); ++i) {
        if (replacement[i] == '\\')
            out += replacement[++i];
        else if (replacement[i] == '$')
            append_group(out, replacement, ++i, found, status);
        else
            out += replacement[i];
    }
}

}  // namespace

std::optional<bool> regex_matches(std::string_view text, std::string_view pattern,
                                  std::string_view flags) {
    auto const unicode = icu::UnicodeString::fromUTF8(std::string(text));
    auto const search = matcher(unicode, pattern, flags);
    if (!search) return std::nullopt;
    UErrorCode status = U_ZERO_ERROR;
    bool const found = search->find(status) != 0;
    if (U_FAILURE(status)) return std::nullopt;
    return found;
}

std::optional<std::string> regex_replace(std::string_view text, std::string_view pattern,
                                         std::string_view replacement, std::string_view flags) {
    auto const unicode = icu::UnicodeString::fromUTF8(std::string(text));
    auto const search = matcher(unicode, pattern, flags);
    bool const literal = flags.find('q') != std::string_view::npos;
    if (!search || matches_nothing(pattern, flags)) return std::nullopt;
    if (!literal && !is_replacement(replacement)) return std::nullopt;
    UErrorCode status = U_ZERO_ERROR;
    std::string out;
    std::int32_t end = 0;
    while (search->find(status) != 0 && U_SUCCESS(status)) {
        unicode.tempSubStringBetween(end, search->start(status)).toUTF8String(out);
        if (literal)
            out += replacement;
        else
            append_replacement(out, replacement, *search, status);
        end = search->end(status);
        if (out.size() > limit::string_bytes_max) return std::nullopt;
    }
    if (U_FAILURE(status)) return std::nullopt;
    unicode.tempSubString(end).toUTF8String(out);
    return out;
}

std::optional<std::vector<std::string>> regex_split(std::string_view text,
                                                    std::string_view pattern) {
    auto const unicode = icu::UnicodeString::fromUTF8(std::string(text));
    auto const search = matcher(unicode, pattern, "");
    if (!search || matches_nothing(pattern, "")) return std::nullopt;
    UErrorCode status = U_ZERO_ERROR;
    std::vector<std::string> parts;
    std::int32_t end = 0;
    auto const take = [&](std::int32_t to) {
        std::string part;
        unicode.tempSubStringBetween(end, to).toUTF8String(part);
        parts.push_back(std::move(part));
    };
    while (search->find(status) != 0 && U_SUCCESS(status)) {
        take(search->start(status));
        end = search->end(status);
    }
    if (U_FAILURE(status)) return std::nullopt;
    take(unicode.length());
    return parts;
}

}  // namespace jizhi::feel
