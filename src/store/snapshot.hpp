#pragma once
#include "store/connection.hpp"

namespace jizhi::store {

/// While it lives, all queries of a read connection see the database as it was at one moment.
/// Inside a transaction that is open already it does nothing. Keep it short: the write-ahead log
/// cannot be carried over meanwhile.
class Snapshot {
public:
    explicit Snapshot(Connection& sql);
    ~Snapshot();
    Snapshot(Snapshot const&) = delete;
    Snapshot& operator=(Snapshot const&) = delete;

private:
    Connection* sql_;
};

}  // namespace jizhi::store
