#pragma once
#include <optional>
#include <span>

#include "feel/builtin.hpp"
#include "feel/code.hpp"

namespace jizhi::feel {

/// Where a running body finds its values.
struct Frame {
    std::span<Value const> inputs;
    Value* locals = nullptr;
    std::span<Value const> captures;
    Function const* self = nullptr;
    Environment& environment;
};

[[nodiscard]] Value evaluate(Node const& node, Frame& frame);
/// Runs a body with fresh locals, the first of which are the arguments.
[[nodiscard]] Value run(FunctionBody const& body, std::span<Value const> inputs,
                        std::span<Value const> captures, std::span<Value const> arguments,
                        Function const* self, Environment& environment);
[[nodiscard]] inline Call call_at(Node const& node, Frame& frame) {
    return {.environment = frame.environment, .line = node.line, .column = node.column};
}

// iterate.cpp
[[nodiscard]] Value evaluate_iteration(Node const& node, Frame& frame);
[[nodiscard]] Value evaluate_quantified(Node const& node, Frame& frame);
[[nodiscard]] Value evaluate_filter(Node const& node, Frame& frame);
/// What an iteration over the value runs over: a list's items, a range's numbers or days, else the
/// value alone; nothing (and a diagnostic) where there is no such thing.
[[nodiscard]] std::optional<List> iterated(Value const& domain, Call const& call);
// invoke.cpp
[[nodiscard]] Value evaluate_call(Node const& node, Frame& frame);
[[nodiscard]] Value evaluate_builtin_call(Node const& node, Frame& frame);
[[nodiscard]] Value evaluate_function(Node const& node, Frame& frame);
// property.cpp: `value.name`; of a list, that of each item
[[nodiscard]] Value property(Value const& value, std::string const& name, Call const& call);

/// A list within the limits, or null and a diagnostic.
[[nodiscard]] Value checked(Value value, Call const& call);

}  // namespace jizhi::feel
