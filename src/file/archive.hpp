#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "kit/crypto.hpp"
#include "kit/result.hpp"

namespace jizhi::file {

/// A gzip file of parts: a kind (one letter), a length, content; ended by the digest of it all.
/// docs/formats.md describes it. Not thread-safe.
class ArchiveWriter {
public:
    /// Writes beside `path` and takes its name when it is closed, so that a file of that name is
    /// always whole. Refuses to replace one.
    [[nodiscard]] static Result<ArchiveWriter> create(std::filesystem::path const& path);
    ~ArchiveWriter();
    ArchiveWriter(ArchiveWriter&&) noexcept;
    ArchiveWriter& operator=(ArchiveWriter&&) = delete;

    void add(char kind, std::string_view content);  ///< a failure shows when it is closed
    /// The size of the file in bytes, once it is on the disk.
    [[nodiscard]] Result<std::int64_t> close();

private:
    struct Stream;
    explicit ArchiveWriter(std::unique_ptr<Stream> stream);
    std::unique_ptr<Stream> stream_;
};

/// Reads such a file part by part.
class ArchiveReader {
public:
    [[nodiscard]] static Result<ArchiveReader> open(std::filesystem::path const& path);
    ~ArchiveReader();
    ArchiveReader(ArchiveReader&&) noexcept;
    ArchiveReader& operator=(ArchiveReader&&) = delete;

    struct Part {
        char kind;
        std::string content;
    };
    /// `kind` is 0 at the end, when the digest was right.
    [[nodiscard]] Result<Part> next();

private:
    struct Stream;
    explicit ArchiveReader(std::unique_ptr<Stream> stream);
    std::unique_ptr<Stream> stream_;
};

}  // namespace jizhi::file
