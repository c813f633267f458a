#pragma once
#include <map>
#include <memory>
#include <set>
#include <string>

#include "record/change.hpp"

namespace jizhi::decision {

/// Which written fields can make the stored result of a decision differ: what the binds of the
/// deciding models read, the decided fields themselves, and the place. Made from one catalog; where
/// it cannot tell it says yes. Immutable.
class Reliance {
public:
    explicit Reliance(std::shared_ptr<record::Catalog const> catalog);

    /// Whether the row itself is to be looked at again.
    [[nodiscard]] bool of_row(record::Notice const& notice) const;
    /// Whether the parent of the row is.
    [[nodiscard]] bool of_parent(record::Notice const& notice) const;
    [[nodiscard]] record::Catalog const* catalog() const { return catalog_.get(); }

private:
    struct Read {
        bool all = false;              ///< also what is not named here
        std::set<std::string> fields;  ///< and child types
    };
    [[nodiscard]] static Read read_by(record::Catalog const& catalog,
                                      record::RecordType const& type);
    static void add_bind(record::RecordType const& type, std::string const& model, Read& read);

    std::shared_ptr<record::Catalog const> catalog_;
    std::map<std::string, Read, std::less<>> by_type_;  ///< only types that have decided fields
};

}  // namespace jizhi::decision
