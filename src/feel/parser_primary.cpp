#include <algorithm>

#include "feel/parser.hpp"
#include "feel/temporal.hpp"
#include "kit/limits_feel.hpp"

namespace jizhi::feel {

/// Counts how deep the parser has gone, so that a thousand brackets are an error and no crash.
class Parser::Nesting {
public:
    explicit Nesting(Parser& parser) : parser_(parser) {
        if (++parser_.nesting_ > limit::nesting_max)
            parser_.refuse("feel.too_deep", parser_.in_.at(), "括号嵌套过深", "nested too deeply");
    }
    Nesting(Nesting const&) = delete;
    Nesting& operator=(Nesting const&) = delete;
    ~Nesting() { --parser_.nesting_; }

private:
    Parser& parser_;
};

Node Parser::expression_node() {
    Nesting const nesting(*this);
    if (error_) return {};
    return disjunction();
}

Node Parser::primary() {
    Nesting const nesting(*this);
    if (error_) return {};
    auto const next = in_.peek();
    auto const start = in_.at();
    if (auto const digits = in_.take_number()) {
        auto node = make(Op::constant, start);
        auto const number = Decimal::parse(digits->front() == '.' ? "0" + std::string(*digits)
                                                                  : std::string(*digits));
        if (!number)
            return refuse("feel.number", start, "数字超出范围", "the number is out of range");
        node.constant = Value(std::exchange(minus_, false) ? number->negated() : *number);
        return node;
    }
    switch (next) {
        case '"':
            return string_literal();
        case '@':
            return at_literal();
        case '(':
            return parenthesis();
        case '[':
            return bracket();
        case ']':
            in_.take("]");
            return interval_from(expression_node(), false, start);
        case '{':
            return context();
        default:
            return keyword_or_name();
    }
}

Node Parser::keyword_or_name() {
    auto const start = in_.at();
    auto const known = longest_known();
    auto const covers = known.empty() ? 0 : in_.match_name(known);
    auto const keyword = [&](std::string_view word) {
        if (covers > word.size()) return false;  // a longer name begins with this word
        return in_.take_word(word);
    };
    auto const literal = [&](Value value) {
        auto node = make(Op::constant, start);
        node.constant = std::move(value);
        return node;
    };
    if (keyword("true")) return literal(true);
    if (keyword("false")) return literal(false);
    if (keyword("null")) return literal(nullptr);
    if (keyword("if")) return condition();
    if (keyword("for")) return iteration();
    if (keyword("some")) return quantified(Op::some);
    if (keyword("every")) return quantified(Op::every);
    if (keyword("function")) return function();
    return name();
}

Node Parser::string_literal() {
    auto const start = in_.at();
    auto text = in_.take_string();
    if (!text) {
        if (!error_) error_ = std::move(text.error());
        in_.go(in_.text().size());
        return {};
    }
    auto node = make(Op::constant, start);
    node.constant = Value(std::move(*text));
    return node;
}

Node Parser::at_literal() {
    auto const start = in_.at();
    in_.take("@");
    if (in_.peek() != '"') return expected("\"", "\"");
    auto node = string_literal();
    if (error_) return {};
    auto value = parse_temporal(node.constant.string());
    node.op = value.is_null() ? Op::bad_literal : Op::constant;
    if (!value.is_null()) node.constant = std::move(value);
    std::tie(node.line, node.column) = in_.place(start);
    return node;
}

Node Parser::bracket() {
    auto const start = in_.at();
    in_.take("[");
    std::vector<Node> items;
    if (in_.take("]")) return make(Op::list, start);
    auto first = expression_node();
    if (in_.take("..")) return interval_from(std::move(first), true, start);
    items.push_back(std::move(first));
    while (in_.take(",")) items.push_back(expression_node());
    want("]");
    return make(Op::list, start, std::move(items));
}

Node Parser::parenthesis() {
    auto const start = in_.at();
    in_.take("(");
    auto const next = in_.peek();
    if (next == '<' || next == '>' || next == '=' || next == '!') {
        auto node = operator_range();
        want(")");
        return node;
    }
    auto inner = expression_node();
    if (in_.take("..")) return interval_from(std::move(inner), false, start);
    want(")");
    return inner;
}

/// After `[1..` or `(1..` (or at the `..` of `]1..`): the high end and how it closes.
Node Parser::interval_from(Node low, bool low_closed, std::size_t start) {
    if (in_.text()[start] == ']') want("..");
    std::vector<Node> ends;
    ends.push_back(std::move(low));
    ends.push_back(expression_node());
    bool const high_closed = in_.take("]");
    if (!high_closed && !in_.take(")") && !in_.take("[")) expected("] 或 )", "] or )");
    auto node = make(Op::interval, start, std::move(ends));
    node.flag = static_cast<std::uint8_t>((low_closed ? 1 : 0) | (high_closed ? 2 : 0));
    return node;
}

std::string Parser::context_key() {
    auto const start = here();
    if (in_.peek() == '"') return string_literal().constant.string_or("");
    auto const end = in_.text().find(':', start);
    if (end == std::string_view::npos || !starts_name(code_point(in_.text(), start).value)) {
        expected("名称", "a name");
        return {};
    }
    std::string key;
    for (auto at = start; at < end;) {
        auto const point = code_point(in_.text(), at);
        bool const space =
            point.value == ' ' || point.value == '\n' || point.value == '\t' || point.value == '\r';
        bool const symbol =
            std::string_view("./-'+*").find(in_.text()[at]) != std::string_view::npos;
        if (!space && !symbol && !continues_name(point.value)) {
            in_.go(at);
            expected(":", ":");
            return {};
        }
        if (!space)
            key += in_.text().substr(at, point.bytes);
        else if (!key.empty() && key.back() != ' ')
            key += ' ';
        at += point.bytes;
    }
    while (!key.empty() && key.back() == ' ') key.pop_back();
    in_.go(end);
    return key;
}

Node Parser::context() {
    auto const start = in_.at();
    in_.take("{");
    auto const first = level().used;
    std::vector<Node> values;
    std::vector<std::string> keys;
    std::vector<std::int32_t> slots;
    if (!in_.take("}")) {
        do {
            auto const at = here();
            auto key = context_key();
            want(":");
            if (std::ranges::find(keys, key) != keys.end())
                refuse("feel.key_twice", at, "名称重复: " + key, "the name stands twice: " + key);
            auto const outer = std::exchange(entry_, key);
            values.push_back(expression_node());
            entry_ = outer;
            slots.push_back(bind(key));
            keys.push_back(std::move(key));
        } while (in_.take(","));
        want("}");
    }
    unbind(slots.size());
    auto node = make(Op::context, start, std::move(values));
    node.slot = first;
    node.names = std::move(keys);
    return node;
}

Node Parser::condition() {
    auto const start = in_.at() - 2;
    std::vector<Node> parts;
    parts.push_back(expression_node());
    want("then");
    parts.push_back(expression_node());
    want("else");
    parts.push_back(expression_node());
    return make(Op::condition, start, std::move(parts));
}

Node Parser::domain() {
    auto const start = here();
    auto node = expression_node();
    if (!in_.take("..")) return node;
    std::vector<Node> ends;
    ends.push_back(std::move(node));
    ends.push_back(expression_node());
    return make(Op::domain, start, std::move(ends));
}

/// `x in xs, y in ys`: each name is seen by the domains behind it.
void Parser::domains(Node& into) {
    do {
        auto variable = in_.take_words();
        if (variable.empty()) expected("名称", "a name");
        want("in");
        into.children.push_back(domain());
        bind(variable);
        into.names.push_back(std::move(variable));
    } while (in_.take(","));
}

Node Parser::iteration() {
    auto const start = in_.at() - 3;
    Node parts;
    auto const first = level().used;
    domains(parts);
    bind("partial");
    want("return");
    parts.children.push_back(expression_node());
    unbind(parts.names.size() + 1);
    auto node = make(Op::iterate, start, std::move(parts.children));
    node.names = std::move(parts.names);
    node.slot = first;
    return node;
}

Node Parser::quantified(Op op) {
    auto const start = in_.at() - (op == Op::some ? 4 : 5);
    Node parts;
    auto const first = level().used;
    domains(parts);
    want("satisfies");
    parts.children.push_back(expression_node());
    unbind(parts.names.size());
    auto node = make(op, start, std::move(parts.children));
    node.names = std::move(parts.names);
    node.slot = first;
    return node;
}

void Parser::parameters(FunctionBody& body) {
    want("(");
    if (in_.take(")")) return;
    do {
        auto name = in_.take_words();
        if (name.empty()) expected("名称", "a name");
        body.types.push_back(in_.take(":") ? type() : nullptr);
        body.parameters.push_back(std::move(name));
    } while (in_.take(","));
    want(")");
}

Node Parser::function() {
    auto const start = in_.at() - 8;
    auto body = std::make_shared<FunctionBody>();
    parameters(*body);
    bool const external = in_.take_word("external");
    levels_.emplace_back();
    level().self = std::exchange(entry_, {});
    for (auto const& parameter : body->parameters) bind(parameter);
    body->root = expression_node();
    body->locals = level().locals;
    auto captures = std::move(level().captures);
    levels_.pop_back();
    auto node = make(Op::function, start, std::move(captures));
    node.depth = std::max(node.depth, 1);
    node.flag = external ? 1 : 0;
    node.body = std::move(body);
    return node;
}

}  // namespace jizhi::feel
