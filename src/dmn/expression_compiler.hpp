#pragma once
#include <string>

#include "dmn/program.hpp"
#include "dmn/scope.hpp"

namespace jizhi::dmn {

/// Compiles the boxed expressions of one unit into nodes over its slots, and notes the sites that
/// give reasons. `name` is what the value is called in sentences.
class ExpressionCompiler {
public:
    ExpressionCompiler(Program& program, std::uint32_t unit, Texts& texts)
        : program_(program), unit_(unit), texts_(texts) {}

    [[nodiscard]] NodePtr compile(ExpressionPtr const& expression, Names& names,
                                  std::string const& name);
    /// `knowledge`: the element whose reason the body gives, if it is one's.
    [[nodiscard]] std::shared_ptr<Body const> function(FunctionDefinition const& function,
                                                       Names& names, std::string const& name,
                                                       Element const* knowledge = nullptr);
    /// A site of an expression with a reason (or, for a decision, without one).
    [[nodiscard]] std::int64_t add_site(ReasonText const* reason, Node const* logic, Names& names,
                                        std::string const& name, std::string const& element_id,
                                        Title const& title);
    /// Whether any context entry gave a site since.
    [[nodiscard]] std::size_t sites() const { return program_.sites.size(); }

private:
    NodePtr make(LiteralExpression const& literal, Names& names, std::string const& name);
    NodePtr make(BoxedContext const& context, Names& names, std::string const& name);
    NodePtr make(BoxedList const& list, Names& names, std::string const& name);
    NodePtr make(Relation const& relation, Names& names, std::string const& name);
    NodePtr make(Invocation const& invocation, Names& names, std::string const& name);
    NodePtr make(FunctionDefinition const& function, Names& names, std::string const& name);
    NodePtr make(Conditional const& conditional, Names& names, std::string const& name);
    NodePtr make(Filter const& filter, Names& names, std::string const& name);
    NodePtr make(Iteration const& iteration, Names& names, std::string const& name);
    NodePtr make(DecisionTable const& table, Names& names, std::string const& name);

    [[nodiscard]] TableNode::Input input(InputClause const& clause, Names& names);
    [[nodiscard]] TableNode::Output output(OutputClause const& clause, Names& names);
    [[nodiscard]] TableNode::Row row(Rule const& rule, DecisionTable const& table, Names& names);
    [[nodiscard]] Cell cell(Text const& text, Names& names);
    void table_reasons(DecisionTable const& table, Site& site, Names& names);
    [[nodiscard]] Type const* type(std::string_view type_ref, Place place);
    [[nodiscard]] NodePtr literal(Text const& text, Names& names);
    /// What was made, or, where a problem was told instead, a node that tells it again.
    [[nodiscard]] NodePtr or_broken(NodePtr made, std::size_t problems_before) const;
    [[nodiscard]] NodePtr feel_filter(Text const& match, NodePtr in, Names& names);

    Program& program_;
    std::uint32_t unit_;
    Texts& texts_;
    Place place_;  ///< of the expression at hand, for messages
};

}  // namespace jizhi::dmn
