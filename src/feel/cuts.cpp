#include "feel/cuts.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "feel/code.hpp"
#include "feel/evaluate.hpp"

namespace jizhi::feel {
namespace {

using Kind = Value::Type;

/// Built-ins that give the same whenever they are called with the same.
constexpr std::array<std::string_view, 6> steady{
    "date", "time", "date and time", "duration", "years and months duration", "number"};

bool is_constant(Node const& node) {
    switch (node.op) {
        case Op::constant:
        case Op::negate:
        case Op::add:
        case Op::subtract:
        case Op::multiply:
        case Op::divide:
        case Op::power:
        case Op::list:
        case Op::interval:
        case Op::operator_range:
            break;
        case Op::call_builtin:
            if (node.slot < 0 || std::ranges::find(steady, node.builtin->name) == steady.end())
                return false;
            break;
        default:
            return false;
    }
    return std::ranges::all_of(node.children, is_constant);
}

Value value_of(Node const& node) {
    Environment environment;
    Frame frame{.inputs = {}, .captures = {}, .self = nullptr, .environment = environment};
    return evaluate(node, frame);
}

bool is_scalar(Value const& value) { return value.type() < Kind::list; }

bool compares(Op op) { return op >= Op::equal && op <= Op::greater_equal; }

/// Walks what decides on the input. `alias` is the local that stands for it inside of `in`.
class Finder {
public:
    Cuts found;

    bool decides(Node const& node, int alias) {
        auto const each = [&](Node const& child) { return decides(child, alias); };
        switch (node.op) {
            case Op::any_test:
            case Op::negated_tests:
            case Op::conjunction:
            case Op::disjunction:
            case Op::condition:
                return std::ranges::all_of(node.children, each);
            case Op::test:
                return static_cast<TestKind>(node.flag) == TestKind::boolean
                           ? each(node.children[1])
                           : target(node.children[1]);
            case Op::between:
                found.ordered = true;
                return is_input(node.children[0], alias) && target(node.children[1]) &&
                       target(node.children[2]);
            case Op::in:
                return is_input(node.children[0], alias) && decides(node.children[1], node.slot);
            case Op::call_builtin:
                return node.builtin->name == "not" && node.children.size() == 1 &&
                       each(node.children[0]);
            default:
                return compares(node.op) ? comparison(node, alias) : is_constant(node);
        }
    }

private:
    static bool is_input(Node const& node, int alias) {
        return (node.op == Op::input && node.slot == 0) ||
               (alias >= 0 && node.op == Op::local && node.slot == alias);
    }

    bool comparison(Node const& node, int alias) {
        if (node.op != Op::equal && node.op != Op::unequal) found.ordered = true;
        auto const &a = node.children[0], &b = node.children[1];
        if (is_input(a, alias)) return target(b);
        return is_input(b, alias) && target(a);
    }

    /// What the input is compared with.
    bool target(Node const& node) { return is_constant(node) && take(value_of(node)); }

    bool take(Value const& value) {
        if (value.is(Kind::list))
            return std::ranges::all_of(value.list(), [&](auto const& item) { return take(item); });
        if (!value.is(Kind::range)) {
            if (!is_scalar(value)) return false;
            if (!value.is_null()) found.values.push_back(value);
            return true;
        }
        auto const& range = value.range();
        using Form = Range::Form;
        if (range.form != Form::equal && range.form != Form::unequal) found.ordered = true;
        return take(range.low) && take(range.high);
    }
};

}  // namespace

std::optional<Cuts> cuts_of(Expression const& unary_tests) {
    Finder finder;
    if (!finder.decides(unary_tests.code().body.root, -1)) return std::nullopt;
    return std::move(finder.found);
}

std::optional<Value> constant_of(Expression const& expression) {
    auto const& root = expression.code().body.root;
    if (!is_constant(root)) return std::nullopt;
    return value_of(root);
}

}  // namespace jizhi::feel
