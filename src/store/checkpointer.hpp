#pragma once
#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <thread>

#include "store/sqlite_connection.hpp"

namespace jizhi::store {

/// Carries SQLite's write-ahead log back into the database file on a thread of its own, so that no
/// commit waits for it.
class Checkpointer {
public:
    explicit Checkpointer(std::filesystem::path file);
    ~Checkpointer();
    Checkpointer(Checkpointer const&) = delete;
    Checkpointer& operator=(Checkpointer const&) = delete;

    /// Told by the writer's connection after each commit how long the log has grown.
    void attend(SqliteConnection& writer);
    /// On the writer's thread between batches: where this thread does not keep up, the rest of the
    /// log is carried over now, so that it starts again from its beginning and stays bounded.
    void bound(SqliteConnection& writer);

private:
    void loop();

    std::filesystem::path file_;
    std::atomic<int> pages_ = 0;
    std::mutex mutex_;
    std::condition_variable woken_;
    bool due_ = false, stopping_ = false;
    std::thread thread_;
};

}  // namespace jizhi::store
