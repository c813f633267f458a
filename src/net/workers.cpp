#include "net/workers.hpp"

#include <cassert>
#include <utility>

namespace jizhi::net {
namespace {

// The deepest work is a decision within a request: measured well below 100 KB; the limits on
// nesting of JSON and FEEL hold for 1 MB.
constexpr std::size_t stack_bytes = 1U << 20U;

}  // namespace

Workers::Workers(int threads_max, std::size_t queued_max)
    : threads_max_(static_cast<std::size_t>(threads_max)), queued_max_(queued_max) {
    assert(threads_max > 0);
}

Workers::~Workers() { stop(); }

bool Workers::post(std::function<void()> task) {
    {
        std::scoped_lock const lock(mutex_);
        if (stopping_ || queue_.size() >= queued_max_) return false;
        queue_.push_back(std::move(task));
        if (idle_ < queue_.size() && threads_.size() < threads_max_) add_thread();
    }
    wake_.notify_one();
    return true;
}

void Workers::stop() {
    std::vector<pthread_t> threads;
    {
        std::scoped_lock const lock(mutex_);
        stopping_ = true;
        threads.swap(threads_);
    }
    wake_.notify_all();
    for (auto const thread : threads) pthread_join(thread, nullptr);
}

void* Workers::run_thread(void* self) {
    static_cast<Workers*>(self)->run();
    return nullptr;
}

void Workers::run() {
    std::unique_lock lock(mutex_);
    for (;;) {
        ++idle_;
        wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
        --idle_;
        if (queue_.empty()) return;
        auto task = std::move(queue_.front());
        queue_.pop_front();
        lock.unlock();
        task();
        task = nullptr;  // what it holds goes before the lock is taken
        lock.lock();
    }
}

/// Called with the lock held. Where the system gives no thread, those that are there do the work.
void Workers::add_thread() {
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, stack_bytes);
    pthread_t thread{};
    if (pthread_create(&thread, &attributes, &Workers::run_thread, this) == 0)
        threads_.push_back(thread);
    pthread_attr_destroy(&attributes);
}

}  // namespace jizhi::net
