#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "kit/result.hpp"

namespace jizhi::report {

/// A ZIP file in memory, read part by part. `bytes` must outlive it. One thread at a time.
class ZipArchive {
public:
    [[nodiscard]] static Result<ZipArchive> open(std::string_view bytes);

    /// The unpacked part, or "" where there is none of that name. A part of more than `bytes_max`
    /// is refused before it is unpacked, and again while it is: the header may lie.
    [[nodiscard]] Result<std::string> part(std::string const& name, std::size_t bytes_max) const;

private:
    explicit ZipArchive(std::shared_ptr<void> archive) : archive_(std::move(archive)) {}
    std::shared_ptr<void> archive_;  ///< libzip's zip_t
};

}  // namespace jizhi::report
