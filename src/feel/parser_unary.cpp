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
    auto const next = in_.peek();
    bool const compares = next == '<' || next == '>' || next == '=' || next == '!';
    auto test = compares ? operator_range() : expression_node();
    auto const kind = kind_of(test, mentions_input_);
    mentions_input_ = outer;
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
