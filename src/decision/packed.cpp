#include "decision/packed.hpp"

#include <zlib.h>

#include <cstdint>
#include <limits>

namespace jizhi::decision {
namespace {

constexpr std::size_t head_bytes = 4;
constexpr std::size_t text_bytes_max = 16U << 20U;  // the steps of one line; thousands of sentences

Bytef const* bytes(std::string_view text) { return reinterpret_cast<Bytef const*>(text.data()); }
Bytef* bytes(std::string& text) { return reinterpret_cast<Bytef*>(text.data()); }

}  // namespace

std::string pack_text(std::string_view text) {
    auto room = compressBound(static_cast<uLong>(text.size()));
    std::string body(room, '\0');
    compress2(bytes(body), &room, bytes(text), static_cast<uLong>(text.size()), 3);
    body.resize(room);
    std::string packed;
    for (std::size_t i = 0; i < head_bytes; ++i)
        packed += static_cast<char>((text.size() >> (8 * i)) & 0xffU);
    return packed + body;
}

Result<std::string> unpack_text(std::string_view packed) {
    std::size_t size = 0;
    for (std::size_t i = 0; i < head_bytes && i < packed.size(); ++i)
        size |= static_cast<std::size_t>(static_cast<unsigned char>(packed[i])) << (8 * i);
    std::string text(size <= text_bytes_max ? size : 0, '\0');
    auto room = static_cast<uLong>(text.size());
    auto const body = packed.substr(std::min(head_bytes, packed.size()));
    auto const done = size > text_bytes_max ? Z_DATA_ERROR
                                            : uncompress(bytes(text), &room, bytes(body),
                                                         static_cast<uLong>(body.size()));
    if (done != Z_OK || room != size)
        return fail("run.steps_broken", {}, "存下的计算过程读不出来，请运行核对",
                    "the steps that were kept cannot be read; run a verification");
    return text;
}

}  // namespace jizhi::decision
