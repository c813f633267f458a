#include "net/assets.hpp"

#include <cassert>
#include <cstring>

// The pack is put into the binary by the assembler: JIZHI_WEB_PACK is its path at build time.
#ifdef JIZHI_WEB_PACK
__asm__(
    ".pushsection .rodata\n"
    ".balign 16\n"
    ".global jizhi_web_pack_begin\n"
    "jizhi_web_pack_begin:\n"
    ".incbin \"" JIZHI_WEB_PACK
    "\"\n"
    ".global jizhi_web_pack_end\n"
    "jizhi_web_pack_end:\n"
    ".byte 0\n"
    ".popsection\n");
extern "C" char const jizhi_web_pack_begin[];
extern "C" char const jizhi_web_pack_end[];
#endif

namespace jizhi::net {
namespace {

constexpr std::string_view magic = "jizhi-web-1\n";

/// Takes length-prefixed texts (32 bits, little endian) off the front of the pack.
class Reader {
public:
    explicit Reader(std::string_view bytes) : rest_(bytes) {}
    bool take(std::string_view& text) {
        std::uint32_t length = 0;
        if (rest_.size() < sizeof length) return false;
        std::memcpy(&length, rest_.data(), sizeof length);
        rest_.remove_prefix(sizeof length);
        if (rest_.size() < length) return false;
        text = rest_.substr(0, length);
        rest_.remove_prefix(length);
        return true;
    }
    [[nodiscard]] bool at_end() const { return rest_.empty(); }

private:
    std::string_view rest_;
};

}  // namespace

Result<Assets> Assets::read(std::string_view pack) {
    auto const broken = fail("web.pack", {}, "内嵌的网页文件已损坏，请重新编译",
                             "the embedded web pages are broken: build again");
    if (!pack.starts_with(magic)) return broken;
    Reader reader(pack.substr(magic.size()));
    Assets assets;
    while (!reader.at_end()) {
        std::string_view path;
        Asset asset;
        for (auto* part : {&path, &asset.media_type, &asset.etag, &asset.plain, &asset.gzip,
                           &asset.brotli})
            if (!reader.take(*part)) return broken;
        assets.by_path_.emplace(path, asset);
    }
    return assets;
}

Assets const& Assets::embedded() {
#ifdef JIZHI_WEB_PACK
    static Assets const assets = [] {
        auto read_in = read({jizhi_web_pack_begin,
                             static_cast<std::size_t>(jizhi_web_pack_end - jizhi_web_pack_begin)});
        assert(read_in && "cmake/pack_web.cpp and net/assets.cpp disagree");
        return *read_in;
    }();
#else
    static Assets const assets;
#endif
    return assets;
}

Asset const* Assets::find(std::string_view path) const {
    auto const found = by_path_.find(path);
    return found == by_path_.end() ? nullptr : &found->second;
}

}  // namespace jizhi::net
