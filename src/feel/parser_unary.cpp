#include "feel/parser.hpp"

namespace jizhi::feel {

Result<Expression::Code> Parser::unary_tests() {
    auto any = make(Op::constant, 0);
    any.constant = Value(true);
    if (in_.done()) return finish(std::move(any));
    if (in_.take("-") && in_.done()) return finish(std::move(any));
    in_.go(0);
    auto const input = make(Op::input, 0);
    if (in_.take_word("not") && in_.take("(")) {
        auto inner = tests(input);
        if (!error_ && in_.take(")") && in_.done()) {
            std::vector<Node> children;
            children.push_back(std::move(inner));
            return finish(make(Op::negated_tests, 0, std::move(children)));
        }
        error_.reset();  // it was the function not(…)
    }
    in_.go(0);
    return finish(tests(input));
}

Node Parser::tests(Node const& input) {
    auto const start = here();
    std::vector<Node> all;
    do {
        all.push_back(positive_test(input));
    } while (in_.take(","));
    if (all.size() == 1) return std::move(all.front());
    return make(Op::any_test, start, std::move(all));
}

Node Parser::positive_test(Node const& input) {
    auto const start = here();
    bool const outer = std::exchange(mentions_input_, false);
    auto made = as_test(input, compares() ? operator_range() : expression_node(), start);
    mentions_input_ = outer;
    return made;
}

bool Parser::compares() {
    auto const next = in_.peek();
    return next == '<' || next == '>' || next == '=' || next == '!';
}

/// What stands behind `in` without brackets. `in` binds as a comparison does, so it ends where a
/// sum ends; a condition on `?` goes on, to `and` and `or` too where no other `?` can be meant.
Node Parser::in_test(Node const& input) {
    auto const start = here();
    if (compares()) return as_test(input, operator_range(), start);
    auto test = sum();
    if (!mentions_input_) return as_test(input, std::move(test), start);
    test = comparison_tail(std::move(test), start);
    auto const is_input = [](auto const& name) { return name == "?"; };
    auto const binds = [&](Level const& each) {
        return std::ranges::count_if(each.bindings, is_input, &Binding::name);
    };
    auto known = std::ranges::count_if(inputs_, is_input);
    for (auto const& each : levels_) known += binds(each);
    if (known == 1) test = disjunction_tail(conjunction_tail(std::move(test), start), start);
    return as_test(input, std::move(test), start);
}

Node Parser::as_test(Node const& input, Node test, std::size_t start) {
    auto const kind = kind_of(test, mentions_input_);
    std::vector<Node> children;
    children.push_back(input);
    children.push_back(std::move(test));
    auto node = make(Op::test, start, std::move(children));
    node.flag = static_cast<std::uint8_t>(kind);
    return node;
}

Node Parser::operator_range() {
    using Form = Range::Form;
    struct Symbol {
        char const* text;
        Form form;
    };
    static constexpr Symbol symbols[] = {{"<=", Form::less_equal}, {">=", Form::greater_equal},
                                         {"!=", Form::unequal},    {"=", Form::equal},
                                         {"<", Form::less},        {">", Form::greater}};
    auto const start = in_.at();
    for (auto const& [text, form] : symbols) {
        if (!in_.take(text)) continue;
        std::vector<Node> children;
        children.push_back(sum());
        auto node = make(Op::operator_range, start, std::move(children));
        node.flag = static_cast<std::uint8_t>(form);
        return node;
    }
    return expected("< > = 或 !", "< > = or !");
}

TestKind Parser::kind_of(Node const& test, bool mentions_input) {
    if (mentions_input) return TestKind::boolean;
    switch (test.op) {
        case Op::conjunction:
        case Op::disjunction:
        case Op::equal:
        case Op::unequal:
        case Op::less:
        case Op::less_equal:
        case Op::greater:
        case Op::greater_equal:
        case Op::between:
        case Op::in:
        case Op::some:
        case Op::every:
        case Op::instance_of:
            return TestKind::boolean;
        case Op::call:
        case Op::call_builtin:
        case Op::input:
        case Op::local:
        case Op::capture:
        case Op::path:
        case Op::condition:
            return TestKind::either;
        default:
            return TestKind::match;
    }
}

}  // namespace jizhi::feel
