#include "feel/column_twig.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

namespace jizhi::feel {
namespace {

/// The slots of a subtree that are bound outside of it.
struct Reads {
    std::set<std::uint32_t> inputs, locals;
};

void unbind(Node const& node, Reads& reads) {
    auto const from = static_cast<std::uint32_t>(node.slot);
    std::size_t count = 0;
    switch (node.op) {
        case Op::iterate:
        case Op::some:
        case Op::every:
            count = node.names.size() + 1;
            break;
        case Op::context:
            count = node.children.size();
            break;
        case Op::filter:
        case Op::in:
            count = 1;
            break;
        default:
            return;
    }
    for (std::size_t i = 0; i < count; ++i)
        reads.locals.erase(from + static_cast<std::uint32_t>(i));
}

std::optional<Rounding> rounding_of(std::string_view name) {
    static constexpr std::array<std::pair<std::string_view, Rounding>, 8> known{
        {{"decimal", Rounding::half_even},
         {"floor", Rounding::floor},
         {"ceiling", Rounding::ceiling},
         {"round up", Rounding::up},
         {"round down", Rounding::down},
         {"round half up", Rounding::half_up},
         {"round half down", Rounding::half_down},
         {"round half even", Rounding::half_even}}};
    auto const found = std::ranges::find(known, name, [](auto const& each) { return each.first; });
    return found == known.end() ? std::nullopt : std::optional(found->second);
}

Twig::Form form_of(Node const& node) {
    using Form = Twig::Form;
    switch (node.op) {
        case Op::constant:
            return Form::constant;
        case Op::input:
            return Form::input;
        case Op::local:
            return Form::local;
        case Op::add:
        case Op::subtract:
        case Op::multiply:
            return Form::calculate;
        case Op::divide:
            return Form::divide;
        case Op::equal:
        case Op::unequal:
        case Op::less:
        case Op::less_equal:
        case Op::greater:
        case Op::greater_equal:
            return Form::compare;
        case Op::conjunction:
        case Op::disjunction:
            return Form::logic;
        case Op::condition:
            return Form::condition;
        case Op::path:
            return Form::path;
        case Op::negate:
        case Op::power:
        case Op::between:
        case Op::list:
            return Form::apply;
        case Op::context: {
            auto const names = std::set(node.names.begin(), node.names.end());
            return names.size() == node.names.size() && !names.empty() ? Form::context
                                                                       : Form::opaque;
        }
        case Op::call:
            return node.names.empty() ? Form::call : Form::opaque;
        case Op::call_builtin:
            break;
        default:
            return Form::opaque;
    }
    if (node.slot < 0) return Form::opaque;
    auto const count = node.children.size();
    auto const& name = node.builtin->name;
    if (node.flag == 0 && (name == "min" || name == "max") && count >= 2) return Form::extreme;
    if (node.flag == 0 && rounding_of(name) && count <= 2) return Form::round;
    auto const is_function = [](Node const& child) { return child.op == Op::function; };
    return std::ranges::any_of(node.children, is_function) ? Form::opaque : Form::apply;
}

Reads grow(Node const& node, Twig& twig, std::uint32_t locals) {
    twig.node = &node;
    twig.form = form_of(node);
    twig.local_count = locals;
    Reads reads;
    if (node.op == Op::input) reads.inputs.insert(static_cast<std::uint32_t>(node.slot));
    if (node.op == Op::local) reads.locals.insert(static_cast<std::uint32_t>(node.slot));
    for (auto const& child : node.children) {
        auto& made = *twig.children.emplace_back(std::make_unique<Twig>());
        auto const more = grow(child, made, locals);
        reads.inputs.insert(more.inputs.begin(), more.inputs.end());
        reads.locals.insert(more.locals.begin(), more.locals.end());
    }
    unbind(node, reads);
    twig.inputs.assign(reads.inputs.begin(), reads.inputs.end());
    twig.locals.assign(reads.locals.begin(), reads.locals.end());
    using Form = Twig::Form;
    if (twig.form == Form::round) twig.rounding = *rounding_of(node.builtin->name);
    if (twig.form == Form::opaque) twig.children.clear();
    if (twig.form > Form::local && twig.form != Form::context && twig.form != Form::call)
        twig.operation = std::make_unique<Operator>(node);
    return reads;
}

}  // namespace

void grow(FunctionBody const& body, Twig& twig) {
    (void)grow(body.root, twig, static_cast<std::uint32_t>(body.locals));
}

}  // namespace jizhi::feel
