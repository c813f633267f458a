#pragma once
#include <map>
#include <optional>
#include <span>
#include <string>

#include "record/catalog.hpp"
#include "record/change.hpp"
#include "record/keys.hpp"

namespace jizhi::record {

/// The parents of the rows that one command writes, each read once. For one thread, in the command.
class Parents {
public:
    struct Parent {
        std::string region, started_on;
        Value value;  ///< its fields as FEEL sees them; null where no expression reads them
    };
    Parents(store::Connection& sql, Catalog const& catalog, store::Keys const& keys,
            RecordType const& child);

    [[nodiscard]] Result<Parent const*> of(std::string const& id);
    /// Null where it was not read yet.
    [[nodiscard]] Parent const* known(std::string const& id) const;
    /// Reads those of many new rows with few statements.
    void read_all(std::span<Create const> asked);
    void forget(std::string const& id) { parents_.erase(id); }  ///< it has changed

private:
    [[nodiscard]] std::optional<Parent> read(RecordType const& type, std::string const& id);

    store::Connection& sql_;
    Catalog const& catalog_;
    store::Keys const& keys_;
    RecordType const& type_;
    bool whole_;  ///< expressions look at its fields
    std::map<std::string, Parent, std::less<>> parents_;
};

}  // namespace jizhi::record
