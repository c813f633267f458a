// pack_web DIST OUT: writes the files of the web build into one file that net/assets.cpp embeds.
// Form: "jizhi-web-1\n", then for each file path, media type, etag, plain, gzip and brotli bytes,
// each with its length before it (32 bits, little endian). An encoding that saves less than a tenth
// is left empty. Runs at build time only.
#include <brotli/encode.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

namespace fs = std::filesystem;

constexpr std::array<std::pair<std::string_view, std::string_view>, 20> media_types{{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".map", "application/json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".jpeg", "image/jpeg"},
    {".webp", "image/webp"},
    {".gif", "image/gif"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".woff", "font/woff"},
    {".ttf", "font/ttf"},
    {".txt", "text/plain; charset=utf-8"},
    {".xml", "application/xml"},
    {".wasm", "application/wasm"},
}};

std::string_view media_type(std::string const& extension) {
    for (auto const& [known, type] : media_types)
        if (known == extension) return type;
    return "application/octet-stream";
}

std::string read_file(fs::path const& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string gzip(std::string const& plain) {
    z_stream stream{};
    constexpr int window_with_gzip_head = 15 + 16;
    if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, window_with_gzip_head, 9,
                     Z_DEFAULT_STRATEGY) != Z_OK)
        return {};
    std::string out(deflateBound(&stream, static_cast<uLong>(plain.size())), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
    stream.avail_in = static_cast<uInt>(plain.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    bool const whole = deflate(&stream, Z_FINISH) == Z_STREAM_END;
    out.resize(whole ? stream.total_out : 0);
    deflateEnd(&stream);
    return out;
}

std::string brotli(std::string const& plain) {
    std::string out(BrotliEncoderMaxCompressedSize(plain.size()), '\0');
    auto size = out.size();
    bool const whole = BrotliEncoderCompress(
        BROTLI_MAX_QUALITY, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, plain.size(),
        reinterpret_cast<std::uint8_t const*>(plain.data()), &size,
        reinterpret_cast<std::uint8_t*>(out.data()));
    out.resize(whole ? size : 0);
    return out;
}

std::string worth_it(std::string encoded, std::size_t plain_size) {
    return encoded.size() < plain_size - plain_size / 10 ? encoded : std::string{};
}

/// FNV-1a: tells one build's file from another's; nobody attacks it.
std::string etag(std::string const& plain) {
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (char const byte : plain)
        hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3U;
    std::array<char, 20> text{};
    std::snprintf(text.data(), text.size(), "\"%016llx\"", static_cast<unsigned long long>(hash));
    return text.data();
}

void write_text(std::ofstream& out, std::string_view text) {
    auto const length = static_cast<std::uint32_t>(text.size());
    for (unsigned shift = 0; shift < 32; shift += 8)
        out.put(static_cast<char>(length >> shift & 0xFFU));
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 3) {
        std::fputs("usage: pack_web DIST OUT\n", stderr);
        return 2;
    }
    fs::path const dist = arguments[1];
    std::vector<fs::path> files;
    for (auto const& entry : fs::recursive_directory_iterator(dist))
        if (entry.is_regular_file()) files.push_back(entry.path());
    std::ranges::sort(files);
    std::ofstream out(arguments[2], std::ios::binary);
    out << "jizhi-web-1\n";
    for (auto const& file : files) {
        auto const plain = read_file(file);
        write_text(out, "/" + fs::relative(file, dist).generic_string());
        write_text(out, media_type(file.extension().string()));
        write_text(out, etag(plain));
        write_text(out, plain);
        write_text(out, worth_it(gzip(plain), plain.size()));
        write_text(out, worth_it(brotli(plain), plain.size()));
    }
    out.close();
    if (!out) {
        std::fprintf(stderr, "pack_web: cannot write %s\n", arguments[2]);
        return 1;
    }
    return 0;
}
