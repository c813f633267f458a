#pragma once
#include <string>

#include "cli/subcommand.hpp"
#include "kit/result.hpp"

namespace jizhi::cli {

inline constexpr Option passphrase_option =
    option("--passphrase-file", "FILE", "its first line is the passphrase (default: ask for it)");

/// From --passphrase-file, else typed without showing it; `twice` where a new one is chosen.
[[nodiscard]] Result<std::string> passphrase_of(Arguments const& given, bool twice);

}  // namespace jizhi::cli
