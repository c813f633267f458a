#pragma once
#include <set>
#include <string>
#include <vector>

#include "record/change.hpp"
#include "record/table.hpp"

namespace jizhi::record {

/// The counts that rows of one type may change, and for which values they may have changed.
class Recount {
public:
    Recount(Catalog const& catalog, RecordType const& type);
    /// What a written row stands for now, or stood for before.
    void note(std::vector<Value> const& values);
    /// Counts again what was noted, in the transaction of the command. Only the column is written:
    /// a count has no history of its own, it follows from that of others. Observers are told.
    [[nodiscard]] Result<void> run(store::Tx& tx, Catalog const& catalog, store::Keys const& keys,
                                   Records const& records);
    /// All counts of all types: after a deployment and each day.
    [[nodiscard]] static Result<void> all(store::Tx& tx, Catalog const& catalog,
                                          store::Keys const& keys, Records const& records);

private:
    struct Place {
        RecordType const* type;
        Field const* field;  ///< the one that counts
    };
    struct Watched {
        Place place;
        Field const* by;  ///< the field of the written rows by which they are counted
        std::set<std::string> noted;
    };
    std::vector<Watched> watched_;
};

}  // namespace jizhi::record
