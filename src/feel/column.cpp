#include "feel/column.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <new>

#include "feel/column_loop.hpp"
#include "feel/domain.hpp"

namespace jizhi::feel {
namespace {

using Kind = Column::Kind;

/// Memory that a thread keeps, by size in steps of a kilobyte. Cells may outlive it: what comes
/// back when it is closed goes to the heap.
struct Kept {
    static constexpr std::size_t step = 1024, each_max = 48;
    /// Up to a block of 16 bytes a row and what the counting of owners adds.
    static constexpr std::size_t sizes = block_rows * 16 / step + 2;
    std::array<std::array<void*, each_max>, sizes> memory;
    std::array<std::size_t, sizes> count;
    bool closed;
};
thread_local Kept kept;

/// Gives it all back when the thread ends.
struct Closing {
    ~Closing() {
        kept.closed = true;
        for (std::size_t size = 0; size < Kept::sizes; ++size)
            for (std::size_t i = 0; i < kept.count[size]; ++i)
                ::operator delete(kept.memory[size][i]);
        kept.count = {};
    }
};

template <class T>
Cells<T> copied(std::vector<T> const& from) {
    auto cells = Cells<T>::make(from.size());
    std::ranges::copy(from, cells.write());
    return cells;
}

/// Takes values one by one as numbers, days or booleans as long as they are all such.
Column typed_column(Entries::Typed const& typed) {
    Column made;
    made.kind = typed.kind;
    if (typed.kind == Kind::booleans) {
        auto const count = typed.integers.size();
        made.flags = Cells<std::uint8_t>::make(count);
        for (std::size_t i = 0; i < count; ++i)
            made.flags.write()[i] = typed.nulls[i] != 0
                                        ? Column::unknown
                                        : static_cast<std::uint8_t>(typed.integers[i]);
        return made;
    }
    made.integers = copied(typed.integers);
    if (typed.any_null) made.nulls = copied(typed.nulls);
    made.bound = typed.bound;
    made.scale_min = std::min(typed.scale_min, typed.scale_max);
    made.scale_max = typed.scale_max;
    made.scale = typed.scale_max;
    if (made.scale_min == made.scale_max) return made;
    made.scales = copied(typed.scales);
    for (std::size_t i = 0; i < typed.nulls.size(); ++i)
        if (typed.nulls[i] != 0) made.scales.write()[i] = static_cast<std::int8_t>(made.scale_max);
    return made;
}

Column broadcast(Entries::Typed const& typed, std::size_t rows) {
    Column made;
    made.kind = typed.kind;
    auto const null = typed.any_null;
    if (typed.kind == Kind::booleans) {
        made.flags = Cells<std::uint8_t>::make(rows);
        auto const flag = null ? Column::unknown : static_cast<std::uint8_t>(typed.integers[0]);
        std::memset(made.flags.write(), flag, rows);
        return made;
    }
    made.integers = Cells<std::int64_t>::make(rows);
    std::fill_n(made.integers.write(), rows, typed.integers[0]);
    if (null) {
        made.nulls = Cells<std::uint8_t>::make(rows);
        std::memset(made.nulls.write(), 1, rows);
    }
    made.bound = typed.bound;
    made.scale = made.scale_min = made.scale_max = null ? 0 : typed.scale_max;
    return made;
}

Column gathered(Entries::Typed const& typed, std::uint32_t const* codes, std::size_t rows) {
    Column made;
    made.kind = typed.kind;
    if (typed.kind == Kind::booleans) {
        made.flags = Cells<std::uint8_t>::make(rows);
        auto* to = made.flags.write();
        for (std::size_t i = 0; i < rows; ++i)
            to[i] = typed.nulls[codes[i]] != 0
                        ? Column::unknown
                        : static_cast<std::uint8_t>(typed.integers[codes[i]]);
        return made;
    }
    made.integers = Cells<std::int64_t>::make(rows);
    loop::gather(typed.integers.data(), codes, made.integers.write(), rows);
    if (typed.any_null) {
        made.nulls = Cells<std::uint8_t>::make(rows);
        for (std::size_t i = 0; i < rows; ++i) made.nulls.write()[i] = typed.nulls[codes[i]];
    }
    made.bound = typed.bound;
    made.scale_min = std::min(typed.scale_min, typed.scale_max);
    made.scale = made.scale_max = typed.scale_max;
    if (made.scale_min == made.scale_max) return made;
    made.scales = Cells<std::int8_t>::make(rows);
    for (std::size_t i = 0; i < rows; ++i)
        made.scales.write()[i] = typed.nulls[codes[i]] != 0
                                     ? static_cast<std::int8_t>(made.scale_max)
                                     : typed.scales[codes[i]];
    return made;
}

/// All null: a number as good as anything.
Entries::Typed const& as_numbers(Entries::Typed const& typed, Entries::Typed& own) {
    if (typed.kind != Kind::values) return typed;
    own = typed;
    own.kind = Kind::numbers;
    own.scale_min = own.scale_max = 0;
    return own;
}

}  // namespace

void* CellMemory::take(std::size_t bytes) {
    auto const size = (bytes + Kept::step - 1) / Kept::step;
    if (size >= Kept::sizes) return ::operator new(bytes);
    if (kept.count[size] > 0) return kept.memory[size][--kept.count[size]];
    thread_local Closing const closing;
    return ::operator new(size * Kept::step);
}

void CellMemory::give_back(void* memory, std::size_t bytes) noexcept {
    auto const size = (bytes + Kept::step - 1) / Kept::step;
    if (size >= Kept::sizes || kept.closed || kept.count[size] == Kept::each_max)
        ::operator delete(memory);
    else
        kept.memory[size][kept.count[size]++] = memory;
}

Value Column::at(std::size_t row) const {
    switch (kind) {
        case Kind::coded:
            return entries->values()[entries->code(row)];
        case Kind::numbers:
            if (is_null(row)) return {};
            return Value(Decimal::scaled(integers[row], scale_at(row)));
        case Kind::days:
            return is_null(row) ? Value() : Value(Date{integers[row]});
        case Kind::booleans:
            return flags[row] == unknown ? Value() : Value(flags[row] == 1);
        case Kind::values:
            return (*values)[row];
        case Kind::record:
            break;
    }
    std::vector<Context::Entry> made;
    made.reserve(parts->size());
    for (auto const& [name, part] : *parts) made.emplace_back(name, part.at(row));
    return Value(Context::of(std::move(made)));
}

bool Column::told_at(std::size_t row) const {
    if (told && told[row] != 0) return true;
    if (kind == Kind::coded && entries && entries->any_told())
        return entries->told()[entries->code(row)] != 0;
    if (kind != Kind::record) return false;
    return std::ranges::any_of(*parts, [&](auto const& each) { return each.second.told_at(row); });
}

Column numbers_column(std::int64_t const* mantissas, std::int32_t scale, std::size_t rows) {
    Column made;
    made.kind = Kind::numbers;
    made.integers = Cells<std::int64_t>::view(mantissas);
    made.scale = made.scale_min = made.scale_max = scale;
    auto const [low, high] = loop::ends(mantissas, rows);
    made.bound = std::max(static_cast<std::uint64_t>(high),
                          std::uint64_t{0} - static_cast<std::uint64_t>(low));
    return made;
}

Column column_of(std::vector<Value> values) {
    Domain nowhere(0);
    Entries entries(nowhere);
    for (auto const& value : values) entries.append(value);
    auto const& typed = entries.typed();
    if (typed.fits && !values.empty()) {
        Entries::Typed own;
        return typed_column(as_numbers(typed, own));
    }
    Column made;
    made.kind = Kind::values;
    made.values = std::make_shared<std::vector<Value> const>(std::move(values));
    return made;
}

Column decoded(Column const& column, std::size_t rows) {
    if (!column.is(Kind::coded)) return column;
    auto& entries = *column.entries;
    auto const& typed = entries.typed();
    if (!typed.fits || typed.integers.empty()) return column;
    Entries::Typed own;
    auto const& held = as_numbers(typed, own);
    auto made = entries.domain() != nullptr ? gathered(held, entries.domain()->codes(), rows)
                : entries.shared()          ? broadcast(held, rows)
                                   : entries.broadcast([&] { return broadcast(held, block_rows); });
    join_told(made, column, rows);
    return made;
}

bool tells(Column const& column) {
    if (column.told) return true;
    if (column.is(Kind::coded)) return column.entries && column.entries->any_told();
    if (!column.is(Kind::record)) return false;
    return std::ranges::any_of(*column.parts, [](auto const& each) { return tells(each.second); });
}

namespace {

/// Adds a 1 where the column tells.
void add_told(Column const& column, std::uint8_t* to, std::size_t rows) {
    if (auto const* told = column.told.data())
        for (std::size_t i = 0; i < rows; ++i) to[i] |= told[i];
    if (column.is(Column::Kind::record))
        for (auto const& part : *column.parts) add_told(part.second, to, rows);
    if (!column.is(Column::Kind::coded) || !column.entries || !column.entries->any_told()) return;
    auto const* told = column.entries->told().data();
    auto const* domain = column.entries->domain();
    auto const* codes = domain == nullptr ? nullptr : domain->codes();
    for (std::size_t i = 0; i < rows; ++i) to[i] |= told[codes == nullptr ? 0 : codes[i]];
}

}  // namespace

void join_told(Column& into, Column const& other, std::size_t rows) {
    if (!tells(other)) return;
    auto made = Mask::make(rows);
    auto* const cells = made.write();
    std::memset(cells, 0, rows);
    add_told(other, cells, rows);
    if (std::memchr(cells, 1, rows) == nullptr) return;
    if (auto const* told = into.told.data())
        for (std::size_t i = 0; i < rows; ++i) cells[i] |= told[i];
    into.told = made;
}

}  // namespace jizhi::feel
