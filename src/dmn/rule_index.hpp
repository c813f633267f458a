#pragma once
#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dmn/column_index.hpp"

namespace jizhi::dmn {

/// Which rules of a table the values of one case may hit, without asking cell by cell: each column
/// has a set of rules for each value, or run of values, that its cells tell apart.
class RuleIndex {
public:
    using Word = ColumnIndex::Word;
    explicit RuleIndex(TableNode::Parts const& table);

    static constexpr std::size_t words_max = 64;  ///< tables of more than 4,096 rules have none
    using Set = std::array<Word, words_max>;
    /// The rules to look at, in a set of `words`; the others do not match and have nothing to tell.
    /// False where a value is of another type than its column, or a null that no cell asks for:
    /// then all are to be looked at.
    [[nodiscard]] bool find(std::span<Value const* const> seen, Set& rules) const;
    [[nodiscard]] std::size_t words() const { return words_; }
    /// Whether a rule that was found must still be looked at cell by cell.
    [[nodiscard]] bool unsure(std::uint32_t rule) const {
        return !exact_ ||
               (general_[rule / ColumnIndex::word_bits] >> (rule % ColumnIndex::word_bits) & 1U) !=
                   0;
    }

private:
    struct Texts {
        struct Hash {
            using is_transparent = void;
            /// Of its length and both ends: texts of one column seldom differ in the middle alone.
            std::size_t operator()(std::string_view text) const;
        };
        boost::unordered_flat_map<std::string, std::uint32_t, Hash, std::equal_to<>> places;
        std::vector<Word> sets;  ///< the first of a text that no cell names
    };
    struct Column {
        Value::Type type = Value::Type::null;  ///< null: no cell says what an index can know of it
        int scale = 0;                         ///< numbers: one digit more than their cells have
        std::optional<ColumnIndex> numbers;
        Texts texts;
        std::vector<Word> booleans;
        std::vector<Word> nulls;    ///< where cells ask for null: the set of null, then of the rest
        std::vector<Word> general;  ///< rules with a cell that only FEEL knows; empty: none
        [[nodiscard]] bool asks_nothing() const {
            return type == Value::Type::null && nulls.empty();
        }
        [[nodiscard]] bool knows(Value const& value) const {
            return value.type() == type && type != Value::Type::null;
        }
    };
    [[nodiscard]] Column column_of(TableNode::Parts const& table, std::size_t at) const;
    void add_texts(TableNode::Parts const& table, std::size_t at, Column& made) const;
    void add_booleans(TableNode::Parts const& table, std::size_t at, Column& made) const;
    void add_nulls(TableNode::Parts const& table, std::size_t at, Column& made) const;
    [[nodiscard]] bool find_one_word(std::span<Value const* const> seen, Word& rules) const;
    [[nodiscard]] Word const* set_of(Column const& column, Value const& value) const;
    [[nodiscard]] Word const* set_of_other(Column const& column, Value const& value) const;

    std::size_t words_;
    bool exact_ = true, any_general_ = false;
    std::vector<Column> columns_;
    std::vector<Word> general_, all_;
};

}  // namespace jizhi::dmn
