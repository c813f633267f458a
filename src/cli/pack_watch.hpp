#pragma once
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "api/app.hpp"

namespace jizhi::cli {

/// For whoever writes a pack: looks at a folder about once a second and deploys what changed, also
/// under the same version. What is wrong is said with file and line, and what was in force stays.
class PackWatch {
public:
    using Say = std::function<void(std::string const&)>;
    PackWatch(api::App& app, std::filesystem::path folder, Say say);
    ~PackWatch();  ///< ends the thread
    PackWatch(PackWatch const&) = delete;
    PackWatch& operator=(PackWatch const&) = delete;

private:
    void run();
    void look();

    api::App& app_;
    std::filesystem::path folder_;
    Say say_;
    std::string seen_;  ///< what the files were at the last look
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    std::jthread thread_;
};

}  // namespace jizhi::cli
