#pragma once
#include <pthread.h>

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <vector>

namespace jizhi::net {

/// Threads for what may wait: writes (so that many share one commit), argon2, spreadsheets. A
/// thread is made when none is free, up to the maximum; their stacks are small, because there may
/// be dozens and they mostly wait. Thread-safe.
class Workers {
public:
    Workers(int threads_max, std::size_t queued_max);
    ~Workers();  ///< runs what is queued, then ends
    Workers(Workers const&) = delete;
    Workers& operator=(Workers const&) = delete;

    /// False where the queue is full: answer 503, do not wait.
    [[nodiscard]] bool post(std::function<void()> task);
    void stop();  ///< runs what is queued and ends the threads; nothing is taken afterwards

private:
    static void* run_thread(void* self);
    void run();
    void add_thread();

    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::function<void()>> queue_;
    std::vector<pthread_t> threads_;
    std::size_t const threads_max_, queued_max_;
    std::size_t idle_ = 0;
    bool stopping_ = false;
};

}  // namespace jizhi::net
