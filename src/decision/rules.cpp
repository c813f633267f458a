#include "decision/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "dmn/gaps.hpp"

namespace jizhi::decision {
namespace {

using dmn::Element;

Value bilingual(Title const& title) {
    return Context{{"zh", title.zh}, {"en", title.en.empty() ? title.zh : title.en}};
}

Value title_or(dmn::Title const& title, std::string const& otherwise) {
    return bilingual({title.zh.empty() ? otherwise : title.zh,
                      title.en.empty() ? otherwise : title.en});
}

constexpr std::array hit_policies{"UNIQUE",     "ANY",          "PRIORITY", "FIRST",
                                  "RULE ORDER", "OUTPUT ORDER", "COLLECT"};
constexpr std::array aggregators{"", "SUM", "COUNT", "MIN", "MAX"};

/// All FEEL of an element's logic, to look for the parameters that it names.
void gather(dmn::ExpressionPtr const& expression, std::string& all);

struct Gather {
    std::string& all;
    void operator()(dmn::LiteralExpression const& e) const { all += e.text.text + "\n"; }
    void operator()(dmn::BoxedContext const& e) const {
        for (auto const& entry : e.entries) {
            gather(entry.value, all);
            if (entry.reason) all += entry.reason->zh.text + entry.reason->amount.text + "\n";
        }
    }
    void operator()(dmn::BoxedList const& e) const {
        for (auto const& item : e.items) gather(item, all);
    }
    void operator()(dmn::Relation const& e) const {
        for (auto const& row : e.rows)
            for (auto const& cell : row) gather(cell, all);
    }
    void operator()(dmn::Invocation const& e) const {
        gather(e.function, all);
        for (auto const& [name, value] : e.bindings) gather(value, all);
    }
    void operator()(dmn::FunctionDefinition const& e) const { gather(e.body, all); }
    void operator()(dmn::Conditional const& e) const {
        gather(e.condition, all);
        gather(e.then, all);
        gather(e.otherwise, all);
    }
    void operator()(dmn::Filter const& e) const {
        gather(e.in, all);
        gather(e.match, all);
    }
    void operator()(dmn::Iteration const& e) const {
        gather(e.in, all);
        gather(e.body, all);
    }
    void operator()(dmn::DecisionTable const& e) const {
        for (auto const& input : e.inputs) all += input.expression.text + "\n";
        for (auto const& rule : e.rules) {
            for (auto const* cells : {&rule.inputs, &rule.outputs, &rule.annotations})
                for (auto const& cell : *cells) all += cell.text + "\n";
        }
    }
};

void gather(dmn::ExpressionPtr const& expression, std::string& all) {
    if (expression) std::visit(Gather{all}, expression->body);
}

std::set<std::string> parameters_in(std::string const& text) {
    constexpr std::string_view call = "param(\"";
    std::set<std::string> names;
    for (auto at = text.find(call); at != std::string::npos; at = text.find(call, at + 1)) {
        auto const from = at + call.size();
        names.insert(text.substr(from, text.find('"', from) - from));
    }
    return names;
}

Value value_json(Parameters::Found const& found) {
    return Context{{"name", found.parameter->name},
                   {"title", bilingual(found.parameter->title)},
                   {"unit", bilingual(found.parameter->unit)},
                   {"value", found.value->value},
                   {"from", found.value->from},
                   {"region", found.region},
                   {"basis", found.value->basis.to_value()}};
}

Value parameters_used(RulesQuery const& asked, Element const& element) {
    std::string text;
    gather(element.logic, text);
    List made;
    for (auto const& name : parameters_in(text))
        if (auto const found = asked.book.parameters().find(name, asked.path, asked.as_of))
            made.push_back(value_json(*found));
    return made;
}

List texts_of(std::vector<dmn::Text> const& cells) {
    List made;
    for (auto const& cell : cells) made.emplace_back(cell.text);
    return made;
}

Value rule_json(dmn::DecisionTable const& table, dmn::Rule const& rule, int row) {
    Context annotations;
    for (std::size_t i = 0; i < table.annotations.size() && i < rule.annotations.size(); ++i)
        annotations.put(table.annotations[i], rule.annotations[i].text);
    return Context{{"id", rule.id},
                   {"row", row},
                   {"inputs", texts_of(rule.inputs)},
                   {"outputs", texts_of(rule.outputs)},
                   {"annotations", std::move(annotations)}};
}

void put_table(Context& made, dmn::DecisionTable const& table) {
    List inputs, outputs, annotations, rules;
    for (auto const& input : table.inputs)
        inputs.push_back(Context{
            {"text", input.expression.text},
            {"title",
             title_or(input.title, input.label.empty() ? input.expression.text : input.label)}});
    for (auto const& output : table.outputs)
        outputs.push_back(Context{
            {"name", output.name},
            {"title", title_or(output.title, output.label.empty() ? output.name : output.label)}});
    for (auto const& name : table.annotations) annotations.emplace_back(name);
    auto row = 0;
    for (auto const& rule : table.rules) rules.push_back(rule_json(table, rule, ++row));
    made.put("kind", "table");
    made.put("hit_policy", hit_policies[static_cast<std::size_t>(table.hit_policy)]);
    made.put("aggregation", aggregators[static_cast<std::size_t>(table.aggregator)]);
    made.put("inputs", std::move(inputs));
    made.put("outputs", std::move(outputs));
    made.put("annotations", std::move(annotations));
    made.put("rules", std::move(rules));
}

/// Gaps, overlaps and rules never reached of a decision's tables, each with the rules it is about.
/// A page waits for this, so that it gets less work than `check`; what that leaves open is said.
Value table_findings(DeployedModel const& model, Element const& element) {
    constexpr std::int64_t work = dmn::gap_work_max / 10;
    List made;
    for (auto const& report : dmn::find_gaps(*model.model.program(), element.id, work))
        for (auto const& finding : dmn::findings(report)) {
            List rules;
            for (auto const& id : finding.rules) rules.emplace_back(id);
            made.push_back(Context{{"code", finding.said.code},
                                   {"severity", finding.error ? "error" : "note"},
                                   {"title", bilingual({finding.said.zh, finding.said.en})},
                                   {"rules", std::move(rules)}});
        }
    return made;
}

void put_context(Context& made, dmn::BoxedContext const& context) {
    List entries;
    for (auto const& entry : context.entries) {
        std::string text;
        gather(entry.value, text);
        while (text.ends_with('\n')) text.pop_back();
        entries.push_back(Context{{"name", entry.variable.name},
                                  {"title", title_or(entry.title, entry.variable.name)},
                                  {"text", text}});
    }
    made.put("entries", std::move(entries));
}

std::string id_in(DeployedModel const& model, Element const& element) {
    return model.id + "." + element.id;
}

Value requirements(DeployedModel const& model, Element const& element) {
    List made;
    for (auto const& href : element.requirements) {
        auto const id = href.substr(href.find('#') + 1);
        for (auto const& other : model.model.definitions().elements)
            if (other.id == id && other.kind == Element::Kind::decision)
                made.emplace_back(id_in(model, other));
    }
    return made;
}

char const* kind_of(Element const& element) {
    if (element.logic && std::holds_alternative<dmn::DecisionTable>(element.logic->body))
        return "table";
    return "expression";
}

Value listed(DeployedModel const& model, Element const& element) {
    return Context{{"id", id_in(model, element)},
                   {"title", title_or(element.title, element.name)},
                   {"model", model.id},
                   {"pack", model.pack},
                   {"region", model.region},
                   {"main", element.id == model.main.id()},
                   {"kind", kind_of(element)}};
}

}  // namespace

Value list_rules(RulesQuery const& asked) {
    List made;
    for (auto const* model : asked.book.models(asked.path))
        for (auto const& element : model->model.definitions().elements)
            if (element.kind == Element::Kind::decision) made.push_back(listed(*model, element));
    return made;
}

Result<Value> describe_rule(RulesQuery const& asked, std::string_view id) {
    auto const dot = std::min(id.find('.'), id.size());
    auto const* model = asked.book.model(id.substr(0, dot), asked.path);
    auto const wanted = dot < id.size()  ? std::string(id.substr(dot + 1))
                        : model != nullptr ? model->main.id()
                                           : std::string();
    if (model != nullptr)
        for (auto const& element : model->model.definitions().elements) {
            if (element.id != wanted && element.name != wanted) continue;
            auto made = listed(*model, element).context();
            made.put("description", element.description);
            if (element.logic) {
                std::string text;
                gather(element.logic, text);
                if (auto const* table = std::get_if<dmn::DecisionTable>(&element.logic->body))
                    put_table(made, *table);
                else made.put("text", text);
                if (auto const* context = std::get_if<dmn::BoxedContext>(&element.logic->body))
                    put_context(made, *context);
            }
            made.put("findings", table_findings(*model, element));
            made.put("requires", requirements(*model, element));
            made.put("parameters", parameters_used(asked, element));
            return Value(std::move(made));
        }
    return fail("decision.not_found", std::string(id), "没有这条规则", "there is no such rule");
}

Value list_parameters(RulesQuery const& asked) {
    List made;
    auto const& parameters = asked.book.parameters();
    for (auto const* parameter : parameters.all()) {
        auto const found = parameters.find(parameter->name, asked.path, asked.as_of);
        auto one = found ? value_json(*found).context()
                         : Context{{"name", parameter->name},
                                   {"title", bilingual(parameter->title)},
                                   {"unit", bilingual(parameter->unit)},
                                   {"value", Value()}};
        one.put("help", bilingual(parameter->help));
        one.put("values", parameters.history(parameter->name, asked.path));
        made.emplace_back(std::move(one));
    }
    return made;
}

}  // namespace jizhi::decision
