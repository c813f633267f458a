#pragma once
#include <condition_variable>
#include <mutex>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "kit/clock.hpp"
#include "kit/ids.hpp"
#include "kit/log.hpp"
#include "store/writer.hpp"

namespace jizhi::audit {

/// One look at data: who, what, from where. Reveals and exports are events instead.
struct Access {
    std::string actor = {}, method = {}, path = {}, address = {};
    int status = 0;
    Micros at = 0;
};

/// Ordinary views, kept in memory for at most a second, then written, a few hundred a command so
/// that no change waits long for its turn. A view never waits for the disk. Thread-safe; the
/// destructor writes what is left.
class AccessLog {
public:
    AccessLog(store::Writer& writer, Ids& ids, Log& log);
    ~AccessLog();
    AccessLog(AccessLog const&) = delete;
    AccessLog& operator=(AccessLog const&) = delete;

    void note(Access access);
    void flush();  ///< now; returns when it is durable

private:
    void run();
    std::vector<Access> take();
    void write(std::span<Access const> entries);

    store::Writer& writer_;
    Ids& ids_;
    Log& log_;
    std::mutex flushing_;  ///< before mutex_
    std::mutex mutex_;
    std::condition_variable woken_;
    std::vector<Access> waiting_;
    bool stopping_ = false;
    std::thread thread_;
};

struct AccessQuery {
    std::string actor = {}, path_contains = {};
    Micros from = 0, to = 0;
    std::string before_id = {};
    int limit = 100;
};
struct AccessEntry : Access {
    std::string id;
};

/// Newest first.
[[nodiscard]] std::vector<AccessEntry> accesses(store::Connection& sql, AccessQuery const& query);

}  // namespace jizhi::audit
