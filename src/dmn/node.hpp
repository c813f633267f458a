#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dmn/definitions.hpp"
#include "dmn/trace.hpp"
#include "dmn/type.hpp"
#include "feel/expression.hpp"
#include "feel/function.hpp"
#include "kit/result.hpp"
#include "value/value.hpp"

namespace jizhi::dmn {

struct Unit;
struct ColumnRun;

/// One evaluation under way. Functions that FEEL calls back find it as Environment::host.
struct Run {
    feel::Environment& environment;
    Outcome& outcome;
    bool trace = false;
    bool full = false;        ///< every value is noted
    std::uint32_t frame = 0;  ///< of the element that is being computed
    int depth = 0;            ///< calls within calls
    Unit const* unit = nullptr;  ///< the element that is being computed
    ColumnRun* columns = nullptr;  ///< the batch that this serves, if it serves one

    void step(std::uint32_t site, std::uint32_t rule, Value const& output) {
        if (trace) outcome.steps.push_back({site, rule, frame, output});
    }
    void tell(std::string_view code, std::string_view zh, std::string_view en,
              std::span<Value const> given = {});
    /// Counts work against the limit of the evaluation; false when it is used up.
    [[nodiscard]] bool work(std::size_t steps);
    [[nodiscard]] std::size_t told() const {
        return environment.diagnostics == nullptr ? 0 : environment.diagnostics->size();
    }
    /// What was told since `before` about a text at `place` gets its place in the file.
    void place(std::size_t before, Place place) {
        if (told() != before) place_since(before, place);
    }

private:
    void place_since(std::size_t before, Place place);
};

/// The values that an element's expressions see, by slot. Slot 0 is `?`; FEEL's scope begins at 1.
using Slots = std::span<Value>;

class Node;

/// Is shown the FEEL of a node, and of the nodes in it.
class Visitor {
public:
    virtual ~Visitor() = default;
    /// `first`: the slot that is the expression's slot 0.
    virtual void expression(feel::Expression const& code, std::uint32_t first) = 0;
    /// A slot that is read without FEEL.
    virtual void slot(std::uint32_t) {}
    void node(std::unique_ptr<Node const> const& node);
};

/// One compiled boxed expression.
class Node {
public:
    virtual ~Node() = default;
    [[nodiscard]] virtual Value evaluate(Slots slots, Run& run) const = 0;
    /// What it gives, where that is a value which stands somewhere already; else null.
    [[nodiscard]] virtual Value const* standing(Slots) const { return nullptr; }
    virtual void visit(Visitor& visitor) const = 0;
};
using NodePtr = std::unique_ptr<Node const>;

inline void Visitor::node(NodePtr const& node) {
    if (node) node->visit(*this);
}

/// Whether it is to be seen at once that `fitted` gives the value as it is.
[[nodiscard]] inline bool fits_plainly(Type const* type, Value const& value) {
    return type == nullptr || plainly_fits(*type, value);
}
[[nodiscard]] Value refitted(Type const* type, Value value, Run& run, std::string const& what);
/// The value, or null with a diagnostic where it does not fit the type.
[[nodiscard]] inline Value fitted(Type const* type, Value value, Run& run,
                                  std::string const& what) {
    if (fits_plainly(type, value)) return value;
    return refitted(type, std::move(value), run, what);
}

class LiteralNode : public Node {
public:
    LiteralNode(feel::Expression code, Place place);
    Value evaluate(Slots slots, Run& run) const override {
        auto const* found = LiteralNode::standing(slots);
        return found != nullptr ? *found : ask_feel(slots, run);
    }
    [[nodiscard]] Value const* standing(Slots slots) const override {
        return slot_ != 0 && slot_ < slots.size() ? &slots[slot_] : constant_;
    }
    void visit(Visitor& visitor) const override { visitor.expression(code_, 1); }
    [[nodiscard]] feel::Expression const& code() const { return code_; }

private:
    [[nodiscard]] Value ask_feel(Slots slots, Run& run) const;

    feel::Expression code_;
    Place place_;
    std::uint32_t slot_ = 0;           ///< a name alone: where its value is
    Value const* constant_ = nullptr;  ///< a literal alone; the code has it
};

/// A text that does not compile: null, and each time why.
class BrokenNode : public Node {
public:
    explicit BrokenNode(Error error) : error_(std::move(error)) {}
    Value evaluate(Slots slots, Run& run) const override;
    void visit(Visitor&) const override {}

private:
    Error error_;
};

/// An expression that says its type: what does not fit it is null.
class TypedNode : public Node {
public:
    TypedNode(NodePtr inner, Type const* type, std::string name)
        : inner_(std::move(inner)), type_(type), name_(std::move(name)) {}
    Value evaluate(Slots slots, Run& run) const override {
        return fitted(type_, inner_->evaluate(slots, run), run, name_);
    }
    void visit(Visitor& visitor) const override { visitor.node(inner_); }
    [[nodiscard]] Node const& inner() const { return *inner_; }
    [[nodiscard]] Type const* type() const { return type_; }
    [[nodiscard]] std::string const& name() const { return name_; }

private:
    NodePtr inner_;
    Type const* type_;
    std::string name_;
};

class ContextNode : public Node {
public:
    struct Entry {
        std::string name;        ///< "": the result
        std::uint32_t slot = 0;  ///< where the following entries see it
        Type const* type = nullptr;
        NodePtr value;
        std::int64_t site = -1;  ///< its reason, if it has one
    };
    explicit ContextNode(std::vector<Entry> entries) : entries_(std::move(entries)) {}
    Value evaluate(Slots slots, Run& run) const override;
    void visit(Visitor& visitor) const override {
        for (auto const& each : entries_) visitor.node(each.value);
    }
    [[nodiscard]] std::vector<Entry> const& entries() const { return entries_; }

private:
    std::vector<Entry> entries_;
};

class ListNode : public Node {
public:
    explicit ListNode(std::vector<NodePtr> items) : items_(std::move(items)) {}
    Value evaluate(Slots slots, Run& run) const override;
    void visit(Visitor& visitor) const override {
        for (auto const& each : items_) visitor.node(each);
    }

private:
    std::vector<NodePtr> items_;
};

class RelationNode : public Node {
public:
    RelationNode(std::vector<std::pair<std::string, Type const*>> columns,
                 std::vector<std::vector<NodePtr>> rows)
        : columns_(std::move(columns)), rows_(std::move(rows)) {}
    Value evaluate(Slots slots, Run& run) const override;
    void visit(Visitor& visitor) const override {
        for (auto const& row : rows_)
            for (auto const& each : row) visitor.node(each);
    }

private:
    std::vector<std::pair<std::string, Type const*>> columns_;
    std::vector<std::vector<NodePtr>> rows_;
};

class InvocationNode : public Node {
public:
    InvocationNode(NodePtr function, std::vector<std::pair<std::string, NodePtr>> bindings)
        : function_(std::move(function)), bindings_(std::move(bindings)) {}
    Value evaluate(Slots slots, Run& run) const override;
    void visit(Visitor& visitor) const override {
        visitor.node(function_);
        for (auto const& [name, value] : bindings_) visitor.node(value);
    }

private:
    NodePtr function_;
    std::vector<std::pair<std::string, NodePtr>> bindings_;
};

class ConditionalNode : public Node {
public:
    ConditionalNode(NodePtr condition, NodePtr then, NodePtr otherwise)
        : condition_(std::move(condition)), then_(std::move(then)), else_(std::move(otherwise)) {}
    Value evaluate(Slots slots, Run& run) const override;
    void visit(Visitor& visitor) const override {
        for (auto const* each : {&condition_, &then_, &else_}) visitor.node(*each);
    }

private:
    NodePtr condition_, then_, else_;
};

/// `match` is a boxed expression that is asked for each `item` in `slot`.
class FilterNode : public Node {
public:
    FilterNode(NodePtr in, NodePtr match, std::uint32_t slot)
        : in_(std::move(in)), match_(std::move(match)), slot_(slot) {}
    Value evaluate(Slots slots, Run& run) const override;
    void visit(Visitor& visitor) const override {
        visitor.node(in_);
        visitor.node(match_);
    }

private:
    NodePtr in_, match_;
    std::uint32_t slot_;
};

/// `match` is FEEL's own filter over the whole list in `slot`; `wrong` finds the items for which it
/// is neither a boolean nor null.
class FeelFilterNode : public Node {
public:
    FeelFilterNode(NodePtr in, feel::Expression match, feel::Expression wrong, std::uint32_t slot)
        : in_(std::move(in)), match_(std::move(match)), wrong_(std::move(wrong)), slot_(slot) {}
    Value evaluate(Slots slots, Run& run) const override;
    void visit(Visitor& visitor) const override {
        visitor.node(in_);
        visitor.expression(match_, 1);
        visitor.expression(wrong_, 1);
    }

private:
    NodePtr in_;
    feel::Expression match_, wrong_;
    std::uint32_t slot_;
};

class IterationNode : public Node {
public:
    /// `partial`: where the body finds the results so far, if it asks for them.
    IterationNode(Iteration::Kind kind, NodePtr in, NodePtr body, std::uint32_t variable,
                  std::optional<std::uint32_t> partial)
        : kind_(kind), in_(std::move(in)), body_(std::move(body)), variable_(variable),
          partial_(partial) {}
    Value evaluate(Slots slots, Run& run) const override;
    void visit(Visitor& visitor) const override {
        visitor.node(in_);
        visitor.node(body_);
    }

private:
    Value each(List const& items, Slots slots, Run& run) const;
    Value quantified(List const& items, Slots slots, Run& run) const;

    Iteration::Kind kind_;
    NodePtr in_, body_;
    std::uint32_t variable_;
    std::optional<std::uint32_t> partial_;
};

/// What a boxed function is made of; its value closes over the slots it was made in.
struct Body {
    std::vector<std::pair<std::string, Type const*>> parameters;
    std::uint32_t first = 0;  ///< slot of the first parameter
    std::uint32_t slots = 0;
    std::int64_t site = -1;   ///< its reason, if it has one
    NodePtr value;
    Type const* result = nullptr;
    std::string name;

    /// What it says of its types, for `instance of`.
    [[nodiscard]] feel::Function::Types types() const;
};

class FunctionNode : public Node {
public:
    explicit FunctionNode(std::shared_ptr<Body const> body) : body_(std::move(body)) {}
    Value evaluate(Slots slots, Run& run) const override;
    void visit(Visitor& visitor) const override { visitor.node(body_->value); }

private:
    std::shared_ptr<Body const> body_;
};

/// Calls a body in its own frame; used for boxed functions and business knowledge models.
[[nodiscard]] Value call(Body const& body, std::vector<Value> slots,
                         std::span<Value const> arguments, Run& run);

}  // namespace jizhi::dmn
