#pragma once
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace jizhi::dmn {

/// Where something stands in the XML source, 1-based; columns count bytes.
struct Place {
    int line = 1, column = 1;
};

struct Text {
    std::string text;
    Place place;
};

struct Title {
    std::string zh, en, unit;
    [[nodiscard]] bool empty() const { return zh.empty() && en.empty(); }
};

/// What a rule or reason says it rests on.
struct Basis {
    std::string basis_class, zh, en, clause, url;
    [[nodiscard]] bool empty() const { return zh.empty() && clause.empty() && url.empty(); }
};

/// <jizhi:reason>, or the annotation columns of one rule: templates, not yet compiled.
struct ReasonText {
    Text zh, en, amount, when;
    Basis basis;
    bool silent = false;
};

struct Expression;
using ExpressionPtr = std::shared_ptr<Expression const>;

struct Variable {
    std::string name, type_ref;
};

struct LiteralExpression {
    Text text;
};
struct ContextEntry {
    Variable variable;  ///< no name: the entry is the context's result
    ExpressionPtr value;
    std::optional<ReasonText> reason;
    Title title;
    std::string id;
};
struct BoxedContext {
    std::vector<ContextEntry> entries;
};
struct BoxedList {
    std::vector<ExpressionPtr> items;
};
struct Relation {
    std::vector<Variable> columns;
    std::vector<std::vector<ExpressionPtr>> rows;
};
struct Invocation {
    ExpressionPtr function;
    std::vector<std::pair<Variable, ExpressionPtr>> bindings;
};
struct FunctionDefinition {
    std::string kind = "FEEL";  ///< FEEL, Java, PMML
    std::vector<Variable> parameters;
    ExpressionPtr body;
    std::vector<Title> titles;  ///< of the parameters, each in its place
};
struct Conditional {
    ExpressionPtr condition, then, otherwise;
};
struct Filter {
    ExpressionPtr in, match;
};
struct Iteration {
    enum class Kind { each, some, every } kind = Kind::each;
    std::string variable;
    ExpressionPtr in, body;
};

enum class HitPolicy { unique, any, priority, first, rule_order, output_order, collect };
enum class Aggregator { none, sum, count, min, max };

struct InputClause {
    Text expression, allowed;
    std::string type_ref, label, id;
    Title title;
};
struct OutputClause {
    std::string name, type_ref, label, id;
    Text allowed, otherwise;  ///< outputValues, defaultOutputEntry
    Title title;
};
struct Rule {
    std::string id, description;
    std::vector<Text> inputs, outputs, annotations;
    Place place;
};
struct DecisionTable {
    HitPolicy hit_policy = HitPolicy::unique;
    Aggregator aggregator = Aggregator::none;
    std::vector<InputClause> inputs;
    std::vector<OutputClause> outputs;
    std::vector<std::string> annotations;
    std::vector<Rule> rules;
    std::string output_label;
    std::string unknown;  ///< what stands as hit policy or aggregation and is none
    Place place;
};

struct Expression {
    std::string id, type_ref;
    Place place;
    std::variant<LiteralExpression, BoxedContext, BoxedList, Relation, Invocation,
                 FunctionDefinition, Conditional, Filter, Iteration, DecisionTable>
        body;
};

struct ItemDefinition {
    std::string name, type_ref;  ///< type_ref or components
    bool collection = false, function = false;
    Text allowed, constraint;
    std::vector<ItemDefinition> components;
    std::vector<Variable> parameters;  ///< of a function item; type_ref is what it gives
};

struct Import {
    std::string name, name_space, type;
};

/// What can be required: the four kinds share their head.
struct Element {
    enum class Kind { input, decision, knowledge, service } kind = Kind::input;
    std::string id, name, description;
    Variable variable;
    Title title;
    std::optional<ReasonText> reason;
    Place place;
    std::vector<std::string> requirements;  ///< hrefs of information and knowledge requirements
    std::vector<std::string> authorities;   ///< hrefs of knowledge sources
    ExpressionPtr logic;                 ///< decision; of knowledge: a FunctionDefinition
    // A decision service's parts, as hrefs.
    std::vector<std::string> outputs, encapsulated, input_decisions, input_data;
};

/// What decisions rest on: a law, a document.
struct KnowledgeSource {
    std::string id;
    Basis basis;
};

struct Definitions {
    std::string id, name, name_space;
    std::string source;  ///< the name given at parsing, for messages
    std::vector<Import> imports;
    std::vector<ItemDefinition> items;
    std::vector<Element> elements;
    std::vector<KnowledgeSource> sources;
};

}  // namespace jizhi::dmn
