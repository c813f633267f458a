#pragma once
#include <map>
#include <string>
#include <vector>

#include "record/cell.hpp"
#include "record/change.hpp"
#include "record/table.hpp"

namespace jizhi::record {

/// A row on its way into the store, typed, by slot.
struct Draft {
    std::vector<Value> values;
    std::vector<bool> given;  ///< by slot: asked for by this command
    std::string id, parent_id, region;
    Value parent;  ///< the parent's fields as FEEL sees them; null without parent
    Date as_of{};  ///< from when it is to be true
    Date today{};
};

/// Checks rows of one type: form, required, bounds, codes, references, the pack's conditions.
/// Made for one command (or one dry run): keeps what it looked up. Uses its connection only.
class Validator {
public:
    Validator(Catalog const& catalog, RecordType const& type, region::Tree const& tree,
              store::Connection& sql, FindParameter const& find_parameter,
              Reading reading = Reading::exact);

    /// Takes `said` into the draft; unknown, computed and (unless `opening`) decided fields are
    /// problems.
    void read(Context const& said, bool opening, Draft& draft, std::vector<Problem>& problems);
    /// Defaults of fields that have no value.
    void fill_defaults(Draft& draft) const;
    /// Works computed fields out; whatever was given there is replaced.
    void compute(Draft& draft);
    /// All that can be wrong with the row as a whole. Bounds and codes only of given fields, so
    /// that an old row can be changed elsewhere.
    void check(Draft const& draft, std::vector<Problem>& problems);

    /// Codes from the region up to the root: what localities are chosen by. Kept per region.
    [[nodiscard]] std::vector<std::string> const& path(std::string const& region);
    /// FEEL's view of the row: values in the order of `row_scope`.
    [[nodiscard]] std::vector<Value> slots(Draft const& draft) const;

private:
    /// `seen`: the row as `slots` gives it.
    void check_field(Field const& field, Draft const& draft, std::vector<Value> const& seen,
                     std::vector<Problem>& problems);
    void check_bounds(Field const& field, Value const& value, Date today,
                      std::vector<Problem>& problems) const;
    void check_exists(Field const& field, Value const& value, Draft const& draft,
                      std::vector<Problem>& problems);
    void check_codes(Field const& field, Value const& value, Draft const& draft,
                     std::vector<Problem>& problems);
    void check_region(Field const& field, std::string const& code,
                      std::vector<Problem>& problems) const;
    void check_conditions(Draft const& draft, std::vector<Value> const& seen,
                          std::vector<Problem>& problems);
    [[nodiscard]] feel::Environment environment(Draft const& draft);

    Catalog const& catalog_;
    RecordType const& type_;
    region::Tree const& tree_;
    store::Connection& sql_;
    FindParameter const& find_parameter_;
    Reading reading_;
    std::map<std::string, std::vector<std::string>, std::less<>> paths_;
    std::map<std::string, bool, std::less<>> references_;  ///< "type id" -> is there
};

/// "身份证号:…" as one problem of a field.
[[nodiscard]] Problem problem_of(Field const& field, std::string code, std::string zh,
                                 std::string en);

}  // namespace jizhi::record
