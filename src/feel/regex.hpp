#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jizhi::feel {

/// XPath regular expressions (XML Schema's with anchors, back-references and reluctant
/// quantifiers), computed by ICU within a limit of time. Nothing for a pattern or flag that is not
/// allowed, and when the limit is reached.
[[nodiscard]] std::optional<bool> regex_matches(std::string_view text, std::string_view pattern,
                                                std::string_view flags);
[[nodiscard]] std::optional<std::string> regex_replace(std::string_view text,
                                                       std::string_view pattern,
                                                       std::string_view replacement,
                                                       std::string_view flags);
[[nodiscard]] std::optional<std::vector<std::string>> regex_split(std::string_view text,
                                                                  std::string_view pattern);
/// The pattern as ICU writes it; nothing where XPath does not allow it.
[[nodiscard]] std::optional<std::string> icu_pattern(std::string_view xpath,
                                                     std::string_view flags);

}  // namespace jizhi::feel
