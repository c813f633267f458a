#include "store/snapshot.hpp"

namespace jizhi::store {

Snapshot::Snapshot(Connection& sql) : sql_(sql.in_transaction() ? nullptr : &sql) {
    if (sql_ == nullptr) return;
    sql.execute(sql.dialect() == Dialect::sqlite
                    ? "BEGIN"
                    : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
}

Snapshot::~Snapshot() {
    if (sql_ == nullptr) return;
    try {
        sql_->execute("ROLLBACK");
    } catch (Failure const&) {
        // A lost connection: the server has rolled back, and the pool will not lend it again.
    }
}

}  // namespace jizhi::store
