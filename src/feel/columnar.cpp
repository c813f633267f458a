#include "feel/columnar.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <functional>
#include <optional>
#include <set>

#include "feel/column_kernel.hpp"
#include "feel/column_loop.hpp"
#include "feel/column_quotient.hpp"
#include "feel/column_twig.hpp"
#include "feel/evaluate.hpp"
#include "feel/function.hpp"

namespace jizhi::feel {
namespace {

using Kind = Column::Kind;

bool constant(Column const& column) {
    return column.is(Kind::coded) && column.entries->domain() == nullptr;
}

/// The column itself where its rows are not coded; else what `decoded` makes of it, put in `held`.
Column const& uncoded(Column const& column, Column& held, std::size_t rows) {
    if (!column.is(Kind::coded)) return column;
    held = decoded(column, rows);
    return held;
}

/// One evaluation of a tree over a block.
class Walk {
public:
    Walk(std::span<Column const> inputs, std::vector<Column>& locals, Batch& batch)
        : inputs_(inputs), locals_(locals), batch_(batch), rows_(batch.rows()) {}

    [[nodiscard]] Column evaluate(Twig const& twig, Mask const& mask);

private:
    using Columns = boost::container::small_vector<Column, 4>;
    [[nodiscard]] Columns reads(Twig const& twig) const;
    [[nodiscard]] bool cheap(std::span<Column const> columns);
    [[nodiscard]] std::optional<Column> by_code(Twig const& twig);
    [[nodiscard]] Column by_kernel(Twig const& twig, Mask const& mask);
    [[nodiscard]] Column binary(Twig const& twig, Mask const& mask);
    [[nodiscard]] Column logic(Twig const& twig, Mask const& mask);
    [[nodiscard]] Column condition(Twig const& twig, Mask const& mask);
    [[nodiscard]] Column path(Twig const& twig, Mask const& mask);
    [[nodiscard]] Column operation(Twig const& twig, Mask const& mask);
    [[nodiscard]] Column context(Twig const& twig, Mask const& mask);
    [[nodiscard]] Column extreme(Twig const& twig, Mask const& mask);
    [[nodiscard]] Column round(Twig const& twig, Mask const& mask);
    [[nodiscard]] std::optional<Column> rounded_quotient(Twig const& twig, Mask const& mask);
    [[nodiscard]] Column call(Twig const& twig, Mask const& mask);
    [[nodiscard]] Mask where(Cells<std::uint8_t> const& flags, bool wanted, Mask const& mask,
                             bool& any) const;
    /// The undecided rows by the scalar back end.
    void patch(Column& made, Computer const& computer, std::span<Column const> from,
               Undecided const& undecided, Mask const& mask);
    [[nodiscard]] Column finish(std::optional<Column> made, Twig const& twig,
                                std::span<Column const> from, Undecided const& undecided,
                                Mask const& mask);

    std::span<Column const> inputs_;
    std::vector<Column>& locals_;
    Batch& batch_;
    std::size_t rows_;
};

Walk::Columns Walk::reads(Twig const& twig) const {
    Columns columns;
    for (auto const slot : twig.inputs) columns.push_back(inputs_[slot]);
    for (auto const slot : twig.locals) columns.push_back(locals_[slot]);
    return columns;
}

/// Whether there are few enough combinations to be worth a code each.
bool Walk::cheap(std::span<Column const> columns) {
    constexpr std::uint64_t combinations_max = 2048;
    for (auto const& column : columns)
        if (!column.is(Kind::coded)) return false;
    auto const* domain = batch_.product(columns);
    if (domain == nullptr) return true;
    std::uint64_t combinations = 1;
    for (auto const* base : domain->bases())
        combinations = std::min(combinations * std::max(base->size(), 1U), combinations_max + 1);
    return combinations <= combinations_max ||
           std::ranges::any_of(
               columns, [&](Column const& column) { return column.entries->domain() == domain; });
}

std::optional<Column> Walk::by_code(Twig const& twig) {
    auto const coded = [](Column const& column) { return column.is(Kind::coded); };
    for (auto const slot : twig.inputs)
        if (!coded(inputs_[slot])) return std::nullopt;
    for (auto const slot : twig.locals)
        if (!coded(locals_[slot])) return std::nullopt;
    auto const from = reads(twig);
    if (!cheap({from.data(), from.size()})) return std::nullopt;
    return batch_.apply_coded(twig, {from.data(), from.size()});
}

Column Walk::evaluate(Twig const& twig, Mask const& mask) {
    using Form = Twig::Form;
    auto const slot = static_cast<std::size_t>(twig.node->slot);
    if (twig.form == Form::input) return inputs_[slot];
    if (twig.form == Form::local) return locals_[slot];
    if (twig.form == Form::constant) return *batch_.apply_coded(twig, {});
    if (twig.form == Form::opaque) {
        auto const from = reads(twig);
        return batch_.apply(twig, {from.data(), from.size()}, mask);
    }
    if (auto made = by_code(twig)) return *made;
    return by_kernel(twig, mask);
}

Column Walk::by_kernel(Twig const& twig, Mask const& mask) {
    using Form = Twig::Form;
    switch (twig.form) {
        case Form::logic:
            return logic(twig, mask);
        case Form::condition:
            return condition(twig, mask);
        case Form::path:
            return path(twig, mask);
        case Form::apply:
            return operation(twig, mask);
        case Form::context:
            return context(twig, mask);
        case Form::extreme:
            return extreme(twig, mask);
        case Form::round:
            return round(twig, mask);
        case Form::call:
            return call(twig, mask);
        default:
            return binary(twig, mask);
    }
}

void expand_scales(Column& column, std::size_t rows) {
    if (column.scales) return;
    column.scales = Cells<std::int8_t>::make(rows);
    std::memset(column.scales.write(), column.scale, rows);
}

/// False where the value is of another kind or does not fit.
bool put(Column& column, std::size_t row, Value const& value, std::size_t rows) {
    if (column.is(Kind::booleans)) {
        if (!value.is_null() && !value.is(Value::Type::boolean)) return false;
        column.flags.write()[row] =
            value.is_null() ? Column::unknown : static_cast<std::uint8_t>(value.boolean());
        return true;
    }
    if (!column.is(Kind::numbers)) return false;
    if (value.is_null()) return true;  // it is null already
    if (!value.is(Value::Type::number)) return false;
    auto const number = value.number();
    auto const scale = number.scale();
    auto const mantissa = number.to_scaled(scale);
    if (!mantissa || *mantissa == INT64_MIN || scale > INT8_MAX || scale < INT8_MIN) return false;
    if (column.scales || scale != column.scale) {
        expand_scales(column, rows);
        column.scales.write()[row] = static_cast<std::int8_t>(scale);
        column.scale_min = std::min(column.scale_min, scale);
        column.scale_max = std::max(column.scale_max, scale);
    }
    column.integers.write()[row] = *mantissa;
    column.bound = std::max(column.bound, static_cast<std::uint64_t>(std::abs(*mantissa)));
    if (column.nulls) column.nulls.write()[row] = 0;
    return true;
}

void Walk::patch(Column& made, Computer const& computer, std::span<Column const> from,
                 Undecided const& undecided, Mask const& mask) {
    if (!undecided) return;
    std::vector<std::pair<std::size_t, Value>> misfits;
    boost::container::small_vector<Value, 4> values(from.size());
    for (std::size_t row = 0; row < rows_; ++row) {
        if (!undecided.has(row) || (mask && mask[row] == 0)) continue;
        for (std::size_t i = 0; i < from.size(); ++i) values[i] = from[i].at(row);
        auto told = false;
        auto value = batch_.scalar(computer, {values.data(), values.size()}, told);
        if (told) {
            if (!made.told) {
                made.told = Mask::make(rows_);
                std::memset(made.told.write(), 0, rows_);
            }
            made.told.write()[row] = 1;
        }
        if (!put(made, row, value, rows_)) misfits.emplace_back(row, std::move(value));
    }
    if (misfits.empty()) return;
    std::vector<Value> all(rows_);
    for (std::size_t row = 0; row < rows_; ++row) all[row] = made.at(row);
    for (auto& [row, value] : misfits) all[row] = std::move(value);
    auto const told = made.told;
    made = Column{};
    made.kind = Kind::values;
    made.values = std::make_shared<std::vector<Value> const>(std::move(all));
    made.told = told;
}

Column Walk::finish(std::optional<Column> made, Twig const& twig, std::span<Column const> from,
                    Undecided const& undecided, Mask const& mask) {
    if (!made) return batch_.apply(*twig.operation, from, mask);
    patch(*made, *twig.operation, from, undecided, mask);
    for (auto const& each : from) join_told(*made, each, rows_);
    return std::move(*made);
}

std::optional<Column> divide_columns(Column const& a, Column const& b, std::size_t rows,
                                     Undecided& undecided) {
    if (!a.is(Kind::numbers) || !b.is(Kind::numbers)) return std::nullopt;
    std::vector<Value> quotients(rows);
    auto fits = true;
    for (std::size_t row = 0; fits && row < rows; ++row) {
        if (a.is_null(row) || b.is_null(row) || b.integers[row] == 0) {
            undecided.add(row);
            continue;
        }
        auto const x = Decimal::scaled(a.integers[row], a.scale_at(row));
        auto const made = x.over(Decimal::scaled(b.integers[row], b.scale_at(row)));
        if (made)
            quotients[row] = Value(*made);
        else
            undecided.add(row);
    }
    auto made = column_of(std::move(quotients));
    // Where something is undecided the cells are written to: only numbers can be.
    if (undecided && !made.is(Kind::numbers)) return std::nullopt;
    return made;
}

Column Walk::binary(Twig const& twig, Mask const& mask) {
    Columns from;
    for (auto const& child : twig.children) from.push_back(evaluate(*child, mask));
    std::span<Column const> const all(from.data(), from.size());
    if (cheap(all))
        if (auto made = batch_.apply_coded(*twig.operation, all)) return *made;
    Column held_a, held_b;
    auto const& a = uncoded(from[0], held_a, rows_);
    auto const& b = uncoded(from[1], held_b, rows_);
    Undecided undecided(rows_);
    auto const op = twig.node->op;
    auto made = twig.form == Twig::Form::calculate ? add_columns(op, a, b, rows_, undecided)
                : twig.form == Twig::Form::divide
                    ? (mask ? std::nullopt : divide_columns(a, b, rows_, undecided))
                    : compare_columns(op, a, b, rows_, undecided);
    return finish(std::move(made), twig, all, undecided, mask);
}

Mask Walk::where(Cells<std::uint8_t> const& flags, bool wanted, Mask const& mask, bool& any) const {
    auto made = Mask::make(rows_);
    any = loop::where(flags.data(), 1, wanted, mask.data(), made.write(), rows_);
    return made;
}

Column Walk::logic(Twig const& twig, Mask const& mask) {
    auto const a = decoded(evaluate(*twig.children[0], mask), rows_);
    auto const from = reads(twig);
    if (!a.is(Kind::booleans)) return batch_.apply(twig, {from.data(), from.size()}, mask);
    auto const decisive = twig.node->op == Op::disjunction;
    // The second is asked where the first does not decide.
    Mask open = Mask::make(rows_);
    auto const any =
        loop::where(a.flags.data(), decisive ? 1 : 0, false, mask.data(), open.write(), rows_);
    if (!any) return a;
    auto const b = decoded(evaluate(*twig.children[1], open), rows_);
    if (!b.is(Kind::booleans)) return batch_.apply(twig, {from.data(), from.size()}, mask);
    auto made = *logic_columns(twig.node->op, a, b, rows_);
    Column asked;
    asked.kind = Kind::values;
    join_told(asked, b, rows_);
    if (asked.told)
        for (std::size_t i = 0; i < rows_; ++i)
            asked.told.write()[i] = static_cast<std::uint8_t>(asked.told[i] & open[i]);
    join_told(made, a, rows_);
    join_told(made, asked, rows_);
    return made;
}

Column Walk::condition(Twig const& twig, Mask const& mask) {
    auto const test = evaluate(*twig.children[0], mask);
    auto flat = decoded(test, rows_);
    if (flat.is(Kind::numbers) && flat.nulls) {
        // Null everywhere: neither true nor a wrong type.
        auto const all = std::all_of(flat.nulls.data(), flat.nulls.data() + rows_,
                                     [](std::uint8_t each) { return each != 0; });
        if (all) {
            flat.kind = Kind::booleans;
            flat.flags = Cells<std::uint8_t>::make(rows_);
            std::memset(flat.flags.write(), Column::unknown, rows_);
        }
    }
    if (!flat.is(Kind::booleans)) {
        auto const from = reads(twig);
        return batch_.apply(twig, {from.data(), from.size()}, mask);
    }
    auto then = false, otherwise = false;
    auto const then_rows = where(flat.flags, true, mask, then);
    auto const else_rows = where(flat.flags, false, mask, otherwise);
    Column made;
    if (!otherwise) {
        made = evaluate(*twig.children[1], then ? mask : then_rows);
    } else if (!then) {
        made = evaluate(*twig.children[2], mask);
    } else {
        auto const a = evaluate(*twig.children[1], then_rows);
        made = choose_column(flat, a, evaluate(*twig.children[2], else_rows), rows_);
    }
    join_told(made, test, rows_);
    return made;
}

Column Walk::path(Twig const& twig, Mask const& mask) {
    auto const from = evaluate(*twig.children[0], mask);
    if (from.is(Kind::record)) {
        auto const& name = twig.node->constant.string();
        auto const made_here = twig.children[0]->form > Twig::Form::local;
        for (auto const& [key, part] : *from.parts) {
            if (key != name) continue;
            auto made = part;
            if (made_here) join_told(made, from, rows_);  // of the other parts too
            return made;
        }
    }
    return batch_.apply(*twig.operation, {&from, 1}, mask);
}

Column Walk::operation(Twig const& twig, Mask const& mask) {
    Columns from;
    for (auto const& child : twig.children) from.push_back(evaluate(*child, mask));
    return batch_.apply(*twig.operation, {from.data(), from.size()}, mask);
}

Column Walk::context(Twig const& twig, Mask const& mask) {
    std::vector<std::pair<std::string, Column>> parts;
    for (std::size_t i = 0; i < twig.children.size(); ++i) {
        auto made = evaluate(*twig.children[i], mask);
        locals_[static_cast<std::size_t>(twig.node->slot) + i] = made;
        parts.emplace_back(twig.node->names[i], std::move(made));
    }
    Column made;
    made.kind = Kind::record;
    made.parts =
        std::make_shared<std::vector<std::pair<std::string, Column>> const>(std::move(parts));
    return made;
}

Column Walk::extreme(Twig const& twig, Mask const& mask) {
    Columns from;
    for (auto const& child : twig.children) from.push_back(evaluate(*child, mask));
    std::span<Column const> const all(from.data(), from.size());
    if (cheap(all))
        if (auto made = batch_.apply_coded(*twig.operation, all)) return *made;
    Undecided undecided(rows_);
    std::optional<Column> made = decoded(from.front(), rows_);
    for (std::size_t i = 1; made && i < from.size(); ++i) {
        Column held;
        made = extreme_column(twig.node->builtin->name == "max", *made,
                              uncoded(from[i], held, rows_), rows_, undecided);
    }
    return finish(std::move(made), twig, all, undecided, mask);
}

/// A quotient that is rounded at once need not be worked out to its 34 digits.
std::optional<Column> Walk::rounded_quotient(Twig const& twig, Mask const& mask) {
    auto const& inner = *twig.children[0];
    if (inner.form != Twig::Form::divide) return std::nullopt;
    auto const from = reads(inner);
    if (cheap({from.data(), from.size()})) return std::nullopt;
    auto scale = std::optional<std::int64_t>(0);
    if (twig.children.size() == 2) {
        auto const digits = evaluate(*twig.children[1], mask);
        scale = constant(digits) && digits.entries->constant().is(Value::Type::number)
                    ? digits.entries->constant().number().to_integer()
                    : std::nullopt;
    }
    if (!scale || *scale < 0 || *scale > INT8_MAX) return std::nullopt;
    auto const a = evaluate(*inner.children[0], mask), b = evaluate(*inner.children[1], mask);
    auto made = round_quotient(decoded(a, rows_), decoded(b, rows_), static_cast<int>(*scale),
                               twig.rounding, rows_);
    if (!made) return made;
    join_told(*made, a, rows_);
    join_told(*made, b, rows_);
    return made;
}

Column Walk::round(Twig const& twig, Mask const& mask) {
    if (auto made = rounded_quotient(twig, mask)) return std::move(*made);
    Columns from;
    for (auto const& child : twig.children) from.push_back(evaluate(*child, mask));
    std::span<Column const> const all(from.data(), from.size());
    if (cheap(all))
        if (auto made = batch_.apply_coded(*twig.operation, all)) return *made;
    std::optional<std::int64_t> scale = 0;
    if (from.size() == 2) {
        auto const fixed = constant(from[1]) && from[1].entries->constant().is(Value::Type::number);
        scale = fixed ? from[1].entries->constant().number().to_integer() : std::nullopt;
    }
    Undecided undecided(rows_);
    Column held;
    std::optional<Column> made;
    if (scale && std::abs(*scale) <= INT8_MAX)
        made = round_column(uncoded(from[0], held, rows_), static_cast<int>(*scale), twig.rounding,
                            rows_, undecided);
    return finish(std::move(made), twig, all, undecided, mask);
}

Column Walk::call(Twig const& twig, Mask const& mask) {
    auto const callee = evaluate(*twig.children[0], mask);
    auto const from = reads(twig);
    auto const whole = [&] { return batch_.apply(twig, {from.data(), from.size()}, mask); };
    if (!constant(callee) || !callee.entries->constant().is(Value::Type::function)) return whole();
    auto const held = callee.entries->constant().function();
    auto const* function = dynamic_cast<Function const*>(held.get());
    auto const* columnar = dynamic_cast<ColumnFunction const*>(held.get());
    if (columnar == nullptr || function->parameters().size() != twig.children.size() - 1)
        return whole();
    Columns arguments;
    for (std::size_t i = 1; i < twig.children.size(); ++i)
        arguments.push_back(evaluate(*twig.children[i], mask));
    auto made = columnar->call_columns({arguments.data(), arguments.size()}, batch_, mask);
    if (!made) return whole();
    for (auto const& each : arguments) join_told(*made, each, rows_);
    return std::move(*made);
}

}  // namespace

class ColumnCode::Tree {
public:
    explicit Tree(Expression made) : expression(std::move(made)) {
        grow(expression.code().body, root);
    }
    Expression expression;  ///< keeps the nodes alive
    Twig root;
};

ColumnCode::ColumnCode(Expression expression)
    : tree_(std::make_unique<Tree>(std::move(expression))) {}
ColumnCode::~ColumnCode() = default;
ColumnCode::ColumnCode(ColumnCode&&) noexcept = default;
ColumnCode& ColumnCode::operator=(ColumnCode&&) noexcept = default;

std::vector<std::uint32_t> const& ColumnCode::inputs() const { return tree_->root.inputs; }

Column ColumnCode::evaluate(std::span<Column const> slots, Batch& batch, Mask const& mask) const {
    std::vector<Column> locals(tree_->root.local_count);
    return Walk(slots, locals, batch).evaluate(tree_->root, mask);
}

}  // namespace jizhi::feel
