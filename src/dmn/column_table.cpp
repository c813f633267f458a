#include "dmn/column_table.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <set>

#include "feel/column_kernel.hpp"
#include "feel/column_loop.hpp"

namespace jizhi::dmn {

using feel::Column;
using feel::Mask;
using Kind = Column::Kind;

namespace {

Run& run_of(feel::Batch& batch) { return *static_cast<Run*>(batch.environment().host); }

bool is_constant(Column const& column) {
    return column.is(Kind::coded) && column.entries->domain() == nullptr;
}

/// Numbers at one scale, if they fit it.
std::optional<Column> at_one_scale(Column const& column, std::size_t rows) {
    if (!column.scales) return column;
    feel::Undecided undecided(rows);
    auto made = feel::round_column(column, column.scale_max, Rounding::down, rows, undecided);
    if (!made) return std::nullopt;
    for (std::size_t i = 0; undecided && i < rows; ++i)
        if (undecided.has(i) && !column.is_null(i)) return std::nullopt;
    return made;
}

void tell_row(Column& column, std::size_t row, std::size_t rows) {
    if (!column.told) {
        column.told = Mask::make(rows);
        std::memset(column.told.write(), 0, rows);
    }
    column.told.write()[row] = 1;
}

std::vector<std::uint32_t> sorted(std::set<std::uint32_t> const& slots) {
    return {slots.begin(), slots.end()};
}

}  // namespace

bool ColumnTable::takes(TableNode const& table) {
    auto const& parts = table.parts();
    auto const policy = parts.hit_policy;
    return (policy == HitPolicy::unique || policy == HitPolicy::first) && !parts.rows.empty() &&
           std::ranges::none_of(parts.inputs,
                                [](auto const& each) { return each.allowed.has_value(); });
}

ColumnTable::ColumnTable(TableNode const& table, std::uint32_t slots)
    : table_(table), slots_(slots), match_(*this), pick_(*this) {
    auto const& parts = table.parts();
    for (auto const& each : parts.inputs)
        inputs_.push_back({make_column_node(each.expression.get(), slots),
                           std::make_unique<ColumnFit>(each.type, each.name)});
    std::set<std::uint32_t> cells, outputs;
    auto const read = [&](NodePtr const& node) {
        if (!node) return;
        for (auto const slot : slots_read(*node)) outputs.insert(slot);
    };
    for (auto const& row : parts.rows) {
        for (auto const& cell : row.cells)
            if (cell.kind() == Cell::Kind::code)
                for (auto const slot : slots_read(*cell.code(), 0)) cells.insert(slot);
        for (auto const& each : row.outputs) read(each);
    }
    cells.erase(0);
    for (auto const& each : parts.outputs) {
        read(each.otherwise);
        output_fits_.push_back(std::make_unique<ColumnFit>(each.type, parts.name));
    }
    cell_reads_ = sorted(cells);
    note_cells();
    output_reads_ = sorted(outputs);
}

/// Which rules say something in a column, and which of them only FEEL understands.
void ColumnTable::note_cells() {
    auto const& rows = table_.parts().rows;
    words_ = (rows.size() + ColumnIndex::word_bits - 1) / ColumnIndex::word_bits;
    all_.assign(words_, ~Word{0});
    if (auto const rest = rows.size() % ColumnIndex::word_bits; rest != 0)
        all_.back() = (Word{1} << rest) - 1;
    asks_.assign(inputs_.size(), std::vector<Word>(words_, 0));
    asks_feel_.assign(inputs_.size(), {});
    for (std::size_t rule = 0; rule < rows.size(); ++rule)
        for (std::size_t column = 0; column < inputs_.size(); ++column) {
            auto const kind = rows[rule].cells[column].kind();
            auto const bit = Word{1} << (rule % ColumnIndex::word_bits);
            if (kind != Cell::Kind::any) asks_[column][rule / ColumnIndex::word_bits] |= bit;
            if (kind != Cell::Kind::code) continue;
            asks_feel_[column].resize(words_);
            asks_feel_[column][rule / ColumnIndex::word_bits] |= bit;
        }
}

Value ColumnTable::Match::compute(std::span<Value const> from, feel::Batch& batch) const {
    auto const count = table_.inputs_.size();
    std::vector<Value> slots(table_.slots_);
    for (std::size_t i = 0; i < table_.cell_reads_.size(); ++i)
        slots[table_.cell_reads_[i]] = from[count + i];
    auto const hit = table_.table_.hit(from.first(count), slots, run_of(batch));
    if (hit == TableNode::not_unique) return {};
    if (hit != TableNode::no_rule) return Value(static_cast<std::int64_t>(hit));
    if (!table_.table_.has_default()) return {};
    return Value(static_cast<std::int64_t>(table_.table_.parts().rows.size()));
}

Value ColumnTable::Pick::compute(std::span<Value const> from, feel::Batch& batch) const {
    if (from[0].is_null()) return {};
    std::vector<Value> slots(table_.slots_);
    for (std::size_t i = 0; i < table_.output_reads_.size(); ++i)
        slots[table_.output_reads_[i]] = from[1 + i];
    auto const rule = static_cast<std::uint32_t>(from[0].integer_or(0));
    return table_.table_.output(rule, slots, run_of(batch));
}

/// Whether cells see the same constants as before: what was found for values still holds.
bool ColumnTable::steady(TableRun& held, ColumnSlots slots) const {
    std::vector<std::shared_ptr<feel::Entries>> now;
    for (auto const slot : cell_reads_) {
        if (!is_constant(slots[slot])) return false;
        now.push_back(slots[slot].entries);
    }
    if (!held.constants) held.constants = now;
    return *held.constants == now;
}

TableRun& ColumnTable::state(ColumnRun& run) const {
    auto& held = run.tables[this];
    if (!held) {
        held = std::make_unique<TableRun>();
        held->columns.resize(inputs_.size());
    }
    return *held;
}

Column ColumnTable::evaluate(ColumnSlots slots, ColumnRun& run, Mask const& mask) const {
    Columns seen;
    for (auto const& input : inputs_) {
        auto made = input.expression ? input.expression->evaluate(slots, run, mask) : null_column();
        seen.push_back(input.fit->evaluate(std::move(made), run));
    }
    auto hit = match(seen, slots, run, mask);
    if (run.note_hits) run.hits.push_back({table_.parts().site, hit});
    auto made = outputs(hit, slots, run, mask);
    auto const rows = run.batch.rows();
    feel::join_told(made, hit, rows);
    for (auto const& each : seen) feel::join_told(made, each, rows);
    return made;
}

Column ColumnTable::match(Columns& seen, ColumnSlots slots, ColumnRun& run,
                          Mask const& mask) const {
    constexpr std::uint64_t combinations_max = 4096;
    Columns from(seen);
    for (auto const slot : cell_reads_) from.push_back(slots[slot]);
    std::span<Column const> const all(from.data(), from.size());
    auto const coded =
        std::ranges::all_of(all, [](Column const& each) { return each.is(Kind::coded); });
    if (coded) {
        auto const* domain = run.batch.product(all);
        std::uint64_t combinations = 1;
        for (auto const* base : domain == nullptr ? std::vector<feel::Domain*>{} : domain->bases())
            combinations =
                std::min(combinations * std::max(base->size(), 1U), combinations_max + 1);
        auto const same = std::ranges::any_of(
            all, [&](Column const& each) { return each.entries->domain() == domain; });
        if (same || combinations <= combinations_max)
            if (auto made = run.batch.apply_coded(match_, all)) return *made;
    }
    return match_by_index(seen, slots, run, mask);
}

std::vector<Value> ColumnTable::constants(ColumnSlots slots) const {
    std::vector<Value> values(slots_);
    for (auto const slot : cell_reads_)
        if (is_constant(slots[slot])) values[slot] = slots[slot].entries->constant();
    return values;
}

/// `ask`: what only FEEL knows too; else such cells count as possible.
void ColumnTable::add_set(TableRun::Sets& sets, std::size_t column, Value const& value,
                          Slots constant_slots, bool ask, ColumnRun& run) const {
    auto const& rows = table_.parts().rows;
    auto const at = sets.words.size();
    sets.words.resize(at + words_, 0);
    auto& diagnostics = *run.batch.environment().diagnostics;
    diagnostics.clear();
    for (std::size_t rule = 0; rule < rows.size(); ++rule) {
        auto const& cell = rows[rule].cells[column];
        auto const possible = !ask && cell.kind() == Cell::Kind::code;
        if (possible || cell.matches(value, constant_slots, run.run))
            sets.words[at + rule / ColumnIndex::word_bits] |= Word{1}
                                                              << (rule % ColumnIndex::word_bits);
    }
    // What a cell tells counts only where the cells before it match: one by one, then.
    auto const told = !diagnostics.empty();
    sets.unsure.push_back(told ? 1 : 0);
    sets.any_unsure = sets.any_unsure || told;
    ++sets.size;
}

TableRun::Sets const& ColumnTable::sets_of(TableRun::OfColumn& state, std::size_t column,
                                           std::shared_ptr<feel::Entries> const& entries,
                                           ColumnSlots slots, ColumnRun& run) const {
    auto const [at, added] = state.by_entries.try_emplace(entries.get());
    if (added) state.kept.push_back(entries);
    auto& sets = at->second;
    if (sets.size < entries->values().size()) {
        auto known = constants(slots);
        while (sets.size < entries->values().size())
            add_set(sets, column, entries->values()[sets.size], known, true, run);
    }
    return sets;
}

/// The matching of one block. A table of up to 64 rules keeps a set for each row; a larger one
/// notes for each row and column which set of the column it has, and takes them together at the
/// end.
struct ColumnTable::Matching {
    ColumnTable const& table;
    ColumnRun& run;
    TableRun& state;
    ColumnSlots slots;
    Mask const& mask;
    std::size_t rows, words;
    bool first;
    std::uint32_t none;
    bool any_unsure = false, any_general = false;
    struct Inexact {
        ColumnIndex const* index;
        std::int64_t const* integers;
        std::uint8_t const* nulls;
    };
    std::vector<Inexact> inexact;

    Matching(ColumnTable const& of, ColumnRun& of_run, TableRun& of_state, ColumnSlots of_slots,
             Mask const& of_mask)
        : table(of),
          run(of_run),
          state(of_state),
          slots(of_slots),
          mask(of_mask),
          rows(of_run.batch.rows()),
          words(of.words_),
          first(of.table_.parts().hit_policy == HitPolicy::first),
          none(static_cast<std::uint32_t>(of.table_.parts().rows.size())) {
        state.unsure.assign(rows, 0);
        state.steps.clear();
        if (words == 1) state.sets.assign(rows, of.all_.front());
    }

    [[nodiscard]] bool one_word() const { return words == 1; }
    /// Each row keeps the rules of its set; `set_of`: that of a row.
    void keep(auto const& set_of) {
        if (one_word()) {
            for (std::size_t row = 0; row < rows; ++row) state.sets[row] &= *set_of(row);
            return;
        }
        auto& mine = state.steps.emplace_back().sets;
        mine.resize(rows);
        for (std::size_t row = 0; row < rows; ++row) mine[row] = set_of(row);
    }
    void be_unsure(TableRun::Sets const& of, auto const& code_of) {
        if (!of.any_unsure) return;
        any_unsure = true;
        for (std::size_t row = 0; row < rows; ++row)
            state.unsure[row] |= of.unsure[static_cast<std::size_t>(code_of(row))];
    }
    void by_sets(TableRun::Sets const& of, auto const* codes) {
        auto const* sets = of.words.data();
        if (one_word())
            feel::loop::keep_coded(sets, codes, state.sets.data(), rows);
        else
            keep([&](std::size_t row) { return sets + codes[row] * words; });
        be_unsure(of, [&](std::size_t row) { return codes[row]; });
    }
    void by_entries(TableRun::Sets const& of, feel::Entries const& entries) {
        if (entries.domain() != nullptr) return by_sets(of, entries.domain()->codes());
        keep([&](std::size_t) { return of.words.data(); });
        be_unsure(of, [](std::size_t) { return 0; });
    }
    /// The sets of false, true and null.
    TableRun::Sets const& simple(std::size_t column, bool ask) {
        auto& held = state.columns[column].simple[ask ? 1 : 0];
        if (!held) {
            held.emplace(TableRun::Sets{});
            auto known = table.constants(slots);
            for (auto const& value : {Value(false), Value(true), Value()})
                table.add_set(*held, column, value, known, ask, run);
        }
        return *held;
    }
    void by_numbers(std::size_t column, Column const& values) {
        auto const [at, added] = state.columns[column].by_scale.try_emplace(
            values.scale, table.table_.parts(), column, values.scale);
        auto const& index = at->second;
        auto const* integers = values.integers.data();
        auto const* nulls = values.nulls ? values.nulls.data() : nullptr;
        if (!index.exact()) inexact.push_back({&index, integers, nulls});
        if (nulls == nullptr && !index.direct().empty()) {
            auto const last = index.first() + static_cast<std::int64_t>(index.direct().size()) - 1;
            feel::loop::keep_between(index.direct().data(), index.first(), last, integers,
                                     state.sets.data(), rows);
        } else if (nulls == nullptr) {
            keep([&](std::size_t row) { return index.rules(integers[row]); });
        } else {
            auto const& of = simple(column, false);
            auto const* null = of.words.data() + 2 * words;
            keep([&](std::size_t row) {
                return nulls[row] != 0 ? null : index.rules(integers[row]);
            });
            any_unsure = any_unsure || of.unsure[2] != 0;
            for (std::size_t row = 0; of.unsure[2] != 0 && row < rows; ++row)
                state.unsure[row] |= nulls[row];
        }
    }
    /// Rules whose cells only the scalar back end can ask: it asks them where all before match, and
    /// they may have something to tell.
    void ask_one_by_one(std::vector<Word> const& asked) {
        if (std::ranges::all_of(asked, [](Word word) { return word == 0; })) return;
        if (!one_word()) {
            any_general = true;
            state.steps.emplace_back().general = &asked;
            return;
        }
        for (std::size_t row = 0; row < rows; ++row)
            if ((state.sets[row] & asked.front()) != 0) be_unsure(row);
    }
    /// Whether a row's values are in the rule's cells where their buckets alone do not say so.
    [[nodiscard]] bool holds(std::uint32_t rule, std::size_t row) const {
        return std::ranges::all_of(inexact, [&](Inexact const& each) {
            return (each.nulls != nullptr && each.nulls[row] != 0) ||
                   each.index->holds(rule, each.integers[row]);
        });
    }
    /// The rule of each row; the number of rules for none, one more for several or unsure ones.
    void find(std::uint32_t* to) {
        if (one_word() && inexact.empty()) {
            (void)feel::loop::lowest(state.sets.data(), first, none, to, rows);
            return;
        }
        std::vector<Word const*> sets;
        for (std::size_t row = 0; row < rows; ++row) {
            if (mask && mask[row] == 0) continue;
            if (any_general && asks(row)) be_unsure(row);
            sets.assign(1, one_word() ? &state.sets[row] : table.all_.data());
            for (auto const& step : state.steps)
                if (!step.sets.empty()) sets.push_back(step.sets[row]);
            to[row] = state.unsure[row] != 0 ? none + 1 : find_in(sets, row);
        }
    }
    /// Whether some rule's cell that only the scalar back end can ask has all before it matching.
    [[nodiscard]] bool asks(std::size_t row) const {
        for (std::size_t word = 0; word < words; ++word) {
            auto left = table.all_[word];
            for (auto const& step : state.steps) {
                if (step.general == nullptr)
                    left &= step.sets[row][word];
                else if ((left & (*step.general)[word]) != 0)
                    return true;
            }
        }
        return false;
    }
    std::uint32_t find_in(std::vector<Word const*>& sets, std::size_t row) {
        constexpr std::size_t words_at_a_time = 16;
        std::array<Word, words_at_a_time> both;
        auto found = none;
        for (std::size_t from = 0; from < words; from += words_at_a_time) {
            auto const here = std::min(words_at_a_time, words - from);
            feel::loop::in_all(sets.data(), sets.size(), both.data(), here);
            for (auto& set : sets) set += here;
            for (std::size_t word = 0; word < here; ++word)
                for (auto left = both[word]; left != 0; left &= left - 1) {
                    auto const bit = static_cast<std::size_t>(std::countr_zero(left));
                    auto const rule = static_cast<std::uint32_t>((from + word) * 64 + bit);
                    if (!holds(rule, row)) continue;
                    if (first) return rule;
                    found = found == none ? rule : none + 1;
                }
        }
        return found;
    }
    void be_unsure(std::size_t row) {
        any_unsure = true;
        state.unsure[row] = 1;
    }
};

Column ColumnTable::match_by_index(Columns& seen, ColumnSlots slots, ColumnRun& run,
                                   Mask const& mask) const {
    auto& held = state(run);
    Matching matching(*this, run, held, slots, mask);
    auto const known = steady(held, slots);
    for (std::size_t column = 0; column < seen.size(); ++column) {
        if (seen[column].is(Kind::booleans)) {
            if (!known) matching.ask_one_by_one(asks_feel_[column]);
            matching.by_sets(matching.simple(column, known), seen[column].flags.data());
            continue;
        }
        auto whole = run.batch.coded(match_, column, seen[column]);
        auto flat = whole.is(Kind::numbers) ? at_one_scale(whole, matching.rows) : std::nullopt;
        if (whole.is(Kind::coded) && known) {
            auto const& entries = whole.entries;
            matching.by_entries(sets_of(held.columns[column], column, entries, slots, run),
                                *entries);
            continue;
        }
        matching.ask_one_by_one(flat ? asks_feel_[column] : asks_[column]);
        if (flat) matching.by_numbers(column, *flat);
        seen[column] = flat ? *flat : whole;
    }
    return hits_of(matching, seen, slots, run);
}

/// Next hits of this block.
TableRun::Hits& ColumnTable::next_hits(TableRun& held, ColumnRun& run) const {
    if (held.block != run.batch.block()) held.used = 0;
    held.block = run.batch.block();
    if (held.used == held.hits.size()) {
        auto& made = *held.hits.emplace_back(std::make_unique<TableRun::Hits>());
        made.domain = &run.batch.new_domain();
        made.entries = std::make_shared<feel::Entries>(*made.domain);
        auto const count = table_.parts().rows.size();
        for (std::size_t rule = 0; rule < count; ++rule)
            made.entries->append(Value(static_cast<std::int64_t>(rule)));
        made.entries->append(table_.has_default() ? Value(static_cast<std::int64_t>(count))
                                                  : Value());
        made.entries->append(Value());
    }
    return *held.hits[held.used++];
}

Column ColumnTable::hits_of(Matching& matching, Columns const& seen, ColumnSlots slots,
                            ColumnRun& run) const {
    auto& hits = next_hits(matching.state, run);
    auto const none = matching.none;
    auto* codes = hits.codes.write();
    matching.find(codes);
    Column made;
    std::vector<Value> from(seen.size() + cell_reads_.size());
    for (std::size_t row = 0; row < matching.rows; ++row) {
        if (codes[row] != none + 1 && !matching.any_unsure && !matching.mask) continue;
        auto told = codes[row] == none + 1;
        if (matching.mask && matching.mask[row] == 0) {
            codes[row] = none + 1;
            told = false;
        } else if (matching.state.unsure[row] != 0) {
            for (std::size_t i = 0; i < seen.size(); ++i) from[i] = seen[i].at(row);
            for (std::size_t i = 0; i < cell_reads_.size(); ++i)
                from[seen.size() + i] = slots[cell_reads_[i]].at(row);
            told = false;
            auto const rule = run.batch.scalar(match_, from, told);
            codes[row] = rule.is_null() ? (told ? none + 1 : none)
                                        : static_cast<std::uint32_t>(rule.integer_or(0));
        }
        if (told) tell_row(made, row, matching.rows);
    }
    hits.domain->set_codes(codes, none + 2, run.batch.block());
    made.entries = hits.entries;
    return made;
}

Column ColumnTable::outputs(Column const& hit, ColumnSlots slots, ColumnRun& run,
                            Mask const& mask) const {
    constexpr std::uint64_t combinations_max = 4096;
    Columns from{hit};
    for (auto const slot : output_reads_) from.push_back(slots[slot]);
    std::span<Column const> const all(from.data(), from.size());
    if (std::ranges::all_of(all, [](Column const& each) { return each.is(Kind::coded); })) {
        auto const* domain = run.batch.product(all);
        std::uint64_t combinations = 1;
        if (domain != nullptr)
            for (auto const* base : domain->bases())
                combinations =
                    std::min(combinations * std::max(base->size(), 1U), combinations_max + 1);
        if (domain == hit.entries->domain() || combinations <= combinations_max)
            if (auto made = run.batch.apply_coded(pick_, all)) return *made;
    }
    auto const rows = run.batch.rows();
    auto const rules = feel::decoded(hit, rows);
    std::vector<std::uint8_t> present(table_.parts().rows.size() + 1);
    auto covered = true;
    for (std::size_t row = 0; row < rows; ++row) {
        if (mask && mask[row] == 0) continue;
        auto const none = rules.is_null(row);
        covered = covered && !none;
        if (!none) present[static_cast<std::size_t>(rules.integers[row])] = 1;
    }
    std::optional<Column> made;
    for (std::size_t rule = 0; rule < present.size(); ++rule) {
        if (present[rule] == 0) continue;
        Column here;
        here.kind = Kind::booleans;
        here.flags = Mask::make(rows);
        auto* const flags = here.flags.write();
        auto const number = static_cast<std::int64_t>(rule);
        for (std::size_t row = 0; row < rows; ++row)
            flags[row] = !rules.is_null(row) && rules.integers[row] == number ? 1 : 0;
        auto const of_rule = output_of(static_cast<std::uint32_t>(rule), slots, run, here.flags);
        // Where every row has a rule, the others of the first one are overwritten later.
        if (!made && covered && !feel::tells(of_rule)) made = of_rule;
        else made = feel::choose_column(here, of_rule, made ? *made : null_column(), rows);
    }
    return made ? std::move(*made) : null_column();
}

Column ColumnTable::output_of(std::uint32_t rule, ColumnSlots slots, ColumnRun& run,
                              Mask const& mask) const {
    auto const& parts = table_.parts();
    auto const [at, added] = state(run).outputs.try_emplace(rule);
    auto const count = parts.outputs.size();
    if (added)
        for (std::size_t i = 0; i < count; ++i) {
            auto const& node =
                rule < parts.rows.size() ? parts.rows[rule].outputs[i] : parts.outputs[i].otherwise;
            at->second.push_back(make_column_node(node.get(), slots_));
        }
    std::vector<std::pair<std::string, Column>> made;
    for (std::size_t i = 0; i < count; ++i) {
        auto const& node = at->second[i];
        auto column = node ? node->evaluate(slots, run, mask) : null_column();
        made.emplace_back(parts.outputs[i].name, output_fits_[i]->evaluate(std::move(column), run));
    }
    if (count == 1) return std::move(made.front().second);
    Column record;
    record.kind = Kind::record;
    record.parts =
        std::make_shared<std::vector<std::pair<std::string, Column>> const>(std::move(made));
    return record;
}

}  // namespace jizhi::dmn
