#include "dmn/rule_index.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace jizhi::dmn {
namespace {

using Kind = Cell::Kind;
constexpr int scale_max = 9;

void add(std::vector<RuleIndex::Word>& sets, std::size_t words, std::size_t place,
         std::size_t rule) {
    sets[place * words + rule / ColumnIndex::word_bits] |= RuleIndex::Word{1}
                                                           << (rule % ColumnIndex::word_bits);
}

/// Whether the index cannot rule the cell out for any value.
bool is_open(Cell const& cell) { return cell.kind() == Kind::any || cell.kind() == Kind::code; }

bool asks_for_null(Cell const& cell) {
    return std::ranges::any_of(cell.values(), &Value::is_null);
}

/// What all cells that are not general ask about beside null; nothing where they differ, or where a
/// number has too many digits. Null: none asks.
std::optional<Value::Type> type_asked(TableNode::Parts const& table, std::size_t at, int& scale) {
    auto found = Value::Type::null;
    auto const take = [&](Value const& value) {
        if (value.is_null()) return true;
        if (found == Value::Type::null) found = value.type();
        if (value.is(Value::Type::number)) scale = std::max(scale, value.number().scale());
        return value.type() == found && scale <= scale_max;
    };
    for (auto const& row : table.rows) {
        auto const& cell = row.cells[at];
        if (!std::ranges::all_of(cell.values(), take)) return std::nullopt;
        for (auto const& end : {cell.low(), cell.high()})
            if (end && !take(Value(*end))) return std::nullopt;
    }
    return found;
}

/// Of a number with more digits than that scale has: those it has, with a last one that no cell
/// has, for it lies between what cells can say.
std::optional<std::int64_t> digits_between(Decimal const& number, int scale) {
    auto const lower = number.rounded(scale - 1, Rounding::floor).to_scaled(scale);
    return lower ? std::optional(*lower + 5) : std::nullopt;
}

}  // namespace

std::size_t RuleIndex::Texts::Hash::operator()(std::string_view text) const {
    auto const ends = [&]<class Word>(Word) {  // they may overlap
        Word front = 0, back = 0;
        std::memcpy(&front, text.data(), sizeof front);
        std::memcpy(&back, text.data() + text.size() - sizeof back, sizeof back);
        return std::uint64_t{front} ^ std::rotl(std::uint64_t{back}, 29);
    };
    auto const both = text.size() >= 8   ? ends(std::uint64_t{})
                      : text.size() >= 4 ? ends(std::uint32_t{})
                      : text.empty()     ? 0
                                         : ends(std::uint8_t{});
    auto const mixed = (both ^ text.size()) * 0x9e3779b97f4a7c15U;
    return mixed ^ mixed >> 32U;
}

RuleIndex::RuleIndex(TableNode::Parts const& table)
    : words_((table.rows.size() + ColumnIndex::word_bits - 1) / ColumnIndex::word_bits) {
    if (words_ > words_max) return;
    general_.assign(words_, 0);
    all_.assign(words_, 0);
    for (std::size_t rule = 0; rule < table.rows.size(); ++rule) add(all_, words_, 0, rule);
    for (std::size_t at = 0; at < table.inputs.size(); ++at) {
        auto const& made = columns_.emplace_back(column_of(table, at));
        if (made.numbers) exact_ = exact_ && made.numbers->exact();
        any_general_ = any_general_ || !made.general.empty();
        for (std::size_t word = 0; word < made.general.size(); ++word)
            general_[word] |= made.general[word];
    }
}

RuleIndex::Column RuleIndex::column_of(TableNode::Parts const& table, std::size_t at) const {
    Column made;
    auto const type = type_asked(table, at, made.scale);
    for (std::size_t rule = 0; rule < table.rows.size(); ++rule) {
        auto const kind = table.rows[rule].cells[at].kind();
        auto const plain = type && (kind == Kind::values || kind == Kind::interval);
        if (kind == Kind::any || plain) continue;
        made.general.resize(words_);
        add(made.general, words_, 0, rule);
    }
    made.type = type.value_or(Value::Type::null);
    if (made.type == Value::Type::number) {
        constexpr std::size_t set_words_max = 1U << 12U;
        ++made.scale;
        made.numbers.emplace(table, at, made.scale, set_words_max);
        made.numbers->forget_spans();
    }
    if (made.type == Value::Type::string) add_texts(table, at, made);
    if (made.type == Value::Type::boolean) add_booleans(table, at, made);
    if (type) add_nulls(table, at, made);
    return made;
}

void RuleIndex::add_texts(TableNode::Parts const& table, std::size_t at, Column& made) const {
    auto& [places, sets] = made.texts;
    for (auto const& row : table.rows)
        for (auto const& value : row.cells[at].values())
            if (!value.is_null())
                places.emplace(value.string(), static_cast<std::uint32_t>(places.size() + 1));
    sets.assign((places.size() + 1) * words_, 0);
    for (std::size_t rule = 0; rule < table.rows.size(); ++rule) {
        auto const& cell = table.rows[rule].cells[at];
        if (is_open(cell))
            for (std::size_t place = 0; place <= places.size(); ++place)
                add(sets, words_, place, rule);
        for (auto const& value : cell.values())
            if (!value.is_null()) add(sets, words_, places.find(value.string())->second, rule);
    }
}

/// Only where a cell asks for null, and none has something to tell of it.
void RuleIndex::add_nulls(TableNode::Parts const& table, std::size_t at, Column& made) const {
    auto const cell = [&](auto const& row) -> Cell const& { return row.cells[at]; };
    auto const tells = [](Cell const& each) {
        return each.kind() == Kind::interval && each.code() != nullptr;
    };
    if (std::ranges::none_of(table.rows, asks_for_null, cell) ||
        std::ranges::any_of(table.rows, tells, cell))
        return;
    made.nulls.assign(2 * words_, 0);
    for (std::size_t rule = 0; rule < table.rows.size(); ++rule) {
        auto const& here = cell(table.rows[rule]);
        if (is_open(here) || asks_for_null(here)) add(made.nulls, words_, 0, rule);
        if (is_open(here)) add(made.nulls, words_, 1, rule);
    }
}

void RuleIndex::add_booleans(TableNode::Parts const& table, std::size_t at, Column& made) const {
    made.booleans.assign(2 * words_, 0);
    for (std::size_t rule = 0; rule < table.rows.size(); ++rule) {
        auto const& cell = table.rows[rule].cells[at];
        for (auto const truth : {false, true})
            if (is_open(cell) ||
                std::ranges::find(cell.values(), Value(truth)) != cell.values().end())
                add(made.booleans, words_, truth ? 1 : 0, rule);
    }
}

RuleIndex::Word const* RuleIndex::set_of(Column const& column, Value const& value) const {
    switch (column.type) {
        case Value::Type::number: {
            auto const number = value.number();
            auto const digits = number.to_scaled(column.scale);
            if (digits) return column.numbers->rules(*digits);
            auto const between = digits_between(number, column.scale);
            return between ? column.numbers->rules(*between) : nullptr;
        }
        case Value::Type::string: {
            auto const found = column.texts.places.find(std::string_view(value.string()));
            auto const place = found == column.texts.places.end() ? 0 : found->second;
            return column.texts.sets.data() + place * words_;
        }
        default:
            return column.booleans.data() + (value.boolean() ? words_ : 0);
    }
}

/// Of a value of another type than the column's: null, or anything where cells ask for null only.
RuleIndex::Word const* RuleIndex::set_of_other(Column const& column, Value const& value) const {
    if (column.nulls.empty()) return nullptr;
    if (value.is_null()) return column.nulls.data();
    return column.type == Value::Type::null ? column.nulls.data() + words_ : nullptr;
}

/// Of a table of up to 64 rules: `find` with a word for a set.
bool RuleIndex::find_one_word(std::span<Value const* const> seen, Word& rules) const {
    auto left = all_.front();
    rules = 0;
    auto const* value = seen.data();
    for (auto const& column : columns_) {
        auto const& here = **value++;
        if (!column.general.empty()) rules |= left & column.general.front();
        if (column.asks_nothing()) continue;
        auto const* const set =
            column.knows(here) ? set_of(column, here) : set_of_other(column, here);
        if (set == nullptr) return false;
        left &= *set;
    }
    rules |= left;
    return true;
}

bool RuleIndex::find(std::span<Value const* const> seen, Set& rules) const {
    if (columns_.empty()) return false;
    if (words_ == 1) return find_one_word(seen, rules.front());
    Set left;
    std::copy_n(all_.data(), words_, left.data());
    std::fill_n(rules.data(), words_, 0);
    for (std::size_t at = 0; at < columns_.size(); ++at) {
        auto const& column = columns_[at];
        // A general cell is asked where the cells before it match: it may have something to tell.
        for (std::size_t word = 0; word < column.general.size(); ++word)
            rules[word] |= left[word] & column.general[word];
        if (column.asks_nothing()) continue;
        auto const& value = *seen[at];
        auto const* const set =
            column.knows(value) ? set_of(column, value) : set_of_other(column, value);
        if (set == nullptr) return false;
        for (std::size_t word = 0; word < words_; ++word) left[word] &= set[word];
    }
    for (std::size_t word = 0; word < words_; ++word) rules[word] |= left[word];
    return true;
}

}  // namespace jizhi::dmn
