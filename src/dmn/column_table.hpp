#pragma once
#include <array>
#include <boost/container/small_vector.hpp>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "dmn/column_index.hpp"
#include "dmn/column_node.hpp"

namespace jizhi::dmn {

/// What a table keeps for the whole of a run.
struct TableRun {
    using Word = ColumnIndex::Word;
    struct Sets {  ///< for the values of a coded column: which rules each may hit
        std::vector<Word> words;
        std::vector<std::uint8_t> unsure;  ///< ask the scalar back end for these
        bool any_unsure = false;
        std::size_t size = 0;  ///< values done
    };
    struct OfColumn {
        std::map<int, ColumnIndex> by_scale;
        std::map<feel::Entries const*, Sets> by_entries;
        std::vector<std::shared_ptr<feel::Entries>> kept;  ///< keeps the keys alive
        /// For false, true and null; of the cells that only FEEL knows as possible, or as asked.
        std::array<std::optional<Sets>, 2> simple;
    };
    /// Rule numbers as codes; a table that is asked twice within a block needs two.
    struct Hits {
        feel::Domain* domain = nullptr;
        std::shared_ptr<feel::Entries> entries;
        feel::Cells<std::uint32_t> codes = feel::Cells<std::uint32_t>::make(feel::block_rows);
    };
    std::vector<OfColumn> columns;
    std::optional<std::vector<std::shared_ptr<feel::Entries>>> constants;  ///< that cells saw
    std::vector<std::unique_ptr<Hits>> hits;
    std::size_t used = 0;
    std::uint64_t block = 0;
    /// What a column of a large table leaves of the rules: the set of each row; or what only the
    /// scalar back end can ask.
    struct Step {
        std::vector<Word const*> sets;
        std::vector<Word> const* general = nullptr;
    };
    // Of the block at hand: a set for each row, or the steps.
    std::vector<Word> sets;
    std::vector<Step> steps;
    std::vector<std::uint8_t> unsure;
    std::map<std::uint32_t, std::vector<ColumnNodePtr>> outputs;  ///< by rule, made when needed
};

/// A UNIQUE or FIRST decision table over columns: for each row the rule it hits, then the outputs.
class ColumnTable : public ColumnNode {
public:
    [[nodiscard]] static bool takes(TableNode const& table);
    ColumnTable(TableNode const& table, std::uint32_t slots);
    [[nodiscard]] feel::Column evaluate(ColumnSlots slots, ColumnRun& run,
                                        feel::Mask const& mask) const override;

private:
    using Word = ColumnIndex::Word;
    using Columns = boost::container::small_vector<feel::Column, 8>;
    struct Input {
        ColumnNodePtr expression;
        std::unique_ptr<ColumnFit> fit;
    };
    /// From what was seen and the slots that cells read, the number of the rule.
    class Match : public feel::Computer {
    public:
        explicit Match(ColumnTable const& table) : table_(table) {}
        [[nodiscard]] Value compute(std::span<Value const> from, feel::Batch& batch) const override;

    private:
        ColumnTable const& table_;
    };
    /// From the number of the rule and the slots that outputs read, the output.
    class Pick : public feel::Computer {
    public:
        explicit Pick(ColumnTable const& table) : table_(table) {}
        [[nodiscard]] Value compute(std::span<Value const> from, feel::Batch& batch) const override;

    private:
        ColumnTable const& table_;
    };

    [[nodiscard]] feel::Column match(Columns& seen, ColumnSlots slots, ColumnRun& run,
                                     feel::Mask const& mask) const;
    [[nodiscard]] feel::Column match_by_index(Columns& seen, ColumnSlots slots, ColumnRun& run,
                                              feel::Mask const& mask) const;
    [[nodiscard]] TableRun::Hits& next_hits(TableRun& held, ColumnRun& run) const;
    struct Matching;
    [[nodiscard]] feel::Column hits_of(Matching& matching, Columns const& seen, ColumnSlots slots,
                                       ColumnRun& run) const;
    [[nodiscard]] feel::Column outputs(feel::Column const& hit, ColumnSlots slots, ColumnRun& run,
                                       feel::Mask const& mask) const;
    [[nodiscard]] feel::Column output_of(std::uint32_t rule, ColumnSlots slots, ColumnRun& run,
                                         feel::Mask const& mask) const;
    void note_cells();
    [[nodiscard]] bool steady(TableRun& held, ColumnSlots slots) const;
    [[nodiscard]] TableRun& state(ColumnRun& run) const;
    [[nodiscard]] TableRun::Sets const& sets_of(TableRun::OfColumn& state, std::size_t column,
                                                std::shared_ptr<feel::Entries> const& entries,
                                                ColumnSlots slots, ColumnRun& run) const;
    void add_set(TableRun::Sets& sets, std::size_t column, Value const& value, Slots constants,
                 bool ask, ColumnRun& run) const;
    [[nodiscard]] std::vector<Value> constants(ColumnSlots slots) const;

    TableNode const& table_;
    std::uint32_t slots_;
    std::size_t words_ = 0;  ///< of a set of rules
    std::vector<Word> all_;  ///< the set of all
    std::vector<Input> inputs_;
    std::vector<std::uint32_t> cell_reads_, output_reads_;
    std::vector<std::unique_ptr<ColumnFit>> output_fits_;
    std::vector<std::vector<Word>> asks_, asks_feel_;  ///< by column, sets of rules
    Match match_;
    Pick pick_;
};

}  // namespace jizhi::dmn
