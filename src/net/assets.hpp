#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "kit/result.hpp"

namespace jizhi::net {

/// One file of the web build, in the encodings it was packed in. The views last as long as the
/// bytes they were read from.
struct Asset {
    std::string_view media_type, etag;
    std::string_view plain, gzip, brotli;  ///< the latter two empty where they would not be smaller
};

/// The web pages by path ("/index.html"). Immutable.
class Assets {
public:
    Assets() = default;
    /// Reads what cmake/pack_web.cpp wrote; `pack` must outlive the assets. See there for the form.
    [[nodiscard]] static Result<Assets> read(std::string_view pack);
    /// Those in the binary; none where the web part was not built.
    [[nodiscard]] static Assets const& embedded();

    [[nodiscard]] Asset const* find(std::string_view path) const;
    [[nodiscard]] bool empty() const { return by_path_.empty(); }

private:
    std::map<std::string_view, Asset, std::less<>> by_path_;
};

}  // namespace jizhi::net
