#include "pack/logic_text.hpp"

namespace jizhi::pack {
namespace {

/// Parts one after the other, so that none runs into the next.
class Lines {
public:
    Lines& operator<<(std::string const& part) {
        made_ += part;
        made_ += '\n';
        return *this;
    }
    Lines& operator<<(dmn::Text const& part) { return *this << part.text; }
    Lines& operator<<(dmn::Variable const& part) { return *this << part.name << part.type_ref; }
    Lines& operator<<(dmn::Title const& part) { return *this << part.zh << part.en << part.unit; }
    Lines& operator<<(dmn::ExpressionPtr const& part) { return *this << logic_text(part); }
    Lines& operator<<(int part) { return *this << std::to_string(part); }

    [[nodiscard]] std::string take() { return std::move(made_); }

private:
    std::string made_;
};

struct Writer {
    Lines& lines;

    void operator()(dmn::LiteralExpression const& e) const { lines << e.text; }
    void operator()(dmn::BoxedContext const& e) const {
        lines << "context";
        for (auto const& entry : e.entries)
            lines << entry.variable << entry.title << reason_text(entry.reason) << entry.value;
    }
    void operator()(dmn::BoxedList const& e) const {
        lines << "list";
        for (auto const& item : e.items) lines << item;
    }
    void operator()(dmn::Relation const& e) const {
        lines << "relation";
        for (auto const& column : e.columns) lines << column;
        for (auto const& row : e.rows) {
            lines << "row";
            for (auto const& cell : row) lines << cell;
        }
    }
    void operator()(dmn::Invocation const& e) const {
        lines << "invocation" << e.function;
        for (auto const& [name, value] : e.bindings) lines << name << value;
    }
    void operator()(dmn::FunctionDefinition const& e) const {
        lines << "function" << e.kind;
        for (auto const& parameter : e.parameters) lines << parameter;
        lines << e.body;
    }
    void operator()(dmn::Conditional const& e) const {
        lines << "if" << e.condition << e.then << e.otherwise;
    }
    void operator()(dmn::Filter const& e) const { lines << "filter" << e.in << e.match; }
    void operator()(dmn::Iteration const& e) const {
        lines << "iteration" << static_cast<int>(e.kind) << e.variable << e.in << e.body;
    }
    void operator()(dmn::DecisionTable const& e) const {
        lines << columns_text(e);
        for (auto const& rule : e.rules) {
            lines << rule.id;
            for (auto const* cells : {&rule.inputs, &rule.outputs, &rule.annotations})
                for (auto const& cell : *cells) lines << cell;
        }
    }
};

void write(Lines& lines, dmn::ItemDefinition const& item) {
    lines << item.name << item.type_ref << item.allowed << item.constraint;
    lines << static_cast<int>(item.collection) << static_cast<int>(item.function);
    for (auto const& parameter : item.parameters) lines << parameter;
    for (auto const& component : item.components) write(lines, component);
}

}  // namespace

std::string logic_text(dmn::ExpressionPtr const& expression) {
    if (!expression) return {};
    Lines lines;
    lines << expression->type_ref;
    std::visit(Writer{lines}, expression->body);
    return lines.take();
}

std::string columns_text(dmn::DecisionTable const& table) {
    Lines lines;
    lines << static_cast<int>(table.hit_policy) << static_cast<int>(table.aggregator);
    lines << table.output_label;
    for (auto const& input : table.inputs)
        lines << input.expression << input.allowed << input.type_ref << input.label << input.title;
    for (auto const& output : table.outputs)
        lines << output.name << output.type_ref << output.label << output.allowed
              << output.otherwise << output.title;
    for (auto const& annotation : table.annotations) lines << annotation;
    return lines.take();
}

std::string reason_text(std::optional<dmn::ReasonText> const& reason) {
    if (!reason) return {};
    Lines lines;
    auto const& basis = reason->basis;
    lines << reason->zh << reason->en << reason->amount << reason->when;
    lines << basis.basis_class << basis.zh << basis.en << basis.clause << basis.url;
    lines << static_cast<int>(reason->silent);
    return lines.take();
}

std::string head_text(dmn::Element const& element) {
    Lines lines;
    lines << static_cast<int>(element.kind) << element.name << element.description;
    lines << element.variable << element.title << reason_text(element.reason);
    for (auto const* hrefs : {&element.requirements, &element.outputs, &element.encapsulated,
                              &element.input_decisions, &element.input_data})
        for (auto const& href : *hrefs) lines << href;
    return lines.take();
}

std::string frame_text(dmn::Definitions const& definitions) {
    Lines lines;
    lines << definitions.name << definitions.name_space;
    for (auto const& each : definitions.imports) lines << each.name << each.name_space << each.type;
    for (auto const& item : definitions.items) write(lines, item);
    return lines.take();
}

}  // namespace jizhi::pack
