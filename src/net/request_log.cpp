#include "net/request_log.hpp"

#include <filesystem>
#include <utility>

namespace jizhi::net {

RequestLog::RequestLog(std::FILE* file, std::string path, Bounds bounds)
    : file_(file), path_(std::move(path)), bounds_(bounds) {
    std::error_code ignored;
    if (!path_.empty()) bytes_ = std::filesystem::file_size(path_, ignored);
    if (ignored) bytes_ = 0;
}

RequestLog::~RequestLog() {
    if (file_ != nullptr && !path_.empty()) std::fclose(file_);
}

std::unique_ptr<RequestLog> RequestLog::standard_error() {
    return std::unique_ptr<RequestLog>(new RequestLog(stderr, {}, {}));
}

Result<std::unique_ptr<RequestLog>> RequestLog::open(std::string path, Bounds bounds) {
    auto* file = std::fopen(path.c_str(), "a");
    if (file == nullptr)
        return fail("serve.log", path, "无法写入请求日志", "cannot write the log of requests");
    return std::unique_ptr<RequestLog>(new RequestLog(file, std::move(path), bounds));
}

void RequestLog::write(std::string_view lines) {
    std::scoped_lock const lock(mutex_);
    if (!path_.empty() && bytes_ > 0 && bytes_ + lines.size() > bounds_.bytes_max) put_aside();
    if (file_ == nullptr) return;
    std::fwrite(lines.data(), 1, lines.size(), file_);
    std::fflush(file_);
    bytes_ += lines.size();
}

/// requests.log.3 becomes .4, … requests.log becomes .1; the oldest goes.
void RequestLog::put_aside() {
    if (file_ != nullptr) std::fclose(file_);
    std::error_code ignored;
    auto const old = [&](int number) { return path_ + "." + std::to_string(number); };
    for (auto number = bounds_.old_files_max; number > 1; --number)
        std::filesystem::rename(old(number - 1), old(number), ignored);
    std::filesystem::rename(path_, old(1), ignored);
    file_ = std::fopen(path_.c_str(), "a");
    bytes_ = 0;
}

}  // namespace jizhi::net
