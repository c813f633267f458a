#pragma once
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "record/catalog.hpp"
#include "record/keys.hpp"
#include "region/regions.hpp"
#include "store/writer.hpp"

namespace jizhi::record {

/// What is wrong with one field of a row, for a person.
struct Problem {
    std::string field, code;
    std::string zh, en;
    std::string value, suggestion;  ///< what was given; what would be right, where that is known
    bool warning = false;
};

/// Several problems as the one error of a command: code "record.invalid", `where` the first field;
/// the problems travel in `problems_of`.
[[nodiscard]] Error to_error(std::vector<Problem> const& problems);

/// The error of a write that must wait for a second person; see approval.hpp.
inline constexpr std::string_view needs_approval = "record.needs_approval.conflict";

struct Create {
    std::string type;
    Context values = {};         ///< JSON or typed values; text forms are parsed
    std::string parent_id = {};  ///< children only
    std::string effective_from =
        {};  ///< "" = starts_with field, else the parent's start, else today
    std::string reason = {}, document = {};
    std::string id = {};   ///< "" = a new one
    bool opening = false;  ///< import and set-up: decided fields may be given
    bool approved = false;  ///< a second person agreed
};

enum class Kind { change, correct, end, decide };

struct Change {
    std::string type, id;
    Context values;
    Kind kind = Kind::change;
    std::string effective_from = {};  ///< "" = today; for `correct`: the start of the row
    std::string reason = {}, document = {};
    std::optional<std::int64_t> if_version =
        {};                ///< refused ("record.stale", 412) where it differs
    bool opening = false;  ///< import: decided fields may be given
    bool approved = false;  ///< a second person agreed
};

struct Written {
    std::string id;
    std::int64_t version = 0;
    bool changed = true;  ///< false: all values were so already; nothing was written
    std::vector<Problem> warnings;
    [[nodiscard]] Value to_value() const;  ///< {id, version}
};

/// Told in the same transaction after a row was written; `changed` are the ids of the fields.
struct Notice {
    RecordType const& type;
    std::string const& id;
    std::string const& parent_id;
    std::string const& region;
    std::vector<std::string> const& changed;
    Kind kind;
    bool created;
};
using Observer = std::function<Result<void>(store::Tx&, Notice const&)>;

/// How `param("x")` of a check or computed field finds its value: decision/ knows.
using FindParameter = std::function<std::optional<feel::ParameterUse>(std::string_view name,
                                                                      RegionPath path, Date as_of)>;

/// Writes records: the current row, the delta of its history, unique keys and the event, in the
/// transaction of a command. Thread-safe; `add_observer` only before the first write.
class Records {
public:
    Records(Catalogs const& catalogs, store::Keys const& keys, region::Regions const& regions)
        : catalogs_(catalogs), keys_(keys), regions_(regions) {}

    [[nodiscard]] Result<Written> create(store::Tx& tx, Create const& asked) const;
    [[nodiscard]] Result<Written> change(store::Tx& tx, Change const& asked) const;
    /// Many creations and changes of one type: statements and look-ups are shared. All or nothing;
    /// the error's `where` names the index.
    [[nodiscard]] Result<std::vector<Written>> create_many(store::Tx& tx,
                                                           std::span<Create const> asked) const;
    [[nodiscard]] Result<std::vector<Written>> change_many(store::Tx& tx,
                                                           std::span<Change const> asked) const;
    /// Marks a record as differing from a decision ("grade.level"), or no longer.
    void mark(store::Tx& tx, RecordType const& type, std::string_view id, std::string_view mark,
              bool set, Value const& detail = {}) const;
    /// Rows whose next dated change has come become current. At start, at midnight; returns how
    /// many.
    [[nodiscard]] Result<std::int64_t> roll_forward(store::Tx& tx) const;

    /// Every counted field again, by what this catalog declares: after a deployment, each day.
    [[nodiscard]] Result<void> recount(store::Tx& tx, Catalog const& catalog) const;

    void add_observer(Observer observer);
    [[nodiscard]] std::vector<Observer> const& observers() const { return observers_; }
    void set_parameters(FindParameter find) { find_parameter_ = std::move(find); }
    [[nodiscard]] FindParameter const& parameters() const { return find_parameter_; }
    [[nodiscard]] Catalogs const& catalogs() const { return catalogs_; }
    [[nodiscard]] store::Keys const& keys() const { return keys_; }
    [[nodiscard]] region::Regions const& regions() const { return regions_; }

private:
    Catalogs const& catalogs_;
    store::Keys const& keys_;
    region::Regions const& regions_;
    std::vector<Observer> observers_;
    FindParameter find_parameter_;
};

/// The day at the deployment's place (Asia/Shanghai, UTC+8 without summer time since 1992).
[[nodiscard]] Date date_of(Micros at);

}  // namespace jizhi::record
