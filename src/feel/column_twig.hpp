#pragma once
#include <cstdint>
#include <memory>
#include <vector>

#include "feel/columnar.hpp"
#include "feel/evaluate.hpp"

namespace jizhi::feel {

/// An operator applied to values that stand in the inputs, in order.
class Operator : public Computer {
public:
    explicit Operator(Node const& node) : node_(node) {
        std::int32_t slot = 0;
        for (auto& child : node_.children) {
            auto const line = child.line, column = child.column;
            child = Node{};
            child.op = Op::input;
            child.slot = slot++;
            child.line = line;
            child.column = column;
        }
    }
    [[nodiscard]] Value compute(std::span<Value const> from, Batch& batch) const override {
        Frame frame{.inputs = from, .captures = {}, .environment = batch.environment()};
        return feel::evaluate(node_, frame);
    }

private:
    Node node_;
};

/// A node made ready for columns. As a computer it is the whole subtree, computed by the scalar
/// back end from the values of the slots that it reads.
struct Twig : public Computer {
    enum class Form : std::uint8_t {
        opaque,
        constant,
        input,
        local,
        calculate,
        divide,
        compare,
        logic,
        condition,
        path,
        apply,  ///< an operation on what its children give, without a kernel
        context,
        extreme,
        round,
        call
    };
    Node const* node = nullptr;
    Form form = Form::opaque;
    Rounding rounding = Rounding::half_even;
    std::vector<std::uint32_t> inputs, locals;
    std::uint32_t local_count = 0;
    std::vector<std::unique_ptr<Twig>> children;
    std::unique_ptr<Operator> operation;  ///< the node over its children's values

    [[nodiscard]] Value compute(std::span<Value const> from, Batch& batch) const override {
        boost::container::small_vector<Value, 32> slots, own;
        if (!inputs.empty()) slots.resize(inputs.back() + 1);
        own.resize(local_count);
        for (std::size_t i = 0; i < inputs.size(); ++i) slots[inputs[i]] = from[i];
        for (std::size_t i = 0; i < locals.size(); ++i) own[locals[i]] = from[inputs.size() + i];
        Frame frame{.inputs = {slots.data(), slots.size()},
                    .locals = own.data(),
                    .captures = {},
                    .environment = batch.environment()};
        return feel::evaluate(*node, frame);
    }
};

/// Makes the tree of a body, which lives as long as the twig does.
void grow(FunctionBody const& body, Twig& twig);

}  // namespace jizhi::feel
