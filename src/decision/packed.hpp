#pragma once
#include <string>
#include <string_view>

#include "kit/result.hpp"

namespace jizhi::decision {

/// Text made small for the store (zlib, its size in front) and back.
[[nodiscard]] std::string pack_text(std::string_view text);
[[nodiscard]] Result<std::string> unpack_text(std::string_view packed);

}  // namespace jizhi::decision
