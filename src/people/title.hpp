#pragma once
#include <string>

namespace jizhi::people {

/// The same words in both languages.
struct Title {
    std::string zh, en;
    bool operator==(Title const&) const = default;
};

}  // namespace jizhi::people
