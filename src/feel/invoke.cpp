#include <algorithm>
#include <array>

#include "feel/evaluate.hpp"
#include "feel/external.hpp"
#include "feel/inference.hpp"
#include "feel/type.hpp"

namespace jizhi::feel {
namespace {

/// A function that an expression makes, with what it takes along.
class UserFunction : public Function {
public:
    UserFunction(std::shared_ptr<FunctionBody const> body, std::vector<Value> captures)
        : Function(body->parameters), body_(std::move(body)), captures_(std::move(captures)) {}

    [[nodiscard]] Value call(std::span<Value const> arguments,
                             Environment& environment) const override {
        Call const call{
            .environment = environment, .line = body_->root.line, .column = body_->root.column};
        if (arguments.size() != parameters().size())
            return call.fail("feel.arguments", "参数个数不对", "wrong number of arguments");
        std::vector<Value> fitted(arguments.begin(), arguments.end());
        for (std::size_t i = 0; i < fitted.size(); ++i)
            if (body_->types[i] && !coerce(fitted[i], *body_->types[i]))
                return call.with({&arguments[i], 1}).bad_argument(parameters()[i]);
        return run(*body_, {}, captures_, fitted, this, environment);
    }
    [[nodiscard]] Types types() const override { return {body_->types, result_of(*body_)}; }

private:
    std::shared_ptr<FunctionBody const> body_;
    std::vector<Value> captures_;
};

}  // namespace

bool Function::put_in_order(std::span<std::string const> names,
                            std::vector<Value>& arguments) const {
    std::vector<Value> ordered(parameters_.size());
    std::vector<bool> given(parameters_.size());
    for (std::size_t i = 0; i < names.size(); ++i) {
        auto const found = std::ranges::find(parameters_, names[i]);
        auto const at = static_cast<std::size_t>(found - parameters_.begin());
        if (found == parameters_.end() || given[at]) return false;
        given[at] = true;
        ordered[at] = std::move(arguments[i]);
    }
    arguments = std::move(ordered);
    return true;
}

Value evaluate_function(Node const& node, Frame& frame) {
    if (node.flag != 0) {
        std::vector<Value> const none(node.body->parameters.size());
        auto const named = run(*node.body, {}, {}, none, nullptr, frame.environment);
        return external_function(node.body->parameters, named, call_at(node, frame));
    }
    std::vector<Value> captures;
    captures.reserve(node.children.size());
    for (auto const& child : node.children) captures.push_back(evaluate(child, frame));
    auto made = std::make_shared<UserFunction>(node.body, std::move(captures));
    return Value(std::shared_ptr<Callable const>(std::move(made)));
}

Value evaluate_call(Node const& node, Frame& frame) {
    auto const call = call_at(node, frame);
    auto const callee = evaluate(node.children[0], frame);
    auto const held = callee.is(Value::Type::function) ? callee.function() : nullptr;
    auto const* function = dynamic_cast<Function const*>(held.get());
    if (function == nullptr) {
        if (node.children[0].op == Op::unknown) return {};
        return call.fail("feel.call", "这不是函数", "this is no function");
    }
    std::vector<Value> arguments;
    arguments.reserve(node.children.size() - 1);
    for (std::size_t i = 1; i < node.children.size(); ++i)
        arguments.push_back(evaluate(node.children[i], frame));
    bool const fits = node.names.empty() ? function->takes(arguments.size())
                                         : function->put_in_order(node.names, arguments);
    if (!fits)
        return call.fail("feel.arguments", "函数的参数不合适",
                         "the arguments do not fit the function");
    if (!call.work(1)) return {};
    return function->call(arguments, frame.environment);
}

Value evaluate_builtin_call(Node const& node, Frame& frame) {
    constexpr std::size_t few = 4;
    auto const call = call_at(node, frame);
    if (node.slot < 0)
        return call.fail("feel.arguments", node.builtin->name + ": 参数不合适",
                         node.builtin->name + ": the arguments do not fit");
    std::array<Value, few> short_arguments;
    std::vector<Value> long_arguments;
    auto const count = node.children.size();
    if (count > few) long_arguments.resize(count);
    auto* const arguments = count > few ? long_arguments.data() : short_arguments.data();
    for (std::size_t i = 0; i < count; ++i) arguments[i] = evaluate(node.children[i], frame);
    return invoke(*node.builtin, node.slot, node.flag != 0, call, std::span(arguments, count));
}

}  // namespace jizhi::feel
