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
/// commit waits for it, and lets the log begin anew while it is short: a log that is written over
/// needs a third of the time to reach the disk that one needs which grows.
class Checkpointer {
public:
    explicit Checkpointer(std::filesystem::path file);
    ~Checkpointer();
    Checkpointer(Checkpointer const&) = delete;
    Checkpointer& operator=(Checkpointer const&) = delete;

    /// Told by the writer's connection after each commit how long the log has grown.
    void attend(SqliteConnection& writer);
    /// On the writer's thread between batches: where all but a rest was carried over, or the log is
    /// too long because this thread does not keep up, carries over what is left, so that the next
    /// commit starts the log from its beginning (unless a reader still reads from it; then later).
    void finish(SqliteConnection& writer);

private:
    static constexpr int pages_due = 8'000;  // 32 MB: pages written often are carried over once
    static constexpr int pages_bound = 16'000;

    void loop();
    void grown(int pages);

    std::filesystem::path file_;
    std::atomic<int> pages_ = 0;  ///< of the log, after the last commit
    std::atomic<bool> rest_ = false;
    int due_at_ = pages_due;  ///< the writer's: the length at which this thread is asked again,
    int bound_at_ = pages_bound;  ///< and that at which the writer waits for it no more
    std::mutex mutex_;
    std::condition_variable woken_;
    bool due_ = false, stopping_ = false;
    std::thread thread_;
};

}  // namespace jizhi::store
