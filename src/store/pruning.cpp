#include "store/pruning.hpp"

#include <fmt/format.h>

#include <vector>

namespace jizhi::store {
namespace {

constexpr std::int64_t rows_at_once = 500;

/// Found on a reader: looking through a large table must not hold the writer up.
std::vector<std::string> some_of(Store& store, Aged const& aged) {
    std::vector<std::string> ids;
    store.read()->query(
        fmt::format("SELECT id FROM {} WHERE {} < ? LIMIT ?", aged.table, aged.time),
        {aged.before, rows_at_once}, [&](Row const& row) { ids.emplace_back(row.text(0)); });
    return ids;
}

}  // namespace

std::int64_t prune(Store& store, Writer& writer, Aged const& aged) {
    std::int64_t removed = 0;
    for (;;) {
        auto const ids = some_of(store, aged);
        if (ids.empty()) return removed;
        auto const done = writer.run(
            {.id = "", .name = "prune", .actor = "system"}, [&](Tx& tx) -> Result<Value> {
                auto const statement = fmt::format("DELETE FROM {} WHERE id = ?", aged.table);
                for (auto const& id : ids) {
                    if (aged.also) aged.also(tx, id);
                    tx.sql().execute(statement, {id});
                }
                return Value();
            });
        if (!done) return removed;  // the writer is busy: the next night goes on
        removed += static_cast<std::int64_t>(ids.size());
    }
}

}  // namespace jizhi::store
