#include "dmn/column_table.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <set>

#include "feel/column_kernel.hpp"

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
    auto const words = (rows.size() + ColumnIndex::word_bits - 1) / ColumnIndex::word_bits;
    asks_.assign(inputs_.size(), std::vector<Word>(words, 0));
    asks_feel_.assign(inputs_.size(), {});
    for (std::size_t rule = 0; rule < rows.size(); ++rule)
        for (std::size_t column = 0; column < inputs_.size(); ++column) {
            auto const kind = rows[rule].cells[column].kind();
            auto const bit = Word{1} << (rule % ColumnIndex::word_bits);
            if (kind != Cell::Kind::any) asks_[column][rule / ColumnIndex::word_bits] |= bit;
            if (kind != Cell::Kind::code) continue;
            asks_feel_[column].resize(words);
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

void ColumnTable::add_set(TableRun::Sets& sets, std::size_t column, Value const& value,
                          Slots constant_slots, ColumnRun& run) const {
    auto const& rows = table_.parts().rows;
    auto const words = (rows.size() + ColumnIndex::word_bits - 1) / ColumnIndex::word_bits;
    auto const at = sets.words.size();
    sets.words.resize(at + words, 0);
    auto& diagnostics = *run.batch.environment().diagnostics;
    diagnostics.clear();
    for (std::size_t rule = 0; rule < rows.size(); ++rule)
        if (rows[rule].cells[column].matches(value, constant_slots, run.run))
            sets.words[at + rule / ColumnIndex::word_bits] |= Word{1}
                                                              << (rule % ColumnIndex::word_bits);
    // What a cell tells counts only where the cells before it match: one by one, then.
    sets.unsure.push_back(diagnostics.empty() ? 0 : 1);
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
            add_set(sets, column, entries->values()[sets.size], known, run);
    }
    return sets;
}

/// The matching of one block: for each row the set of rules that are still possible.
struct ColumnTable::Matching {
    ColumnTable const& table;
    ColumnRun& run;
    TableRun& state;
    ColumnSlots slots;
    Mask const& mask;
    std::size_t rows, words;
    std::vector<Word> sets;
    std::vector<std::uint8_t> unsure;
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
          words((of.table_.parts().rows.size() + ColumnIndex::word_bits - 1) /
                ColumnIndex::word_bits),
          sets(rows * words, ~Word{0}),
          unsure(rows, 0) {
        auto const rest = of.table_.parts().rows.size() % ColumnIndex::word_bits;
        if (rest != 0)
            for (std::size_t row = 0; row < rows; ++row)
                sets[row * words + words - 1] = (Word{1} << rest) - 1;
    }

    void keep(std::size_t row, Word const* allowed) {
        auto* own = sets.data() + row * words;
        for (std::size_t word = 0; word < words; ++word) own[word] &= allowed[word];
    }
    void by_sets(TableRun::Sets const& of, auto const& code_of) {
        auto const any_unsure = std::ranges::find(of.unsure, 1) != of.unsure.end();
        if (words == 1)
            for (std::size_t row = 0; row < rows; ++row) sets[row] &= of.words[code_of(row)];
        else
            for (std::size_t row = 0; row < rows; ++row)
                keep(row, of.words.data() + code_of(row) * words);
        if (!any_unsure) return;
        for (std::size_t row = 0; row < rows; ++row) unsure[row] |= of.unsure[code_of(row)];
    }
    /// The sets of null, false and true.
    TableRun::Sets const& simple(std::size_t column) {
        auto& held = state.columns[column].simple;
        if (!held) {
            held.emplace(TableRun::Sets{});
            auto known = table.constants(slots);
            for (auto const& value : {Value(), Value(false), Value(true)})
                table.add_set(*held, column, value, known, run);
        }
        return *held;
    }
    void by_numbers(std::size_t column, Column const& values) {
        auto const [at, added] = state.columns[column].by_scale.try_emplace(
            values.scale, table.table_.parts(), column, values.scale);
        auto const& index = at->second;
        auto const* integers = values.integers.data();
        auto const* nulls = values.nulls ? values.nulls.data() : nullptr;
        if (words == 1 && nulls == nullptr) {
            by_one_word(index, integers);
        } else {
            auto const* none = nulls == nullptr ? nullptr : &simple(column);
            for (std::size_t row = 0; row < rows; ++row) {
                auto const null = nulls != nullptr && nulls[row] != 0;
                keep(row, null ? none->words.data() : index.rules(integers[row]));
                if (null) unsure[row] |= none->unsure[0];
            }
        }
        if (!index.exact()) inexact.push_back({&index, integers, nulls});
    }
    void by_one_word(ColumnIndex const& index, std::int64_t const* integers) {
        constexpr std::size_t few = 32;  // cuts: counting them all is quicker than a search
        auto const cuts = index.cuts();
        auto const* allowed = index.sets();
        if (cuts.size() > few) {
            for (std::size_t row = 0; row < rows; ++row)
                sets[row] &= allowed[index.bucket(integers[row])];
            return;
        }
        std::array<std::int64_t, feel::block_rows> buckets;
        std::fill_n(buckets.begin(), rows, 0);
        for (auto const cut : cuts)
            for (std::size_t row = 0; row < rows; ++row)
                buckets[row] += integers[row] >= cut ? 1 : 0;
        for (std::size_t row = 0; row < rows; ++row)
            sets[row] &= allowed[static_cast<std::size_t>(buckets[row])];
    }
    /// Rules that their buckets allow, but not their cells.
    void drop_inexact() {
        if (inexact.empty()) return;
        for (std::size_t row = 0; row < rows; ++row)
            for (std::size_t word = 0; word < words; ++word)
                for (auto left = sets[row * words + word]; left != 0; left &= left - 1) {
                    auto const bit = static_cast<std::uint32_t>(std::countr_zero(left));
                    auto const rule = static_cast<std::uint32_t>(word * 64) + bit;
                    auto const holds = std::ranges::all_of(inexact, [&](Inexact const& each) {
                        return (each.nulls != nullptr && each.nulls[row] != 0) ||
                               each.index->holds(rule, each.integers[row]);
                    });
                    if (!holds) sets[row * words + word] &= ~(Word{1} << bit);
                }
    }
    /// Rows for which a rule with a cell that only FEEL knows is still possible.
    void find_unsure(std::vector<Word> const& general) {
        for (std::size_t row = 0; row < rows; ++row)
            for (std::size_t word = 0; word < words; ++word)
                if ((sets[row * words + word] & general[word]) != 0) unsure[row] = 1;
    }
    /// The rule of a row; the number of rules for none, one more for several.
    [[nodiscard]] std::uint32_t rule_of(std::size_t row, bool first) const {
        auto const none = static_cast<std::uint32_t>(table.table_.parts().rows.size());
        auto const* own = sets.data() + row * words;
        for (std::size_t word = 0; word < words; ++word) {
            if (own[word] == 0) continue;
            auto const rule = static_cast<std::uint32_t>(word * 64) +
                              static_cast<std::uint32_t>(std::countr_zero(own[word]));
            if (first) return rule;
            auto many = (own[word] & (own[word] - 1)) != 0;
            for (auto after = word + 1; !many && after < words; ++after) many = own[after] != 0;
            return many ? none + 1 : rule;
        }
        return none;
    }
};

Column ColumnTable::match_by_index(Columns& seen, ColumnSlots slots, ColumnRun& run,
                                   Mask const& mask) const {
    auto& held = state(run);
    Matching matching(*this, run, held, slots, mask);
    std::vector<Word> general(matching.words, 0);
    auto const known = steady(held, slots);
    for (std::size_t column = 0; column < seen.size(); ++column) {
        auto whole = run.batch.coded(match_, column, seen[column]);
        auto flat = whole.is(Kind::numbers) ? at_one_scale(whole, matching.rows) : std::nullopt;
        if (whole.is(Kind::coded) && known) {
            auto const& entries = whole.entries;
            auto const& sets = sets_of(held.columns[column], column, entries, slots, run);
            matching.by_sets(sets, [&](std::size_t row) { return entries->code(row); });
            continue;
        }
        auto const& asking = flat ? asks_feel_[column] : asks_[column];
        for (std::size_t word = 0; word < asking.size(); ++word) general[word] |= asking[word];
        if (flat) matching.by_numbers(column, *flat);
        seen[column] = flat ? *flat : whole;
    }
    matching.drop_inexact();
    matching.find_unsure(general);
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
    auto const first = table_.parts().hit_policy == HitPolicy::first;
    auto const none = static_cast<std::uint32_t>(table_.parts().rows.size());
    auto* codes = hits.codes.write();
    Column made;
    std::vector<Value> from(seen.size() + cell_reads_.size());
    auto const tell = [&](std::size_t row) {
        if (!made.told) {
            made.told = Mask::make(matching.rows);
            std::memset(made.told.write(), 0, matching.rows);
        }
        made.told.write()[row] = 1;
    };
    for (std::size_t row = 0; row < matching.rows; ++row) {
        codes[row] = none + 1;
        if (matching.mask && matching.mask[row] == 0) continue;
        if (matching.unsure[row] == 0) {
            codes[row] = matching.rule_of(row, first);
            if (codes[row] == none + 1) tell(row);
            continue;
        }
        for (std::size_t i = 0; i < seen.size(); ++i) from[i] = seen[i].at(row);
        for (std::size_t i = 0; i < cell_reads_.size(); ++i)
            from[seen.size() + i] = slots[cell_reads_[i]].at(row);
        auto told = false;
        auto const rule = run.batch.scalar(match_, from, told);
        codes[row] = rule.is_null() ? (told ? none + 1 : none)
                                    : static_cast<std::uint32_t>(rule.integer_or(0));
        if (told) tell(row);
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
    std::set<std::int64_t> present;
    auto const rules = feel::decoded(hit, rows);
    for (std::size_t row = 0; row < rows; ++row)
        if ((!mask || mask[row] != 0) && !rules.is_null(row)) present.insert(rules.integers[row]);
    auto covered = true;
    for (std::size_t row = 0; row < rows; ++row)
        covered = covered && ((mask && mask[row] == 0) || !rules.is_null(row));
    std::optional<Column> made;
    for (auto const rule : present) {
        Column here;
        here.kind = Kind::booleans;
        here.flags = Mask::make(rows);
        for (std::size_t row = 0; row < rows; ++row)
            here.flags.write()[row] = !rules.is_null(row) && rules.integers[row] == rule ? 1 : 0;
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
