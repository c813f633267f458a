#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "api/http.hpp"

namespace jizhi::api {

/// "a%2Fb" → "a/b"; nothing for broken encoding, NUL or bytes that are not UTF-8.
[[nodiscard]] std::optional<std::string> percent_decoded(std::string_view text);

/// "a=1&b=x+y" → a: "1", b: "x y"; false where something is not valid encoding.
[[nodiscard]] bool parse_query(std::string_view text, NamedTexts& into);

}  // namespace jizhi::api
