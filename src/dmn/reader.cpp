#include "dmn/reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "dmn/table_reader.hpp"
#include "dmn/xml.hpp"

namespace jizhi::dmn {
namespace {

constexpr std::array name_spaces{
    "http://www.omg.org/spec/DMN/20180521/MODEL/",   // 1.2
    "https://www.omg.org/spec/DMN/20191111/MODEL/",  // 1.3
    "https://www.omg.org/spec/DMN/20211108/MODEL/",  // 1.4
    "https://www.omg.org/spec/DMN/20230324/MODEL/",  // 1.5
    "https://www.omg.org/spec/DMN/20240513/MODEL/",  // 1.6
};

class Reader {
public:
    Reader(Xml const& xml, std::string const& source) : parts_(xml), source_(source) {}

    Result<std::shared_ptr<Definitions const>> read(pugi::xml_node root);

private:
    [[nodiscard]] Element head(pugi::xml_node node, Element::Kind kind) const;
    Element decision(pugi::xml_node node);
    Element knowledge(pugi::xml_node node);
    [[nodiscard]] Element service(pugi::xml_node node) const;
    [[nodiscard]] KnowledgeSource source(pugi::xml_node node) const;
    [[nodiscard]] ItemDefinition item(pugi::xml_node node) const;

    ExpressionPtr expression_in(pugi::xml_node parent);
    ExpressionPtr expression(pugi::xml_node node);
    ExpressionPtr wrapped(pugi::xml_node parent, char const* wrapper);
    BoxedContext context(pugi::xml_node node);
    Relation relation(pugi::xml_node node);
    Invocation invocation(pugi::xml_node node);
    FunctionDefinition function(pugi::xml_node node);
    Iteration iteration(pugi::xml_node node, Iteration::Kind kind);

    Parts parts_;
    std::string const& source_;
};

std::vector<std::string> hrefs(pugi::xml_node node, std::string_view local) {
    std::vector<std::string> found;
    for (auto each : children(node, local)) found.emplace_back(each.attribute("href").value());
    return found;
}

Variable variable_of(pugi::xml_node node) {
    return {node.attribute("name").value(), type_name(node, node.attribute("typeRef").value())};
}

Element Reader::head(pugi::xml_node node, Element::Kind kind) const {
    Element element;
    element.kind = kind;
    element.id = node.attribute("id").value();
    element.name = node.attribute("name").value();
    element.description = text_of(child(node, "description"));
    element.variable = variable_of(child(node, "variable"));
    element.place = parts_.xml().place(node);
    element.title = parts_.title(node);
    element.reason = parts_.reason(node);
    if (element.variable.name.empty()) element.variable.name = element.name;
    if (element.id.empty()) element.id = element.name;
    for (auto need : children(node, "informationRequirement")) {
        for (auto const& href : hrefs(need, "requiredDecision"))
            element.requirements.push_back(href);
        for (auto const& href : hrefs(need, "requiredInput")) element.requirements.push_back(href);
    }
    for (auto need : children(node, "authorityRequirement"))
        for (auto const& href : hrefs(need, "requiredAuthority"))
            element.authorities.push_back(href);
    for (auto need : children(node, "knowledgeRequirement"))
        for (auto const& href : hrefs(need, "requiredKnowledge"))
            element.requirements.push_back(href);
    return element;
}

Element Reader::decision(pugi::xml_node node) {
    auto element = head(node, Element::Kind::decision);
    element.logic = expression_in(node);
    return element;
}

Element Reader::knowledge(pugi::xml_node node) {
    auto element = head(node, Element::Kind::knowledge);
    auto const logic = child(node, "encapsulatedLogic");
    if (!logic) return element;
    auto definition = std::make_shared<Expression>();
    definition->place = parts_.xml().place(logic);
    definition->type_ref = type_name(logic, logic.attribute("typeRef").value());
    definition->body = function(logic);
    element.logic = definition;
    return element;
}

Element Reader::service(pugi::xml_node node) const {
    auto element = head(node, Element::Kind::service);
    element.outputs = hrefs(node, "outputDecision");
    element.encapsulated = hrefs(node, "encapsulatedDecision");
    element.input_decisions = hrefs(node, "inputDecision");
    element.input_data = hrefs(node, "inputData");
    return element;
}

/// Its type says the class, if it is one (official, repost, draft, example).
KnowledgeSource Reader::source(pugi::xml_node node) const {
    auto const title = parts_.title(node);
    std::string const name = node.attribute("name").value();
    KnowledgeSource source;
    source.id = node.attribute("id").value();
    source.basis.zh = title.zh.empty() ? name : title.zh;
    source.basis.en = title.en.empty() ? name : title.en;
    source.basis.basis_class = trimmed(text_of(child(node, "type")));
    source.basis.url = node.attribute("locationURI").value();
    return source;
}

ItemDefinition Reader::item(pugi::xml_node node) const {
    ItemDefinition item;
    item.name = node.attribute("name").value();
    item.collection = node.attribute("isCollection").as_bool();
    item.type_ref = type_name(node, trimmed(text_of(child(node, "typeRef"))));
    item.allowed = parts_.text(child(node, "allowedValues"));
    item.constraint = parts_.text(child(node, "typeConstraint"));
    for (auto each : children(node, "itemComponent")) item.components.push_back(this->item(each));
    if (auto const function_item = child(node, "functionItem")) {
        item.function = true;
        item.type_ref = type_name(node, function_item.attribute("outputTypeRef").value());
        for (auto each : children(function_item, "parameters"))
            item.parameters.push_back(variable_of(each));
    }
    return item;
}

ExpressionPtr Reader::expression_in(pugi::xml_node parent) {
    for (auto each : parent.children())
        if (each.type() == pugi::node_element)
            if (auto found = expression(each)) return found;
    return nullptr;
}

ExpressionPtr Reader::wrapped(pugi::xml_node parent, char const* wrapper) {
    return expression_in(child(parent, wrapper));
}

ExpressionPtr Reader::expression(pugi::xml_node node) {
    auto const kind = local_name(node);
    auto made = std::make_shared<Expression>();
    made->id = node.attribute("id").value();
    made->type_ref = type_name(node, node.attribute("typeRef").value());
    made->place = parts_.xml().place(node);
    if (kind == "literalExpression") made->body = LiteralExpression{parts_.text(node)};
    else if (kind == "decisionTable") made->body = parts_.table(node);
    else if (kind == "context") made->body = context(node);
    else if (kind == "relation") made->body = relation(node);
    else if (kind == "invocation") made->body = invocation(node);
    else if (kind == "functionDefinition") made->body = function(node);
    else if (kind == "conditional")
        made->body = Conditional{wrapped(node, "if"), wrapped(node, "then"), wrapped(node, "else")};
    else if (kind == "filter") made->body = Filter{wrapped(node, "in"), wrapped(node, "match")};
    else if (kind == "for") made->body = iteration(node, Iteration::Kind::each);
    else if (kind == "some") made->body = iteration(node, Iteration::Kind::some);
    else if (kind == "every") made->body = iteration(node, Iteration::Kind::every);
    else if (kind == "list") {
        BoxedList list;
        for (auto each : node.children())
            if (auto found = expression(each)) list.items.push_back(std::move(found));
        made->body = std::move(list);
    } else {
        return nullptr;
    }
    return made;
}

BoxedContext Reader::context(pugi::xml_node node) {
    BoxedContext made;
    for (auto each : children(node, "contextEntry")) {
        ContextEntry entry;
        entry.id = each.attribute("id").value();
        entry.variable = variable_of(child(each, "variable"));
        entry.value = expression_in(each);
        entry.reason = parts_.reason(each);
        entry.title = parts_.title(each);
        made.entries.push_back(std::move(entry));
    }
    return made;
}

Relation Reader::relation(pugi::xml_node node) {
    Relation made;
    for (auto each : children(node, "column")) made.columns.push_back(variable_of(each));
    for (auto row : children(node, "row")) {
        auto& cells = made.rows.emplace_back();
        for (auto cell : row.children())
            if (auto found = expression(cell)) cells.push_back(std::move(found));
    }
    return made;
}

Invocation Reader::invocation(pugi::xml_node node) {
    Invocation made;
    made.function = expression_in(node);
    for (auto each : children(node, "binding"))
        made.bindings.emplace_back(variable_of(child(each, "parameter")), expression_in(each));
    return made;
}

FunctionDefinition Reader::function(pugi::xml_node node) {
    FunctionDefinition made;
    if (auto const kind = node.attribute("kind")) made.kind = kind.value();
    for (auto each : children(node, "formalParameter")) {
        made.parameters.push_back(variable_of(each));
        made.titles.push_back(parts_.title(each));
    }
    made.body = expression_in(node);
    return made;
}

Iteration Reader::iteration(pugi::xml_node node, Iteration::Kind kind) {
    Iteration made;
    made.kind = kind;
    made.variable = node.attribute("iteratorVariable").value();
    made.in = wrapped(node, "in");
    made.body = wrapped(node, kind == Iteration::Kind::each ? "return" : "satisfies");
    return made;
}

Result<std::shared_ptr<Definitions const>> Reader::read(pugi::xml_node root) {
    auto made = std::make_shared<Definitions>();
    made->id = root.attribute("id").value();
    made->name = root.attribute("name").value();
    made->name_space = root.attribute("namespace").value();
    made->source = source_;
    for (auto node : root.children()) {
        auto const kind = local_name(node);
        if (kind == "import")
            made->imports.push_back({node.attribute("name").value(),
                                     node.attribute("namespace").value(),
                                     node.attribute("importType").value()});
        else if (kind == "itemDefinition") made->items.push_back(item(node));
        else if (kind == "inputData") made->elements.push_back(head(node, Element::Kind::input));
        else if (kind == "decision") made->elements.push_back(decision(node));
        else if (kind == "businessKnowledgeModel") made->elements.push_back(knowledge(node));
        else if (kind == "decisionService") made->elements.push_back(service(node));
        else if (kind == "knowledgeSource") made->sources.push_back(source(node));
    }
    return made;
}

}  // namespace

Result<std::shared_ptr<Definitions const>> read_definitions(std::string_view text,
                                                            std::string const& name) {
    TRY(xml, Xml::parse(text, name));
    auto const root = xml.root();
    auto const found = namespace_of(root);
    auto const known = std::ranges::find(name_spaces, found) != name_spaces.end();
    if (local_name(root) != "definitions" || !known) {
        auto const at = xml.place(root);
        return fail("dmn.name_space", fmt::format("{}:{}:{}", name, at.line, at.column),
                    "不是 DMN 1.2–1.6 的模型：根元素应为 definitions，并用 OMG 的命名空间",
                    "not a DMN 1.2–1.6 model: the root must be definitions in the OMG's namespace");
    }
    return Reader(xml, name).read(root);
}

}  // namespace jizhi::dmn
