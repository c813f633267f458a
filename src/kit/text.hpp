#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Text is UTF-8 everywhere. All functions may be called from any thread.
namespace jizhi::text {

[[nodiscard]] bool valid_utf8(std::string_view bytes);
/// Broken bytes become U+FFFD.
[[nodiscard]] std::u32string code_points(std::string_view utf8);
[[nodiscard]] std::string from_code_points(std::u32string_view points);
[[nodiscard]] std::size_t length(std::string_view utf8);  ///< in code points

/// Without the white space around it, the full-width space and no-break space among it.
[[nodiscard]] std::string_view trim(std::string_view utf8);
/// Full-width letters, digits, punctuation and space as their ASCII: "１２Ａ（" → "12A(".
[[nodiscard]] std::string half_width(std::string_view utf8);
/// ASCII letters only; other text stays.
[[nodiscard]] std::string lower(std::string_view utf8);
[[nodiscard]] std::string upper(std::string_view utf8);

[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char by);
[[nodiscard]] std::string join(std::vector<std::string> const& parts, std::string_view by);
[[nodiscard]] std::string replace_all(std::string_view text, std::string_view from,
                                      std::string_view to);

/// Bytes that compare (as unsigned bytes: store them in a BLOB column) in the order of a Chinese
/// dictionary by pinyin. A cursor made with another `sort_key_version` is not comparable.
[[nodiscard]] std::string sort_key(std::string_view utf8);
[[nodiscard]] std::string const& sort_key_version();
/// First letters of the pinyin, lower case, as typed to find a name: 张三 → "zs", "李A1" → "la1".
/// White space, dots and other signs are left out. The surname reading counts at the start (单 s).
[[nodiscard]] std::string initials(std::string_view utf8);

[[nodiscard]] std::string hex(std::string_view bytes);  ///< lower case
[[nodiscard]] std::optional<std::string> unhex(std::string_view digits);
[[nodiscard]] std::string base64(std::string_view bytes);
[[nodiscard]] std::optional<std::string> unbase64(std::string_view text);

}  // namespace jizhi::text
