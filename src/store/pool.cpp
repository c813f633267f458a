#include "store/pool.hpp"

namespace jizhi::store {

Lease Pool::lend() {
    auto const back = [this](Connection* c) { give_back(c); };
    std::unique_lock lock(mutex_);
    free_.wait(lock, [this] { return !idle_.empty() || made_ < max_; });
    if (!idle_.empty()) {
        auto connection = std::move(idle_.back());
        idle_.pop_back();
        return {connection.release(), back};
    }
    ++made_;
    lock.unlock();
    try {
        return {make_().release(), back};
    } catch (...) {
        lock.lock();
        --made_;
        free_.notify_one();
        throw;
    }
}

void Pool::close_idle() {
    std::vector<std::unique_ptr<Connection>> closed;
    std::lock_guard const lock(mutex_);
    closed.swap(idle_);
    made_ -= static_cast<int>(closed.size());
    free_.notify_all();
}

void Pool::give_back(Connection* connection) {
    std::unique_ptr<Connection> owned(connection);
    std::lock_guard const lock(mutex_);
    if (connection->usable())
        idle_.push_back(std::move(owned));
    else
        --made_;
    free_.notify_one();
}

}  // namespace jizhi::store
