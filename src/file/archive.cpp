#include "file/archive.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>
#include <zlib.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace jizhi::file {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view magic = "jizhi backup 1\n";
constexpr char end_kind = '.';
constexpr std::size_t part_bytes_max = 1U << 30U;  // gzread's own bound is near
constexpr std::size_t head_bytes = 1 + 8;

/// The kind, then the length: 8 bytes, the low ones first.
std::string head_of(char kind, std::size_t size) {
    std::string head(1, kind);
    for (unsigned shift = 0; shift < 64; shift += 8)
        head += static_cast<char>((std::uint64_t{size} >> shift) & 0xFFU);
    return head;
}

std::uint64_t size_in(std::string_view head) {
    std::uint64_t size = 0;
    for (std::size_t i = 8; i >= 1; --i) size = size << 8U | static_cast<unsigned char>(head[i]);
    return size;
}

std::unexpected<Error> damaged(fs::path const& path) {
    return fail("backup.damaged", path.string(), "备份文件不完整或已损坏，请换一份备份",
                "the backup is incomplete or damaged; use another one");
}

std::unexpected<Error> cannot_write(fs::path const& path, int why) {
    auto const* const text = std::strerror(why);
    return fail("backup.cannot_write", path.string(), fmt::format("备份文件无法写入：{}", text),
                fmt::format("the backup cannot be written: {}", text));
}

}  // namespace

struct ArchiveWriter::Stream {
    fs::path path, fresh;
    gzFile out = nullptr;
    int descriptor = -1;
    crypto::Sm3 digest;
    bool good = true;

    Stream() = default;
    Stream(Stream const&) = delete;
    Stream& operator=(Stream const&) = delete;
    ~Stream() {
        if (out != nullptr) gzclose(out);
        if (descriptor >= 0) ::close(descriptor);
        if (!fresh.empty()) ::unlink(fresh.c_str());
    }
    void write(std::string_view bytes) {
        while (good && !bytes.empty()) {
            auto const n = gzwrite(out, bytes.data(),
                                   static_cast<unsigned>(std::min(bytes.size(), part_bytes_max)));
            good = n > 0;
            if (good) bytes.remove_prefix(static_cast<std::size_t>(n));
        }
    }
};

ArchiveWriter::ArchiveWriter(std::unique_ptr<Stream> stream) : stream_(std::move(stream)) {}
ArchiveWriter::~ArchiveWriter() = default;
ArchiveWriter::ArchiveWriter(ArchiveWriter&&) noexcept = default;

Result<ArchiveWriter> ArchiveWriter::create(fs::path const& path) {
    std::error_code error;
    if (fs::exists(path, error))
        return fail("backup.exists", path.string(), "这个文件已经存在，备份不覆盖任何文件",
                    "this file exists already; a backup replaces nothing");
    auto stream = std::make_unique<Stream>();
    stream->path = path;
    auto const fresh = path.string() + ".part";
    stream->descriptor = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (stream->descriptor < 0) return cannot_write(path, errno);
    stream->fresh = fresh;
    // The lowest level: three times as fast and nearly as small on rows. gzclose closes its own.
    stream->out = gzdopen(::dup(stream->descriptor), "wb1");
    if (stream->out == nullptr) return cannot_write(path, ENOMEM);
    stream->write(magic);
    return ArchiveWriter(std::move(stream));
}

void ArchiveWriter::add(char kind, std::string_view content) {
    auto const head = head_of(kind, content.size());
    for (auto const piece : {std::string_view(head), content}) {
        stream_->digest.add(piece);
        stream_->write(piece);
    }
}

Result<std::int64_t> ArchiveWriter::close() {
    auto& s = *stream_;
    auto const digest = s.digest.finish();
    s.write(head_of(end_kind, digest.size()));
    s.write(digest);
    bool const flushed = gzclose(std::exchange(s.out, nullptr)) == Z_OK;
    if (!s.good || !flushed || ::fsync(s.descriptor) != 0)
        return cannot_write(s.path, errno == 0 ? EIO : errno);
    if (::rename(s.fresh.c_str(), s.path.c_str()) != 0) return cannot_write(s.path, errno);
    s.fresh.clear();
    std::error_code error;
    auto const size = fs::file_size(s.path, error);
    return static_cast<std::int64_t>(size);
}

struct ArchiveReader::Stream {
    fs::path path;
    gzFile in = nullptr;
    crypto::Sm3 digest;

    Stream() = default;
    Stream(Stream const&) = delete;
    Stream& operator=(Stream const&) = delete;
    ~Stream() {
        if (in != nullptr) gzclose(in);
    }
    /// Nothing follows, and gzip's own sum is right.
    bool at_end() {
        char extra = 0;
        int status = Z_OK;
        if (gzread(in, &extra, 1) != 0) return false;
        gzerror(in, &status);
        return status == Z_OK || status == Z_STREAM_END;
    }
    /// Grows with what is there, not with what a damaged length says.
    bool read(std::string& to, std::uint64_t size) {
        constexpr std::size_t step = 1U << 20U;
        to.clear();
        while (to.size() < size) {
            auto const had = to.size();
            auto const want = std::min<std::uint64_t>(step, size - had);
            to.resize(had + want);
            if (gzread(in, to.data() + had, static_cast<unsigned>(want)) != static_cast<int>(want))
                return false;
        }
        return true;
    }
};

ArchiveReader::ArchiveReader(std::unique_ptr<Stream> stream) : stream_(std::move(stream)) {}
ArchiveReader::~ArchiveReader() = default;
ArchiveReader::ArchiveReader(ArchiveReader&&) noexcept = default;

Result<ArchiveReader> ArchiveReader::open(fs::path const& path) {
    auto stream = std::make_unique<Stream>();
    stream->path = path;
    stream->in = gzopen(path.c_str(), "rb");
    std::string head;
    if (stream->in == nullptr)
        return fail("backup.cannot_read", path.string(), "读不到这个备份文件",
                    "this backup cannot be read");
    if (!stream->read(head, magic.size()) || head != magic)
        return fail("backup.not_one", path.string(), "这不是备份文件", "this is not a backup");
    return ArchiveReader(std::move(stream));
}

Result<ArchiveReader::Part> ArchiveReader::next() {
    std::string head, content;
    if (!stream_->read(head, head_bytes) || !stream_->read(content, size_in(head)))
        return damaged(stream_->path);
    if (head[0] == end_kind) {
        if (content != stream_->digest.finish() || !stream_->at_end())
            return damaged(stream_->path);
        return Part{0, {}};
    }
    stream_->digest.add(head);
    stream_->digest.add(content);
    return Part{head[0], std::move(content)};
}

}  // namespace jizhi::file
