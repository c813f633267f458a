#pragma once
#include <cstdint>
#include <cstdio>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "kit/result.hpp"

namespace jizhi::net {

/// Where a line for each request goes: standard error, or a file that is put aside when it is full
/// (requests.log.1 is the newest of the old ones). Thread-safe.
class RequestLog {
public:
    struct Bounds {
        std::size_t bytes_max = 32U << 20U;  ///< of one file
        int old_files_max = 4;
    };
    [[nodiscard]] static std::unique_ptr<RequestLog> standard_error();
    [[nodiscard]] static Result<std::unique_ptr<RequestLog>> open(std::string path, Bounds bounds);
    [[nodiscard]] static Result<std::unique_ptr<RequestLog>> open(std::string path) {
        return open(std::move(path), Bounds{});
    }
    ~RequestLog();

    /// Whole lines. What cannot be written is lost: no request waits for its line.
    void write(std::string_view lines);

private:
    RequestLog(std::FILE* file, std::string path, Bounds bounds);
    void put_aside();

    std::mutex mutex_;
    std::FILE* file_;
    std::string path_;  ///< "" for standard error
    Bounds bounds_;
    std::size_t bytes_ = 0;
};

}  // namespace jizhi::net
