#pragma once
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "record/change.hpp"
#include "record/count.hpp"
#include "record/fold.hpp"
#include "record/parents.hpp"
#include "record/validate.hpp"

namespace jizhi::record {

/// Writes rows of one type inside one command; SQL texts and look-ups are made once for all rows.
class RowWriter {
public:
    RowWriter(store::Tx& tx, Catalog const& catalog, store::Keys const& keys,
              region::Tree const& tree, RecordType const& type, Records const& records);

    [[nodiscard]] Result<Written> create(Create const& asked);
    [[nodiscard]] Result<Written> change(Change const& asked);
    /// Reads the parents of many new rows with few statements.
    void read_parents(std::span<Create const> asked) { parents_.read_all(asked); }
    /// The current row again from its history, as of today.
    [[nodiscard]] Result<void> refold(std::string const& id);
    /// After the last row: what counts these rows is counted again.
    [[nodiscard]] Result<void> finish();

private:
    struct Entry {  ///< what goes into the history
        std::string id, kind, effective_from, reason, document;
        std::int64_t version = 1;
        Context delta;
    };
    [[nodiscard]] std::optional<Stored> current(std::string const& id);
    [[nodiscard]] Result<void> place(Draft& draft, std::vector<Problem>& problems);
    [[nodiscard]] std::string start_of(Create const& asked, Draft const& draft);
    [[nodiscard]] Context delta_of(Draft const& draft,
                                   std::vector<std::string> const& changed);
    [[nodiscard]] std::string const& sealed(Field const& field, std::string const& plain);
    void claim_keys(Stored const& row, std::vector<Value> const* before,
                    std::vector<Problem>& problems);
    void claim(std::string const& field, std::string const& value, std::string const& before,
               std::string const& id, std::vector<Problem>& problems);
    void insert_row(Stored const& row);
    void update_row(Stored const& row, Stored const& before);
    void move_children(Stored const& row);
    void bind_field(Field const& field, Value const& value, std::vector<Cell>& cells);
    void append_history(Entry const& entry);
    void append_event(Entry const& entry, Stored const& row,
                      std::vector<std::string> const& changed, Context const& clear);
    [[nodiscard]] Result<void> notify(Stored const& row, std::vector<std::string> const& changed,
                                      Kind kind, bool created);
    [[nodiscard]] Result<Draft> draft_change(Change const& asked, Stored const& row,
                                             std::string const& effective,
                                             std::vector<Delta>& history,
                                             std::vector<Problem>& problems);
    [[nodiscard]] Result<Written> store_change(Change const& asked, Stored row, Draft const& draft,
                                               std::vector<std::string> const& changed,
                                               std::string const& effective,
                                               std::vector<Delta>& history);

    void take(Stored& row, std::vector<Delta> const& history) const;
    [[nodiscard]] Result<void> apply_to_parent(Create const& asked, Draft const& draft);

    store::Tx& tx_;
    Catalog const& catalog_;
    store::Keys const& keys_;
    region::Tree const& tree_;
    RecordType const& type_;
    Records const& records_;
    Validator validator_;
    std::string today_;
    std::string insert_sql_, select_sql_;  ///< insert: made at the first use
    Parents parents_;
    std::unique_ptr<RowWriter> parent_rows_;  ///< made at the first child that applies
    Recount recount_;
    struct Sealed {
        std::string plain, bytes;
    };
    std::vector<Sealed> sealed_;  ///< of the row at hand, by slot: sealed once for row and history
    std::vector<Value> base_;  ///< what the row was on the effective day, where that is not now
};

}  // namespace jizhi::record
