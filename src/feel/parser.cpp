#include "feel/parser.hpp"

#include <algorithm>

#include "kit/limits_feel.hpp"

namespace jizhi::feel {

Parser::Parser(std::string_view text, Scope const& scope, bool unary) : in_(text), scope_(scope) {
    if (unary) inputs_.emplace_back("?");
    for (auto const* s = &scope; s != nullptr; s = s->outer.get())
        inputs_.insert(inputs_.end(), s->names.begin(), s->names.end());
    levels_.emplace_back();
}

Result<Expression::Code> Parser::finish(Node root) {
    if (!error_ && !in_.done() && !refuse_full_width(in_.at())) {
        auto const rest = in_.text().substr(in_.at(), 20);
        std::string const shown(rest.substr(0, rest.find('\n')));
        refuse("feel.syntax", in_.at(), "此处看不懂: " + shown, "cannot be understood: " + shown);
    }
    if (error_) return std::unexpected(std::move(*error_));
    Expression::Code code;
    code.text = in_.text();
    if (root.op != Op::constant) code.names = std::move(inputs_);  // a literal reads none
    code.body.locals = level().locals;
    code.body.root = std::move(root);
    return code;
}

Result<Expression::Code> Parser::expression() {
    if (in_.text().size() > limit::text_bytes_max)
        refuse("feel.too_long", 0, "表达式过长", "the expression is too long");
    return finish(expression_node());
}

std::size_t Parser::here() {
    static_cast<void>(in_.peek());
    return in_.at();
}

Node Parser::refuse(char const* code, std::size_t at, std::string zh, std::string en) {
    if (!error_) error_ = Error{code, in_.where(at), std::move(zh), std::move(en)};
    in_.go(in_.text().size());
    return {};
}

bool Parser::refuse_full_width(std::size_t at) {
    auto const point = code_point(in_.text(), at);
    if (!is_full_width_sign(point.value)) return false;
    std::string const sign(in_.text().substr(at, point.bytes));
    refuse("feel.full_width", at, "此处是全角符号“" + sign + "”，请改用半角(英文)符号",
           "a full-width sign stands here: " + sign + "; use the half-width one");
    return true;
}

Node Parser::expected(std::string const& zh, std::string const& en) {
    auto const at = here();
    if (refuse_full_width(at)) return {};
    return refuse("feel.syntax", at, "此处应有" + zh, "expected " + en);
}

void Parser::want(std::string_view symbol) {
    bool const word = symbol[0] >= 'a' && symbol[0] <= 'z';
    if (!(word ? in_.take_word(symbol) : in_.take(symbol)))
        expected(std::string(symbol), std::string(symbol));
}

Node Parser::make(Op op, std::size_t start, std::vector<Node> children) {
    Node node;
    node.op = op;
    std::tie(node.line, node.column) = in_.place(start);
    for (auto const& child : children) node.depth = std::max(node.depth, child.depth + 1);
    node.children = std::move(children);
    if (node.depth > limit::tree_depth_max)
        return refuse("feel.too_deep", start, "表达式层次过深，请拆成几个决策",
                      "the expression is too deep; split it into several decisions");
    return node;
}

namespace {

std::vector<Node> two(Node a, Node b) {
    std::vector<Node> nodes;
    nodes.reserve(2);
    nodes.push_back(std::move(a));
    nodes.push_back(std::move(b));
    return nodes;
}

}  // namespace

Node Parser::disjunction() {
    auto const start = here();
    return disjunction_tail(conjunction(), start);
}

Node Parser::disjunction_tail(Node left, std::size_t start) {
    while (in_.take_word("or"))
        left = make(Op::disjunction, start, two(std::move(left), conjunction()));
    return left;
}

Node Parser::conjunction() {
    auto const start = here();
    return conjunction_tail(comparison(), start);
}

Node Parser::conjunction_tail(Node left, std::size_t start) {
    while (in_.take_word("and"))
        left = make(Op::conjunction, start, two(std::move(left), comparison()));
    return left;
}

Node Parser::comparison() {
    auto const start = here();
    return comparison_tail(sum(), start);
}

Node Parser::comparison_tail(Node left, std::size_t start) {
    struct Symbol {
        char const* text;
        Op op;
    };
    static constexpr Symbol symbols[] = {{"<=", Op::less_equal}, {">=", Op::greater_equal},
                                         {"!=", Op::unequal},    {"=", Op::equal},
                                         {"<", Op::less},        {">", Op::greater}};
    while (true) {
        if (in_.take_word("between")) {
            std::vector<Node> children = two(std::move(left), sum());
            want("and");
            children.push_back(sum());
            left = make(Op::between, start, std::move(children));
            continue;
        }
        if (in_.take_word("in")) {
            left = in_tail(std::move(left), start);
            continue;
        }
        auto const* symbol =
            std::ranges::find_if(symbols, [&](Symbol const& s) { return in_.take(s.text); });
        if (symbol == std::end(symbols)) return left;
        left = make(symbol->op, start, two(std::move(left), sum()));
    }
}

Node Parser::in_tail(Node left, std::size_t start) {
    auto const slot = bind("?");
    auto input = make(Op::local, start);
    input.slot = slot;
    bool const outer = std::exchange(mentions_input_, false);
    std::vector<Node> children;
    children.push_back(std::move(left));
    auto const before = here();
    if (in_.peek() == '(') {
        in_.take("(");
        auto list = tests(input);
        // `in (1..5)` is a range and `in (1+1)*2` is a product: the bracket did not hold tests.
        bool const plain = !error_ && in_.take(")");
        auto const next = in_.peek();
        bool const ends = next == '\0' || next == ')' || next == ',' || next == ']' ||
                          next == '}' || in_.at_word("and") || in_.at_word("or") ||
                          in_.at_word("then") || in_.at_word("else") || in_.at_word("return") ||
                          in_.at_word("satisfies") || next == '=' || next == '!' || next == '<' ||
                          next == '>';
        if (plain && ends) {
            children.push_back(std::move(list));
        } else {
            error_.reset();
            in_.go(before);
            children.push_back(in_test(input));
        }
    } else {
        children.push_back(in_test(input));
    }
    mentions_input_ = outer;
    unbind(1);
    auto node = make(Op::in, start, std::move(children));
    node.slot = slot;
    return node;
}

Node Parser::sum() {
    auto const start = here();
    auto left = product();
    while (true) {
        if (in_.take("+"))
            left = make(Op::add, start, two(std::move(left), product()));
        else if (in_.take("-"))
            left = make(Op::subtract, start, two(std::move(left), product()));
        else
            return left;
    }
}

Node Parser::product() {
    auto const start = here();
    auto left = exponent();
    while (true) {
        if (in_.take("*"))
            left = make(Op::multiply, start, two(std::move(left), exponent()));
        else if (in_.take("/"))
            left = make(Op::divide, start, two(std::move(left), exponent()));
        else
            return left;
    }
}

Node Parser::exponent() {
    auto const start = here();
    auto left = negation();
    while (in_.take("**")) left = make(Op::power, start, two(std::move(left), negation()));
    return left;
}

Node Parser::negation() {
    auto const start = here();
    int minuses = 0;
    while (in_.take("-")) ++minuses;
    // The sign of a number is part of it, so that `-1 instance of number` asks about -1.
    minus_ = minuses % 2 == 1 && in_.at_number();
    if (minus_) --minuses;
    auto node = instance();
    if (minuses == 0) return node;
    std::vector<Node> children;
    children.push_back(std::move(node));
    auto once = make(Op::negate, start, std::move(children));
    if (minuses % 2 == 1) return once;
    std::vector<Node> again;
    again.push_back(std::move(once));
    return make(Op::negate, start, std::move(again));
}

Node Parser::instance() {
    auto const start = here();
    auto node = postfix(primary(), start);
    while (in_.at_word("instance")) {
        in_.take_word("instance");
        want("of");
        std::vector<Node> children;
        children.push_back(std::move(node));
        node = make(Op::instance_of, start, std::move(children));
        node.type = type();
    }
    return node;
}

Node Parser::postfix(Node node, std::size_t start) {
    while (!error_) {
        auto const next = in_.peek();
        if (next == '.' && in_.peek_after() != '.')
            node = member(std::move(node), start);
        else if (next == '(')
            node = call(std::move(node), start);
        else if (next == '[' && !closes_interval())
            node = filter(std::move(node), start);
        else
            break;
    }
    return node;
}

/// `5[` at the end of `[1..5[`: what follows cannot begin a filter.
bool Parser::closes_interval() {
    auto const at = in_.at();
    in_.take("[");
    auto const next = in_.peek();
    bool const word = in_.at_word("and") || in_.at_word("or") || in_.at_word("then") ||
                      in_.at_word("else") || in_.at_word("return") || in_.at_word("satisfies");
    in_.go(at);
    return word || next == '\0' || next == ',' || next == ')' || next == ']' || next == '}' ||
           next == '=' || next == '.';
}

Node Parser::filter(Node list, std::size_t start) {
    in_.take("[");
    auto const slot = bind("item", true);
    auto test = expression_node();
    unbind(1);
    want("]");
    auto node = make(Op::filter, start, two(std::move(list), std::move(test)));
    node.slot = slot;
    return node;
}

Node Parser::member(Node context, std::size_t start) {
    in_.take(".");
    here();
    std::string name;
    std::size_t covered = 0;
    for (auto const& known : scope_.members) {
        auto const bytes = in_.match_name(known);
        if (bytes <= covered) continue;
        covered = bytes;
        name = known;
    }
    auto const at = in_.at();
    auto words = in_.take_words();
    if (in_.at() - at < covered)
        in_.go(at + covered);
    else
        name = std::move(words);
    if (name.empty()) return expected("名称", "a name");
    std::vector<Node> children;
    children.push_back(std::move(context));
    auto node = make(Op::path, start, std::move(children));
    node.constant = Value(std::move(name));
    return node;
}

}  // namespace jizhi::feel
