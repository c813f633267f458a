#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "feel/code.hpp"
#include "feel/scanner.hpp"

namespace jizhi::feel {

/// Reads a text and resolves its names, giving nodes that are ready to evaluate. The first error
/// ends the reading: it is kept, the scanner goes to the end, and what is built is thrown away.
class Parser {
public:
    Parser(std::string_view text, Scope const& scope, bool unary);

    [[nodiscard]] Result<Expression::Code> expression();
    [[nodiscard]] Result<Expression::Code> unary_tests();

private:
    /// A name in sight that is a local of the function being read.
    struct Binding {
        std::string name;
        std::int32_t slot = 0;
        bool filter = false;  ///< the item of a filter: its entries are names too
    };
    /// What the function being read has seen so far.
    struct Level {
        std::vector<Binding> bindings;
        std::int32_t used = 0, locals = 0;
        std::vector<std::string> captured;  ///< keys of what is taken along
        std::vector<Node> captures;         ///< and how the surrounding function gets it
        std::string self;                   ///< the name of the entry that this function is
    };
    class Nesting;

    // parser.cpp: operators by strength
    Node disjunction();
    Node conjunction();
    Node comparison();
    Node disjunction_tail(Node left, std::size_t start);
    Node conjunction_tail(Node left, std::size_t start);
    Node comparison_tail(Node left, std::size_t start);
    Node in_tail(Node left, std::size_t start);
    Node sum();
    Node product();
    Node exponent();
    Node negation();
    Node instance();
    Node postfix(Node node, std::size_t start);
    Node filter(Node list, std::size_t start);
    Node member(Node context, std::size_t start);
    [[nodiscard]] bool closes_interval();
    std::size_t here();  ///< where the next thing stands, after spaces

    // parser_unary.cpp: unary tests
    Node tests(Node const& input);
    Node positive_test(Node const& input);
    bool compares();
    Node in_test(Node const& input);
    Node as_test(Node const& input, Node test, std::size_t start);
    Node operator_range();
    [[nodiscard]] static TestKind kind_of(Node const& test, bool mentions_input);

    // parser_primary.cpp: what stands between operators
    Node expression_node();
    Node primary();
    Node keyword_or_name();
    Node string_literal();
    Node at_literal();
    Node bracket();
    Node parenthesis();
    Node interval_from(Node low, bool low_closed, std::size_t start);
    Node context();
    std::string context_key();
    Node condition();
    Node iteration();
    Node quantified(Op op);
    void domains(Node& into);
    Node domain();
    Node function();
    void parameters(FunctionBody& body);

    // parser_call.cpp
    Node call(Node callee, std::size_t start);
    [[nodiscard]] std::optional<std::string> argument_name();
    Node builtin_call(Node callee, std::vector<Node> arguments, std::vector<std::string> names);

    // parser_name.cpp: names and types
    Node name();
    [[nodiscard]] std::string longest_known();
    [[nodiscard]] Node resolve(std::string const& name, std::size_t level, std::size_t below,
                               std::size_t start);
    [[nodiscard]] Node item_name(std::string const& name, Node item, Node elsewhere,
                                 std::size_t start);
    [[nodiscard]] Node outside(std::string const& name, std::size_t level, std::size_t start);
    [[nodiscard]] Node captured(std::string const& key, Node from, std::size_t level,
                                std::size_t start);
    [[nodiscard]] Node unknown(std::string const& name, std::size_t start);
    std::shared_ptr<Type const> type();
    std::shared_ptr<Type const> generic_type();
    std::shared_ptr<Type const> context_type();
    std::shared_ptr<Type const> function_type();

    Level& level() { return levels_.back(); }
    std::int32_t bind(std::string name, bool filter = false);
    void unbind(std::size_t count);

    Node make(Op op, std::size_t start, std::vector<Node> children = {});
    Node refuse(char const* code, std::size_t at, std::string zh, std::string en);
    Node expected(std::string const& zh, std::string const& en);
    /// Tells of a full-width sign (，（“) if that is what stands there.
    bool refuse_full_width(std::size_t at);
    void want(std::string_view symbol);
    [[nodiscard]] Result<Expression::Code> finish(Node root);

    Scanner in_;
    Scope const& scope_;
    std::vector<std::string> inputs_;
    std::vector<Level> levels_;
    std::optional<Error> error_;
    int nesting_ = 0;
    bool mentions_input_ = false;  ///< `?` was read
    bool minus_ = false;           ///< belongs to the number that is read next
    std::string entry_;            ///< the context entry whose value is being read
};

}  // namespace jizhi::feel
