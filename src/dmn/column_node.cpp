#include "dmn/column_node.hpp"

#include <algorithm>
#include <set>

#include "dmn/column_table.hpp"
#include "feel/column_kernel.hpp"
#include "feel/inspection.hpp"

namespace jizhi::dmn {
namespace {

using feel::Column;
using feel::Mask;
using Kind = Column::Kind;

Run& run_of(feel::Batch& batch) { return *static_cast<Run*>(batch.environment().host); }

class SlotVisitor : public Visitor {
public:
    void expression(feel::Expression const& code, std::uint32_t first) override {
        for (auto const slot : slots_read(code, first)) slots.insert(slot);
    }
    void slot(std::uint32_t read) override { slots.insert(read); }
    std::set<std::uint32_t> slots;
};

class LiteralColumns : public ColumnNode {
public:
    explicit LiteralColumns(feel::Expression code) : code_(std::move(code)) {}
    Column evaluate(ColumnSlots slots, ColumnRun& run, Mask const& mask) const override {
        return code_.evaluate(slots.subspan(1), run.batch, mask);
    }

private:
    feel::ColumnCode code_;
};

class TypedColumns : public ColumnNode {
public:
    TypedColumns(TypedNode const& node, std::uint32_t slots)
        : inner_(make_column_node(&node.inner(), slots)), fit_(node.type(), node.name()) {}
    Column evaluate(ColumnSlots slots, ColumnRun& run, Mask const& mask) const override {
        return fit_.evaluate(inner_->evaluate(slots, run, mask), run);
    }

private:
    ColumnNodePtr inner_;
    ColumnFit fit_;
};

class ContextColumns : public ColumnNode {
public:
    ContextColumns(ContextNode const& node, std::uint32_t slots) {
        for (auto const& each : node.entries())
            entries_.push_back({each.name, each.slot, make_column_node(each.value.get(), slots),
                                std::make_unique<ColumnFit>(each.type, each.name)});
    }
    Column evaluate(ColumnSlots slots, ColumnRun& run, Mask const& mask) const override {
        std::vector<std::pair<std::string, Column>> parts;
        for (auto const& entry : entries_) {
            auto made = entry.value ? entry.value->evaluate(slots, run, mask) : null_column();
            made = entry.fit->evaluate(std::move(made), run);
            slots[entry.slot] = made;
            if (entry.name.empty()) {
                for (auto const& part : parts) feel::join_told(made, part.second, run.batch.rows());
                return made;
            }
            put(parts, entry.name, std::move(made));
        }
        if (parts.empty()) return constant_column(Context{});
        Column made;
        made.kind = Kind::record;
        made.parts =
            std::make_shared<std::vector<std::pair<std::string, Column>> const>(std::move(parts));
        return made;
    }

private:
    struct Entry {
        std::string name;
        std::uint32_t slot;
        ColumnNodePtr value;
        std::unique_ptr<ColumnFit> fit;
    };
    /// As Context::put: a name that stands twice has its last value in its first place.
    static void put(std::vector<std::pair<std::string, Column>>& parts, std::string const& name,
                    Column column) {
        for (auto& [key, part] : parts)
            if (key == name) {
                part = std::move(column);
                return;
            }
        parts.emplace_back(name, std::move(column));
    }
    std::vector<Entry> entries_;
};

class OpaqueColumns : public ColumnNode, private feel::Computer {
public:
    OpaqueColumns(Node const& node, std::uint32_t slots)
        : node_(node), reads_(slots_read(node)), slots_(slots) {}
    Column evaluate(ColumnSlots slots, ColumnRun& run, Mask const& mask) const override {
        std::vector<Column> from;
        for (auto const slot : reads_)
            from.push_back(slot < slots.size() ? slots[slot] : null_column());
        return run.batch.apply(*this, from, mask);
    }

private:
    [[nodiscard]] Value compute(std::span<Value const> from, feel::Batch& batch) const override {
        std::vector<Value> slots(slots_);
        for (std::size_t i = 0; i < reads_.size(); ++i)
            if (reads_[i] < slots.size()) slots[reads_[i]] = from[i];
        return node_.evaluate(slots, run_of(batch));
    }

    Node const& node_;
    std::vector<std::uint32_t> reads_;
    std::uint32_t slots_;
};

}  // namespace

std::vector<std::uint32_t> slots_read(feel::Expression const& code, std::uint32_t first) {
    auto slots = feel::ColumnCode(code).inputs();
    for (auto& slot : slots) slot += first;
    return slots;
}

std::vector<std::uint32_t> slots_read(Node const& node) {
    SlotVisitor visitor;
    node.visit(visitor);
    return {visitor.slots.begin(), visitor.slots.end()};
}

ColumnNodePtr make_opaque(Node const& node, std::uint32_t slots) {
    return std::make_unique<OpaqueColumns>(node, slots);
}

ColumnNodePtr make_column_node(Node const* node, std::uint32_t slots) {
    if (node == nullptr) return nullptr;
    if (auto const* literal = dynamic_cast<LiteralNode const*>(node))
        return std::make_unique<LiteralColumns>(literal->code());
    if (auto const* typed = dynamic_cast<TypedNode const*>(node))
        return std::make_unique<TypedColumns>(*typed, slots);
    if (auto const* context = dynamic_cast<ContextNode const*>(node))
        return std::make_unique<ContextColumns>(*context, slots);
    if (auto const* table = dynamic_cast<TableNode const*>(node))
        if (ColumnTable::takes(*table)) return std::make_unique<ColumnTable>(*table, slots);
    return make_opaque(*node, slots);
}

Column const& null_column() {
    static auto const made = constant_column(Value());
    return made;
}

Column constant_column(Value value) {
    Column made;
    made.entries = std::make_shared<feel::Entries>(std::move(value));
    return made;
}

Column ColumnFit::evaluate(Column column, ColumnRun& run) const {
    if (type_ == nullptr) return column;
    auto const free = !type_->allowed && !type_->constraint;
    auto const kind = type_->kind;
    if (free &&
        ((kind == Type::Kind::number && column.is(Kind::numbers)) ||
         (kind == Type::Kind::date && column.is(Kind::days)) ||
         (kind == Type::Kind::boolean && column.is(Kind::booleans)) || kind == Type::Kind::any))
        return column;
    if (free && kind == Type::Kind::context && type_->fields.empty() && column.is(Kind::record))
        return column;
    return run.batch.apply(*this, {&column, 1}, {});
}

Value ColumnFit::compute(std::span<Value const> from, feel::Batch& batch) const {
    return fitted(type_, from[0], run_of(batch), what_);
}

ColumnRun::ColumnRun(feel::Batch& columns, Run& scalar, ColumnPlan const& all)
    : batch(columns), run(scalar), plan(all) {}
ColumnRun::~ColumnRun() = default;

}  // namespace jizhi::dmn
