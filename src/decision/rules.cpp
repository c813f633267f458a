#include "decision/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "decision/vocabulary.hpp"
#include "decision/wording.hpp"
#include "dmn/gaps.hpp"
#include "kit/text.hpp"

namespace jizhi::decision {
namespace {

using dmn::Element;

Value bilingual(Title const& title) {
    return Context{{"zh", title.zh}, {"en", title.en.empty() ? title.zh : title.en}};
}

Value title_or(dmn::Title const& title, std::string const& otherwise) {
    return bilingual(
        {title.zh.empty() ? otherwise : title.zh, title.en.empty() ? otherwise : title.en});
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

Vocabulary vocabulary_of(RulesQuery const& asked, DeployedModel const* model) {
    return {asked.book, asked.catalog, model, asked.path, asked.as_of};
}

Value value_json(Vocabulary const& vocabulary, Parameters::Found const& found) {
    return Context{{"name", found.parameter->name},
                   {"title", bilingual(found.parameter->title)},
                   {"unit", bilingual(found.parameter->unit)},
                   {"words", words_of(vocabulary, *found.parameter)},
                   {"value", found.value->value},
                   {"from", found.value->from},
                   {"region", found.region},
                   {"basis", found.value->basis.to_value()}};
}

Value parameters_used(RulesQuery const& asked, Vocabulary const& vocabulary,
                      Element const& element) {
    List made;
    for (auto const& name : parameters_of(element))
        if (auto const found = asked.book.parameters().find(name, asked.path, asked.as_of))
            made.push_back(value_json(vocabulary, *found));
    return made;
}

/// A decision as the rules page shows it.
class Shown {
public:
    Shown(Vocabulary const& vocabulary, Element const& element)
        : element_(element), wording_(vocabulary, element.name) {}

    void put(Context& made) const;
    /// What a gap or an overlap is of: a cell for each column, null where it does not matter.
    [[nodiscard]] Value corners(dmn::DecisionTable const& table, dmn::Corners const& corners) const;

private:
    void put_table(Context& made, dmn::DecisionTable const& table) const;
    void put_context(Context& made, dmn::BoxedContext const& context) const;
    [[nodiscard]] Value rule(dmn::DecisionTable const& table, dmn::Rule const& rule, int row) const;
    [[nodiscard]] Value reason(std::optional<dmn::ReasonText> const& reason) const;

    Element const& element_;
    Wording wording_;
};

/// The sentence of each language in its own words; empty where there is none.
Value Shown::reason(std::optional<dmn::ReasonText> const& reason) const {
    if (!reason || reason->silent || (reason->zh.text.empty() && reason->en.text.empty()))
        return {};
    return bilingual(
        {wording_.sentence(reason->zh.text).zh, wording_.sentence(reason->en.text).en});
}

Value Shown::rule(dmn::DecisionTable const& table, dmn::Rule const& rule, int row) const {
    List inputs, outputs, inputs_said, outputs_said;
    Context annotations, says;
    for (std::size_t i = 0; i < table.annotations.size() && i < rule.annotations.size(); ++i) {
        auto const& name = table.annotations[i];
        auto const& text = rule.annotations[i].text;
        annotations.put(name, text);
        if (name == "zh") says.put("zh", wording_.sentence(text).zh);
        if (name == "en") says.put("en", wording_.sentence(text).en);
    }
    for (std::size_t i = 0; i < rule.inputs.size(); ++i) {
        auto const column = i < table.inputs.size() ? table.inputs[i].expression.text : "";
        inputs.emplace_back(rule.inputs[i].text);
        inputs_said.push_back(bilingual(wording_.test(rule.inputs[i].text, column)));
    }
    for (auto const& cell : rule.outputs) {
        outputs.emplace_back(cell.text);
        outputs_said.push_back(bilingual(wording_.formula(cell.text)));
    }
    return Context{{"id", rule.id},
                   {"row", row},
                   {"inputs", std::move(inputs)},
                   {"outputs", std::move(outputs)},
                   {"annotations", std::move(annotations)},
                   {"inputs_said", std::move(inputs_said)},
                   {"outputs_said", std::move(outputs_said)},
                   {"says", std::move(says)}};
}

void Shown::put_table(Context& made, dmn::DecisionTable const& table) const {
    List inputs, outputs, annotations, rules;
    for (auto const& input : table.inputs) {
        auto const text = input.expression.text;
        auto const said = input.label.empty() ? wording_.formula(text) : Title{input.label, {}};
        auto const title = input.title.empty() ? bilingual(said) : title_or(input.title, said.zh);
        inputs.push_back(Context{{"text", text}, {"title", title}});
    }
    for (auto const& output : table.outputs) {
        auto const label = output.label.empty() ? output.name : output.label;
        auto const title = output.title.empty() && label.empty()
                               ? title_or(element_.title, element_.name)
                               : title_or(output.title, label);
        outputs.push_back(Context{{"name", output.name}, {"title", title}});
    }
    for (auto const& name : table.annotations) annotations.emplace_back(name);
    auto row = 0;
    for (auto const& each : table.rules) rules.push_back(rule(table, each, ++row));
    made.put("kind", "table");
    made.put("hit_policy", hit_policies[static_cast<std::size_t>(table.hit_policy)]);
    made.put("aggregation", aggregators[static_cast<std::size_t>(table.aggregator)]);
    made.put("inputs", std::move(inputs));
    made.put("outputs", std::move(outputs));
    made.put("annotations", std::move(annotations));
    made.put("rules", std::move(rules));
}

/// Columns that look at the same share one corner.
Value Shown::corners(dmn::DecisionTable const& table, dmn::Corners const& corners) const {
    std::vector<std::string_view> looked_at;
    List cells;
    for (auto const& input : table.inputs) {
        auto const column = text::trim(input.expression.text);
        auto const known = std::ranges::find(looked_at, column);
        auto const index = static_cast<std::size_t>(known - looked_at.begin());
        if (known == looked_at.end()) looked_at.push_back(column);
        if (index >= corners.size() || corners[index].any) {
            cells.emplace_back();
            continue;
        }
        auto said = wording_.test(corners[index].values.en, column);
        said.zh = text::replace_all(said.zh, "any other text", "其他");
        said.zh = text::replace_all(said.zh, "any value but null", "任何值（未填除外）");
        cells.push_back(bilingual(said));
    }
    return Value(std::move(cells));
}

/// A gap matters where one result is wanted and none is given.
char const* severity_of(dmn::TableReport const& report, dmn::Finding const& finding) {
    if (finding.error) return "error";
    auto const& code = finding.said.code;
    if (code == "dmn.unreachable" || (code == "dmn.gap" && report.gaps_matter)) return "warning";
    return "note";
}

/// The corners that the findings of a report are about, in the order of `dmn::findings`.
std::vector<dmn::Corners const*> places_of(dmn::TableReport const& report) {
    std::vector<dmn::Corners const*> all;
    for (auto const& gap : report.gaps) all.push_back(&gap);
    if (report.gaps_total > static_cast<double>(report.gaps.size())) all.push_back(nullptr);
    for (auto const& overlap : report.overlaps) all.push_back(&overlap.inputs);
    return all;
}

/// Gaps, overlaps and rules never reached of a decision's tables, each with the rules it is about.
/// A page waits for this, so that it gets less work than `check`; what that leaves open is said.
Value table_findings(DeployedModel const& model, Element const& element, Shown const& shown) {
    constexpr std::int64_t work = dmn::limit::gap_work_max / 10;
    List made;
    for (auto const& report : dmn::find_gaps(*model.model.program(), element.id, work)) {
        auto const places = places_of(report);
        auto number = 0U;
        for (auto const& finding : dmn::findings(report)) {
            auto const* corners = number < places.size() ? places[number] : nullptr;
            ++number;
            List rules;
            for (auto const& id : finding.rules) rules.emplace_back(id);
            made.push_back(Context{
                {"code", finding.said.code},
                {"severity", severity_of(report, finding)},
                {"title", bilingual({finding.said.zh, finding.said.en})},
                {"rules", std::move(rules)},
                {"cells", corners == nullptr ? Value()
                                             : shown.corners(*report.definition, *corners)}});
        }
    }
    return made;
}

void Shown::put_context(Context& made, dmn::BoxedContext const& context) const {
    List entries;
    for (auto const& entry : context.entries) {
        std::string text;
        gather(entry.value, text);
        while (text.ends_with('\n')) text.pop_back();
        auto const* simple = entry.value == nullptr
                                 ? nullptr
                                 : std::get_if<dmn::LiteralExpression>(&entry.value->body);
        entries.push_back(Context{
            {"name", entry.variable.name},
            {"title", title_or(entry.title, entry.variable.name)},
            {"text", text},
            {"titled", !entry.title.empty()},
            {"said", simple == nullptr ? Value() : bilingual(wording_.formula(simple->text.text))},
            {"says", reason(entry.reason)}});
    }
    made.put("entries", std::move(entries));
}

void Shown::put(Context& made) const {
    if (!element_.logic) return;
    auto const& body = element_.logic->body;
    made.put("says", reason(element_.reason));
    if (auto const* table = std::get_if<dmn::DecisionTable>(&body)) return put_table(made, *table);
    std::string text;
    gather(element_.logic, text);
    made.put("text", text);
    if (auto const* literal = std::get_if<dmn::LiteralExpression>(&body))
        made.put("said", bilingual(wording_.formula(literal->text.text)));
    if (auto const* context = std::get_if<dmn::BoxedContext>(&body)) put_context(made, *context);
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
    return Context{{"id", id_in(model, element)}, {"title", title_or(element.title, element.name)},
                   {"model", model.id},           {"pack", model.pack},
                   {"region", model.region},      {"main", element.id == model.main.id()},
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

std::set<std::string> parameters_of(Element const& element) {
    std::string text;
    gather(element.logic, text);
    return parameters_in(text);
}

Result<FoundRule> find_rule(Book const& book, RegionPath path, std::string_view id) {
    auto const dot = std::min(id.find('.'), id.size());
    auto const* model = book.model(id.substr(0, dot), path);
    auto const wanted = dot < id.size()    ? std::string(id.substr(dot + 1))
                        : model != nullptr ? model->main.id()
                                           : std::string();
    if (model != nullptr)
        for (auto const& element : model->model.definitions().elements)
            if (element.id == wanted || element.name == wanted)
                return FoundRule{model, &element};
    return fail("decision.not_found", std::string(id), "没有这条规则", "there is no such rule");
}

Result<Value> describe_rule(RulesQuery const& asked, std::string_view id) {
    TRY(found, find_rule(asked.book, asked.path, id));
    auto const& [model, element] = found;
    auto made = listed(*model, *element).context();
    made.put("description", element->description);
    auto const vocabulary = vocabulary_of(asked, model);
    Shown const shown(vocabulary, *element);
    shown.put(made);
    made.put("findings", table_findings(*model, *element, shown));
    made.put("requires", requirements(*model, *element));
    made.put("parameters", parameters_used(asked, vocabulary, *element));
    return Value(std::move(made));
}

Value list_parameters(RulesQuery const& asked) {
    List made;
    auto const& parameters = asked.book.parameters();
    auto const vocabulary = vocabulary_of(asked, nullptr);
    for (auto const* parameter : parameters.all()) {
        auto const found = parameters.find(parameter->name, asked.path, asked.as_of);
        auto one = found ? value_json(vocabulary, *found).context()
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
