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
    /// A new row.
    void note(Stored const& row);
    /// A row that was written anew: it matters only where a count looks at what became another.
    void note(Stored const& before, Stored const& after);
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
        std::vector<Field const*> rests_on = {};  ///< what decides beside it who is counted
        bool counts_them = false;                 ///< the written rows are those that are counted
        bool any = false;                         ///< who is counted rests on what is not a field
        std::set<std::string> noted = {};
    };
    [[nodiscard]] static bool matters(Watched const& one, Stored const& before,
                                      Stored const& after);
    static void put(Watched& one, Stored const& row);
    std::vector<Watched> watched_;
};

}  // namespace jizhi::record
