#include <algorithm>

#include "feel/builtin.hpp"
#include "feel/parser.hpp"

namespace jizhi::feel {

/// `name:` in front of an argument, or nothing (and nothing is read).
std::optional<std::string> Parser::argument_name() {
    auto const start = here();
    std::string name;
    auto at = start;
    auto const text = in_.text();
    while (at < text.size() && text[at] != ':') {
        auto const point = code_point(text, at);
        bool const space = point.value == ' ' || point.value == '\n' || point.value == '\t';
        bool const symbol = std::string_view("-'+").find(text[at]) != std::string_view::npos;
        if (!space && !symbol && !continues_name(point.value)) return std::nullopt;
        if (!space)
            name += text.substr(at, point.bytes);
        else if (name.empty() || name.back() != ' ')
            name += ' ';
        at += point.bytes;
    }
    if (at >= text.size() || name.empty()) return std::nullopt;
    while (!name.empty() && name.back() == ' ') name.pop_back();
    in_.go(at + 1);
    return name;
}

Node Parser::call(Node callee, std::size_t start) {
    in_.take("(");
    std::vector<Node> arguments;
    std::vector<std::string> names;
    if (!in_.take(")")) {
        do {
            auto name = argument_name();
            auto const at = in_.at();
            if (name) names.push_back(std::move(*name));
            arguments.push_back(expression_node());
            if (!names.empty() && names.size() != arguments.size())
                refuse("feel.syntax", at, "参数要么都写名称，要么都不写",
                       "either all arguments have names or none has");
        } while (in_.take(","));
        want(")");
    }
    if (callee.op == Op::builtin)
        return builtin_call(std::move(callee), std::move(arguments), std::move(names));
    std::vector<Node> children;
    children.push_back(std::move(callee));
    for (auto& argument : arguments) children.push_back(std::move(argument));
    auto node = make(Op::call, start, std::move(children));
    node.names = std::move(names);
    return node;
}

/// Which of the built-in's signatures is meant is known now. A call that fits none is null when it
/// is evaluated, with a diagnostic: so says the standard.
Node Parser::builtin_call(Node callee, std::vector<Node> arguments,
                          std::vector<std::string> names) {
    auto const& builtin = *callee.builtin;
    callee.op = Op::call_builtin;
    callee.flag = names.empty() ? 0 : 1;
    callee.slot = names.empty() ? find_signature(builtin, arguments.size())
                                : find_signature(builtin, std::span<std::string const>(names));
    if (callee.slot >= 0 && !names.empty()) {
        auto const& parameters =
            builtin.signatures[static_cast<std::size_t>(callee.slot)].parameters;
        std::vector<Node> ordered(parameters.size());  // what is left out is the constant null
        auto const needed = std::ranges::find(parameters, true, &Parameter::optional);
        auto used = static_cast<std::size_t>(needed - parameters.begin());
        for (std::size_t i = 0; i < names.size(); ++i) {
            auto const at = std::ranges::find(parameters, names[i], &Parameter::name);
            auto const index = static_cast<std::size_t>(at - parameters.begin());
            ordered[index] = std::move(arguments[i]);
            used = std::max(used, index + 1);
        }
        ordered.resize(used);
        arguments = std::move(ordered);
    }
    for (auto const& argument : arguments)
        callee.depth = std::max(callee.depth, argument.depth + 1);
    callee.children = std::move(arguments);
    return callee;
}

}  // namespace jizhi::feel
