#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace jizhi::record {

/// What a `file` field holds: which bytes, and how the file was called. As text "DIGEST:NAME".
struct FileValue {
    std::string digest, name;
    [[nodiscard]] std::string to_text() const { return digest + ":" + name; }
    /// Nothing where the text is no such thing.
    [[nodiscard]] static std::optional<FileValue> parse(std::string_view text);
};

/// "application/pdf", "image/png", …: by the bytes, not by what the file is called.
[[nodiscard]] std::string_view media_type_of(std::string_view bytes);
/// Whether one of "application/pdf", "image/*" … allows a type.
template <class Patterns>
bool allows_media(Patterns const& patterns, std::string_view type) {
    if (patterns.empty()) return true;
    for (std::string_view const pattern : patterns) {
        auto const any = pattern.ends_with("/*");
        if (pattern == type || (any && type.starts_with(pattern.substr(0, pattern.size() - 1))))
            return true;
    }
    return false;
}

}  // namespace jizhi::record
