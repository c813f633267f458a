#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "kit/result.hpp"

namespace jizhi::feel {

/// Whether a code point may begin or continue a name (DMN 1.5 §10.3.1.2, rules 28 to 30).
[[nodiscard]] bool starts_name(char32_t c);
[[nodiscard]] bool continues_name(char32_t c);
/// Chinese and full-width punctuation, which people type where FEEL wants the half-width sign. The
/// standard would let it be part of a name; here only a name that is known may hold it.
[[nodiscard]] bool is_full_width_sign(char32_t c);
/// The code point at `at` and its length in bytes; 0 bytes at the end.
struct CodePoint {
    char32_t value = 0;
    std::size_t bytes = 0;
};
[[nodiscard]] CodePoint code_point(std::string_view text, std::size_t at);

/// Walks over the text of an expression. What a name is depends on what is known, so tokens are
/// not cut beforehand: the parser asks for what it can use.
class Scanner {
public:
    explicit Scanner(std::string_view text) : text_(text) {}

    [[nodiscard]] std::size_t at() const { return at_; }
    void go(std::size_t at) { at_ = at; }
    [[nodiscard]] std::string_view text() const { return text_; }
    [[nodiscard]] bool done() { return peek() == '\0' && at_ >= text_.size(); }
    /// The next byte after spaces and comments, '\0' at the end.
    [[nodiscard]] char peek();
    [[nodiscard]] char peek_after() const;  ///< the byte behind it
    /// Takes an operator or bracket; `..` and `**` are not taken for `.` and `*`.
    bool take(std::string_view symbol);
    /// Takes a word if it ends there.
    bool take_word(std::string_view word);
    [[nodiscard]] bool at_word(std::string_view word);
    /// One word: a name without spaces; empty where none begins.
    [[nodiscard]] std::string_view take_plain_name();
    /// Words up to the next keyword or symbol, joined by single spaces. Two names never follow each
    /// other in FEEL, so they must be one.
    [[nodiscard]] std::string take_words();
    /// How many bytes of the text from here `name` covers; 0 where it does not stand here.
    [[nodiscard]] std::size_t match_name(std::string_view name) const;
    [[nodiscard]] bool at_number();
    [[nodiscard]] std::optional<std::string_view> take_number();
    [[nodiscard]] Result<std::string> take_string();

    [[nodiscard]] std::pair<std::int32_t, std::int32_t> place(std::size_t at) const;
    [[nodiscard]] std::string where(std::size_t at) const;

private:
    void skip();
    bool skip_comment();
    [[nodiscard]] bool digit(std::size_t at) const;

    std::string_view text_;
    std::size_t at_ = 0;
    // The place asked for last: nodes ask in about the order of the text, so counting goes on here.
    mutable std::size_t placed_at_ = 0;
    mutable std::int32_t line_ = 1, column_ = 1;
};

[[nodiscard]] bool is_keyword(std::string_view word);

}  // namespace jizhi::feel
