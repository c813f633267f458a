#include <algorithm>
#include <optional>

#include "feel/columnar.hpp"
#include "feel/identity.hpp"
#include "kit/decimal.hpp"
#include "value/held.hpp"

namespace jizhi::feel {
namespace {

using Kind = Column::Kind;

/// A context of the parts' values.
class RecordComputer : public Computer {
public:
    explicit RecordComputer(std::vector<std::string> names) : names_(std::move(names)) {}
    [[nodiscard]] Value compute(std::span<Value const> from, Batch&) const override {
        std::vector<Context::Entry> made;
        made.reserve(names_.size());
        for (std::size_t i = 0; i < names_.size(); ++i) made.emplace_back(names_[i], from[i]);
        return Value(Context::of(std::move(made)));
    }

private:
    std::vector<std::string> names_;
};

bool all_coded(std::span<Column const> columns) {
    return std::ranges::all_of(columns, [](Column const& each) { return each.is(Kind::coded); });
}

}  // namespace

/// Codes that were given to the distinct values of a column that came without.
struct Batch::Recoded {
    static constexpr std::uint32_t size_max = 4096;
    Domain* domain = nullptr;
    std::shared_ptr<Entries> entries;
    boost::unordered_flat_map<std::uint64_t, std::uint32_t> codes;
    std::uint32_t null_code = 0xffffffff;
    Cells<std::uint32_t> rows = Cells<std::uint32_t>::make(block_rows);
    std::uint64_t block = 0;
    void const* asked = nullptr;  ///< the cells of that block
    bool given_up = false;
    boost::unordered_flat_map<Value, std::uint32_t, IdentityHash, IdentityEqual> of_values;

    std::uint32_t code(Value const& value) {
        auto const next = static_cast<std::uint32_t>(entries->values().size());
        auto const [at, added] = of_values.try_emplace(value, next);
        if (added) entries->append(value);
        return at->second;
    }

    std::uint32_t code(Column const& column, std::size_t row) {
        auto const null =
            column.is(Kind::booleans) ? column.flags[row] == Column::unknown : column.is_null(row);
        auto const next = static_cast<std::uint32_t>(entries->values().size());
        if (null) {
            if (null_code == 0xffffffff) null_code = next, entries->append(Value());
            return null_code;
        }
        auto const value =
            column.is(Kind::booleans) ? std::int64_t{column.flags[row]} : column.integers[row];
        // Numbers that differ in scale alone are told apart; large ones may meet, and then are
        // not coded at all.
        auto const key = static_cast<std::uint64_t>(value) << 8U |
                         static_cast<std::uint8_t>(column.scale_at(row));
        auto const [at, added] = codes.try_emplace(key, next);
        if (added) entries->append(column.at(row));
        return at->second;
    }
};

Batch::Batch(Environment& environment)
    : environment_(environment), before_(environment.diagnostics) {
    environment_.diagnostics = &diagnostics_;
}

Batch::~Batch() { environment_.diagnostics = before_; }

void Batch::begin(std::size_t rows) {
    rows_ = rows;
    ++block_;
    wholes_.clear();
}

Domain& Batch::new_domain() { return *domains_.emplace_back(std::make_unique<Domain>(next_id_++)); }

std::size_t Batch::Hash::operator()(Key const& key) const {
    std::size_t hash = 0;
    for (auto const* each : key)
        hash = (hash ^ reinterpret_cast<std::uintptr_t>(each)) * 0x9e3779b97f4a7c15U;
    return hash ^ (hash >> 32U);
}

Domain* Batch::product(std::span<Column const> columns) {
    boost::container::small_vector<Domain*, 8> bases;
    for (auto const& column : columns)
        if (column.is(Kind::coded) && column.entries->domain() != nullptr)
            for (auto* base : column.entries->domain()->bases()) bases.push_back(base);
    std::ranges::sort(bases, {}, &Domain::id);
    auto const again = std::ranges::unique(bases);
    bases.erase(again.begin(), again.end());
    if (bases.empty()) return nullptr;
    auto* made = bases.front();
    for (std::size_t i = 1; i < bases.size(); ++i) {
        auto& found = products_[{made, bases[i]}];
        if (found == nullptr)
            found =
                domains_.emplace_back(std::make_unique<Domain>(next_id_++, made, bases[i])).get();
        made = found;
    }
    return made;
}

Column Batch::whole(Column column) {
    if (!column.is(Kind::record)) return column;
    auto const known = std::ranges::find(wholes_, column.parts, &Whole::first);
    if (known != wholes_.end()) return known->second;
    std::vector<std::string> names;
    std::vector<Column> parts;
    for (auto const& [name, part] : *column.parts) {
        names.push_back(name);
        parts.push_back(part);
    }
    auto& computer = records_[names];
    if (!computer) computer = std::make_unique<RecordComputer>(std::move(names));
    auto made = apply(*computer, parts, {});
    wholes_.emplace_back(column.parts, made);
    return made;
}

/// What a column of this block is known by.
void const* Batch::cells_of(Column const& column) {
    if (column.is(Kind::values)) return column.values.get();
    if (column.is(Kind::booleans)) return column.flags.data();
    return column.integers.data();
}

bool Batch::recode(Computer const& computer, std::size_t place, Column& column) {
    auto const flat = column.is(Kind::values) ? column_of(*column.values) : column;
    auto const any = flat.is(Kind::values);
    auto& held = recoded_[{&computer, place}];
    if (!held) {
        held = std::make_unique<Recoded>();
        held->domain = &new_domain();
        held->entries = std::make_shared<Entries>(*held->domain);
    }
    auto& made = *held;
    constexpr std::uint64_t wide = std::uint64_t{1} << 54U;
    auto const* cells = cells_of(column);
    auto const again = made.block == block_ && made.asked == cells;
    if (made.given_up || (made.block == block_ && !again) || flat.bound >= wide) return false;
    for (std::size_t row = 0; !again && row < rows_; ++row)
        made.rows.write()[row] = any ? made.code((*flat.values)[row]) : made.code(flat, row);
    made.block = block_;
    made.asked = cells;
    auto const size = static_cast<std::uint32_t>(made.entries->values().size());
    made.given_up = size > Recoded::size_max;
    made.domain->set_codes(made.rows.data(), size, block_);
    Column coded;
    coded.entries = made.entries;
    join_told(coded, column, rows_);
    column = std::move(coded);
    return !made.given_up;
}

Column Batch::coded(Computer const& computer, std::size_t place, Column const& column) {
    auto made = whole(column);
    if (made.is(Kind::coded) || made.is(Kind::numbers)) return made;
    if (recode(computer, place, made)) return made;
    return whole(column);
}

Value Batch::scalar(Computer const& computer, std::span<Value const> from, bool& told) {
    environment_.depth = 0;
    environment_.steps = 0;
    environment_.stopped = false;
    begin_holding();
    diagnostics_.clear();
    auto value = computer.compute(from, *this);
    told = told || !diagnostics_.empty();
    if (environment_.stopped) return {};
    return value;
}

std::optional<Column> Batch::apply_coded(Computer const& computer, std::span<Column const> from) {
    auto* domain = product(from);
    if (domain != nullptr && !domain->encode(rows_, block_)) return std::nullopt;
    Key key{&computer};
    for (auto const& each : from) key.push_back(each.entries.get());
    auto& entries = memo_[key];
    if (!entries) {
        std::vector<std::shared_ptr<Entries>> all;
        for (auto const& each : from) all.push_back(each.entries);
        entries = std::make_shared<Entries>(domain, computer, std::move(all));
    }
    entries->extend(*this);
    Column made;
    made.entries = entries;
    for (auto const& each : from)
        if (each.told) join_told(made, each, rows_);
    return made;
}

Column Batch::by_row(Computer const& computer, std::span<Column const> from, Mask const& mask) {
    std::vector<Value> values(rows_);
    std::vector<Value> row_values(from.size());
    Mask told;
    for (std::size_t row = 0; row < rows_; ++row) {
        if (mask && mask[row] == 0) continue;
        auto row_told = false;
        for (std::size_t i = 0; i < from.size(); ++i) {
            row_values[i] = from[i].at(row);
            row_told = row_told || from[i].told_at(row);
        }
        values[row] = scalar(computer, row_values, row_told);
        if (!row_told) continue;
        if (!told) {
            told = Mask::make(rows_);
            std::fill_n(told.write(), rows_, std::uint8_t{0});
        }
        told.write()[row] = 1;
    }
    auto made = column_of(std::move(values));
    made.told = told;
    return made;
}

Column Batch::apply(Computer const& computer, std::span<Column const> from, Mask const& mask) {
    std::vector<Column> columns;
    columns.reserve(from.size());
    for (auto const& each : from) columns.push_back(whole(each));
    if (!all_coded(columns)) {
        auto coded = columns;
        auto possible = true;
        for (std::size_t i = 0; possible && i < coded.size(); ++i)
            if (!coded[i].is(Kind::coded)) possible = recode(computer, i, coded[i]);
        if (possible)
            if (auto made = apply_coded(computer, coded)) return *made;
        return by_row(computer, columns, mask);
    }
    if (auto made = apply_coded(computer, columns)) return *made;
    return by_row(computer, columns, mask);
}

}  // namespace jizhi::feel
