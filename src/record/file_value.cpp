#include "record/file_value.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "kit/crypto.hpp"
#include "kit/text.hpp"

namespace jizhi::record {
namespace {

constexpr std::size_t name_max = 120;

bool plain_name(std::string_view name) {
    return !name.empty() && text::length(name) <= name_max && name != "." && name != ".." &&
           std::ranges::none_of(name, [](char c) {
               return c == '/' || c == '\\' || static_cast<unsigned char>(c) < ' ' || c == '\x7f';
           });
}

}  // namespace

std::optional<FileValue> FileValue::parse(std::string_view text) {
    auto const colon = text.find(':');
    if (colon != 2 * crypto::sm3_bytes || !text::unhex(text.substr(0, colon))) return {};
    auto const name = text.substr(colon + 1);
    if (!plain_name(name)) return {};
    return FileValue{text::lower(text.substr(0, colon)), std::string(name)};
}

std::string_view media_type_of(std::string_view bytes) {
    using namespace std::string_view_literals;
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> beginnings{{
        {"%PDF-"sv, "application/pdf"sv},
        {"\x89PNG\r\n\x1a\n"sv, "image/png"sv},
        {"\xff\xd8\xff"sv, "image/jpeg"sv},
        {"GIF8"sv, "image/gif"sv},
        {"BM"sv, "image/bmp"sv},
        {"PK\x03\x04"sv, "application/zip"sv},
    }};
    for (auto const& [beginning, type] : beginnings)
        if (bytes.starts_with(beginning)) return type;
    if (bytes.starts_with("RIFF") && bytes.size() > 12 && bytes.substr(8, 4) == "WEBP")
        return "image/webp";
    return "application/octet-stream";
}

}  // namespace jizhi::record
