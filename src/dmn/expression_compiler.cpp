#include "dmn/expression_compiler.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "dmn/column_node.hpp"
#include "dmn/external.hpp"
#include "dmn/table_reader.hpp"

namespace jizhi::dmn {

NodePtr ExpressionCompiler::compile(ExpressionPtr const& expression, Names& names,
                                    std::string const& name) {
    if (!expression) return nullptr;
    place_ = expression->place;
    auto made = std::visit([&](auto const& body) { return make(body, names, name); },
                           expression->body);
    auto const* wanted = type(expression->type_ref, expression->place);
    if (wanted == nullptr || made == nullptr) return made;
    return std::make_unique<TypedNode>(std::move(made), wanted, name);
}

Type const* ExpressionCompiler::type(std::string_view type_ref, Place place) {
    auto const where = fmt::format("{}:{}:{}", texts_.source(), place.line, place.column);
    return program_.types->find(type_ref, program_.units[unit_].prefix, where);
}

NodePtr ExpressionCompiler::or_broken(NodePtr made, std::size_t problems_before) const {
    if (made || program_.problems.size() == problems_before) return made;
    return std::make_unique<BrokenNode>(program_.problems.back());
}

NodePtr ExpressionCompiler::literal(Text const& text, Names& names) {
    auto const before = program_.problems.size();
    auto code = texts_.expression(text, names);
    if (!code) return or_broken(nullptr, before);
    return std::make_unique<LiteralNode>(std::move(*code), text.place);
}

NodePtr ExpressionCompiler::make(LiteralExpression const& expression, Names& names,
                                 std::string const&) {
    return literal(expression.text, names);
}

NodePtr ExpressionCompiler::make(BoxedContext const& context, Names& names, std::string const&) {
    auto const mark = names.mark();
    std::vector<ContextNode::Entry> entries;
    for (auto const& entry : context.entries) {
        ContextNode::Entry made;
        made.name = entry.variable.name;
        made.type = type(entry.variable.type_ref, place_);
        made.value = compile(entry.value, names, made.name);
        made.slot = names.add(made.name);
        if (entry.reason)
            made.site = add_site(&*entry.reason, made.value.get(), names, made.name, entry.id,
                                 entry.title);
        entries.push_back(std::move(made));
    }
    names.hide_since(mark);
    return std::make_unique<ContextNode>(std::move(entries));
}

NodePtr ExpressionCompiler::make(BoxedList const& list, Names& names, std::string const& name) {
    std::vector<NodePtr> items;
    for (auto const& each : list.items) {
        auto made = compile(each, names, name);
        if (!made) return nullptr;
        items.push_back(std::move(made));
    }
    return std::make_unique<ListNode>(std::move(items));
}

NodePtr ExpressionCompiler::make(Relation const& relation, Names& names, std::string const& name) {
    std::vector<std::pair<std::string, Type const*>> columns;
    for (auto const& each : relation.columns)
        columns.emplace_back(each.name, type(each.type_ref, place_));
    std::vector<std::vector<NodePtr>> rows;
    for (auto const& row : relation.rows) {
        auto& cells = rows.emplace_back();
        for (auto const& each : row) {
            auto made = compile(each, names, name);
            if (!made) return nullptr;
            cells.push_back(std::move(made));
        }
    }
    return std::make_unique<RelationNode>(std::move(columns), std::move(rows));
}

NodePtr ExpressionCompiler::make(Invocation const& invocation, Names& names,
                                 std::string const& name) {
    std::vector<std::pair<std::string, NodePtr>> bindings;
    for (auto const& [parameter, value] : invocation.bindings)
        bindings.emplace_back(parameter.name, compile(value, names, name));
    return std::make_unique<InvocationNode>(compile(invocation.function, names, name),
                                            std::move(bindings));
}

std::shared_ptr<Body const> ExpressionCompiler::function(FunctionDefinition const& function,
                                                         Names& names, std::string const& name,
                                                         Element const* knowledge) {
    auto body = std::make_shared<Body>();
    body->name = name;
    body->first = names.slots();
    auto const mark = names.mark();
    for (auto const& each : function.parameters) {
        names.add(each.name);
        body->parameters.emplace_back(each.name, type(each.type_ref, place_));
    }
    if (function.body) body->result = type(function.body->type_ref, place_);
    if (knowledge != nullptr && body->result == nullptr)
        body->result = result_type(program_.units[unit_]);
    auto const before = program_.problems.size();
    body->value = function.kind == "FEEL"
                      ? compile(function.body, names, name)
                      : or_broken(external(function, names, texts_), before);
    if (knowledge != nullptr && knowledge->reason)
        body->site = add_site(&*knowledge->reason, body->value.get(), names, name, knowledge->id,
                              knowledge->title);
    names.hide_since(mark);
    body->slots = names.slots();
    return body;
}

NodePtr ExpressionCompiler::make(FunctionDefinition const& definition, Names& names,
                                 std::string const& name) {
    return std::make_unique<FunctionNode>(function(definition, names, name));
}

NodePtr ExpressionCompiler::make(Conditional const& conditional, Names& names,
                                 std::string const& name) {
    return std::make_unique<ConditionalNode>(compile(conditional.condition, names, name),
                                             compile(conditional.then, names, name),
                                             compile(conditional.otherwise, names, name));
}

NodePtr ExpressionCompiler::feel_filter(Text const& match, NodePtr in, Names& names) {
    // FEEL's own filter knows the entries of an item by name; these are not known here.
    std::string const local = "filtered list of the boxed filter";
    auto const slot = names.add(local);
    auto place = match.place;
    place.column -= static_cast<int>(local.size()) + 1;
    auto keep = texts_.expression({local + "[" + match.text + "]", place}, names);
    if (!keep) return nullptr;
    auto const condition = "(" + match.text + ")";
    auto wrong = texts_.expression({local + "[not(" + condition + " instance of boolean) and " +
                                        condition + " != null]", place}, names);
    if (!wrong) return nullptr;
    return std::make_unique<FeelFilterNode>(std::move(in), std::move(*keep), std::move(*wrong),
                                            slot);
}

NodePtr ExpressionCompiler::make(Filter const& filter, Names& names, std::string const& name) {
    auto in = compile(filter.in, names, name);
    auto const mark = names.mark();
    NodePtr made;
    auto const* match =
        filter.match ? std::get_if<LiteralExpression>(&filter.match->body) : nullptr;
    if (match != nullptr) {
        made = feel_filter(match->text, std::move(in), names);
    } else {
        auto const slot = names.add("item");
        made =
            std::make_unique<FilterNode>(std::move(in), compile(filter.match, names, name), slot);
    }
    names.hide_since(mark);
    return made;
}

NodePtr ExpressionCompiler::make(Iteration const& iteration, Names& names,
                                 std::string const& name) {
    auto in = compile(iteration.in, names, name);
    auto const mark = names.mark();
    auto const variable = names.add(iteration.variable);
    std::optional<std::uint32_t> partial = names.add("partial");
    auto body = compile(iteration.body, names, name);
    names.hide_since(mark);
    // Handing it over costs a copy of the list each turn, so only where it is asked for.
    if (!body || !std::ranges::count(slots_read(*body), *partial)) partial.reset();
    return std::make_unique<IterationNode>(iteration.kind, std::move(in), std::move(body), variable,
                                           partial);
}

std::int64_t ExpressionCompiler::add_site(ReasonText const* reason, Node const* logic, Names& names,
                                          std::string const& name, std::string const& element_id,
                                          Title const& title) {
    Site site;
    site.unit = unit_;
    site.element_id = element_id;
    site.name = name;
    site.title = title;
    site.logic = logic;
    site.names = names.visible();
    auto const mark = names.mark();
    site.results.emplace_back(names.add(name), "");
    if (reason != nullptr) {
        site.worded = !reason->silent;
        site.reasons.push_back(texts_.reason(*reason, names));
    }
    names.hide_since(mark);
    site.slots = names.slots();
    program_.sites.push_back(std::move(site));
    return static_cast<std::int64_t>(program_.sites.size()) - 1;
}

}  // namespace jizhi::dmn
