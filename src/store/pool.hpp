#pragma once
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "store/connection.hpp"

namespace jizhi::store {

/// Read connections, made when they are first needed and lent one at a time. The one that came
/// back last goes out first: its cache is warm and few are ever made. Thread-safe.
class Pool {
public:
    using Make = std::function<std::unique_ptr<Connection>()>;
    Pool(Make make, int connections_max) : make_(std::move(make)), max_(connections_max) {}

    /// Waits where all are lent out.
    [[nodiscard]] Lease lend();
    /// Closes those that nobody has.
    void close_idle();

private:
    void give_back(Connection* connection);

    Make make_;
    int max_, made_ = 0;
    std::mutex mutex_;
    std::condition_variable free_;
    std::vector<std::unique_ptr<Connection>> idle_;
};

}  // namespace jizhi::store
