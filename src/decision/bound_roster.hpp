#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "decision/run_view.hpp"
#include "feel/long_column.hpp"

namespace jizhi::decision {

/// Regions in which any rule of a book stands: between them, the same rules hold.
[[nodiscard]] std::set<std::string, std::less<>> rule_regions(Book const& book);

/// What the records of a run give to its rules, bound once and kept in columns, so that the whole
/// roster can be evaluated under any rules, as often as wanted. Decided fields that the run's model
/// reads are as they are stored, or (`Decided::computed`) computed on the way by the rules that
/// decide them, "grade" before "pay"; where those give nothing the stored value is taken. Any
/// thread may read it once it is filled.
class BoundRoster {
public:
    enum class Decided : std::uint8_t { stored, computed };
    struct Member {
        std::string id, name, region;
    };
    /// One input of a stage: a column of its part, or FEEL over slots of the record that is
    /// evaluated with the rules because it reads what they decide.
    struct Source {
        std::string input;
        std::optional<std::size_t> column;
        std::shared_ptr<feel::ColumnCode const> code;
    };
    /// A decided field that a stage gives to later ones: slot and component of the result.
    struct Gift {
        std::uint32_t slot = 0;
        std::string component;
    };
    /// One model over the roster; the run's own is the last.
    struct Stage {
        std::string model;
        std::vector<Source> inputs;
        std::vector<Gift> gifts;
    };
    /// The members for whom the same rules hold, with a column for each thing that stages read.
    struct Part {
        std::vector<std::string> path;       ///< of one of them, nearest first
        std::vector<std::uint32_t> members;  ///< in the order of the rows
        std::vector<feel::LongColumn> columns;
    };

    [[nodiscard]] std::vector<Member> const& members() const { return members_; }
    [[nodiscard]] std::vector<Stage> const& stages() const { return stages_; }
    [[nodiscard]] std::vector<Part> const& parts() const { return parts_; }
    /// The column that holds a slot of the record in each part, by slot.
    [[nodiscard]] std::map<std::uint32_t, std::size_t> const& slots() const { return slots_; }
    [[nodiscard]] std::uint32_t slot_count() const { return slot_count_; }
    [[nodiscard]] Setting const& setting() const { return setting_; }
    /// Whether rules that hold apart under this book are apart here: else bind anew with it.
    [[nodiscard]] bool fits(Book const& book) const;

    class Builder;

private:
    Setting setting_;
    std::set<std::string, std::less<>> regions_;
    std::vector<Member> members_;
    std::vector<Stage> stages_;
    std::vector<Part> parts_;
    std::map<std::uint32_t, std::size_t> slots_;
    std::uint32_t slot_count_ = 0;
};

/// Fills a roster record by record; binds are evaluated by columns, a block at a time. Not
/// thread-safe.
class BoundRoster::Builder {
public:
    /// `books`: the rules that it shall be evaluated under. The error is a bind that does not
    /// compile.
    [[nodiscard]] static Result<Builder> make(Desk const& desk, record::RecordType const& type,
                                              RunView const& view, Setting setting,
                                              std::vector<std::shared_ptr<Book const>> const& books,
                                              Decided decided);
    /// For a model that no run gives anything to.
    [[nodiscard]] static Result<Builder> make(Desk const& desk, record::RecordType const& type,
                                              std::string const& model, Setting setting,
                                              std::shared_ptr<Book const> const& book);
    Builder(Builder&&) noexcept;
    ~Builder();
    /// `extra`: what a run gives beside the bind.
    void add(record::Loaded const& record, Context const& extra);
    [[nodiscard]] BoundRoster take();

private:
    /// What a column of each part takes from a record.
    struct Wanted {
        std::shared_ptr<feel::ColumnCode const> code;  ///< a bind
        std::optional<std::uint32_t> slot;             ///< else a slot of the record
        std::string extra;                             ///< else what the run gives
    };
    struct Filling;
    Builder(Desk const& desk, record::RecordType const& type, Setting setting,
            std::vector<std::shared_ptr<Book const>> const& books, Decided decided);
    [[nodiscard]] Result<void> plan(std::string const& model,
                                    std::vector<std::string> const& extra_names);
    [[nodiscard]] Result<void> plan_stage(std::string const& model, std::set<std::string>& seen);
    [[nodiscard]] Result<void> plan_input(Stage& stage, std::string const& name,
                                          std::string const& text, std::set<std::string>& seen);
    [[nodiscard]] Result<bool> decided_before(feel::ColumnCode const& code,
                                              std::set<std::string>& seen);
    [[nodiscard]] std::size_t column(Wanted wanted);
    void keep_slot(std::uint32_t slot);
    [[nodiscard]] std::size_t part_of(std::string const& region);
    void flush(std::size_t part);

    Desk const* desk_;
    record::RecordType const* type_;
    Decided decided_;
    feel::Scope scope_;
    BoundRoster made_;
    std::vector<Wanted> wanted_;
    std::vector<std::uint32_t> read_;  ///< the slots that binds read
    Value as_of_, period_;
    std::unique_ptr<Evaluator> evaluator_;
    std::vector<std::unique_ptr<Filling>> filling_;  ///< by part
    std::map<std::vector<std::string>, std::size_t> part_by_path_;
    std::map<std::string, std::size_t, std::less<>> part_by_region_;
};

}  // namespace jizhi::decision
