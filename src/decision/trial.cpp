#include "decision/trial.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "decision/rules.hpp"
#include "decision/vocabulary.hpp"
#include "dmn/format.hpp"
#include "dmn/program.hpp"
#include "kit/text.hpp"
#include "value/temporal.hpp"
#include "value/text.hpp"

namespace jizhi::decision {
namespace {

constexpr std::size_t expression_bytes_max = 64U << 10U, problems_max = 20;

enum class Kind { text, number, yes_no, date, code, codes, expression };
constexpr std::array kind_names{"text", "number", "yes_no", "date", "code", "codes", "expression"};

Value bilingual(std::string const& zh, std::string const& en) {
    return Context{{"zh", zh}, {"en", en.empty() ? zh : en}};
}

/// A built-in type by what a model calls its own: "tPost" may be a string.
std::string base_type(dmn::Definitions const& definitions, std::string type) {
    for (auto turns = 0; turns < 8; ++turns) {
        auto const item = std::ranges::find(definitions.items, type, &dmn::ItemDefinition::name);
        if (item == definitions.items.end()) return type;
        if (item->collection || !item->components.empty()) return {};
        type = item->type_ref;
    }
    return {};
}

bool is_list_of_texts(dmn::Definitions const& definitions, std::string const& type) {
    auto const item = std::ranges::find(definitions.items, type, &dmn::ItemDefinition::name);
    return item != definitions.items.end() && item->collection &&
           base_type(definitions, item->type_ref) == "string";
}

dmn::Element const* input_of(dmn::Definitions const& definitions, std::string_view name) {
    auto const found = std::ranges::find_if(definitions.elements, [&](auto const& each) {
        return each.kind == dmn::Element::Kind::input && each.name == name;
    });
    return found == definitions.elements.end() ? nullptr : &*found;
}

Kind kind_of(dmn::Definitions const& definitions, Vocabulary const& vocabulary,
             std::string const& name) {
    if (!vocabulary.choices_of(name).empty()) return Kind::code;
    auto const* input = input_of(definitions, name);
    auto const type =
        input == nullptr ? std::string() : base_type(definitions, input->variable.type_ref);
    if (type == "string") return Kind::text;
    if (type == "number") return Kind::number;
    if (type == "boolean") return Kind::yes_no;
    if (type == "date") return Kind::date;
    auto const several = input != nullptr && !vocabulary.dictionary_of(name).empty() &&
                         is_list_of_texts(definitions, input->variable.type_ref);
    return several ? Kind::codes : Kind::expression;
}

Value choices_value(Vocabulary const& vocabulary, Kind kind, std::string const& name) {
    List made;
    auto const id = kind == Kind::codes ? vocabulary.dictionary_of(name)
                                        : vocabulary.choices_of(name);
    if (auto const* dictionary = vocabulary.dictionary(id))
        for (auto const& code : dictionary->codes)
            made.push_back(
                Context{{"code", code.code}, {"zh", code.title.zh}, {"en", code.title.en}});
    return Value(std::move(made));
}

std::string text_of(Kind kind, Value const& value) {
    if (value.is_null()) return {};
    if (kind == Kind::codes && value.is(Value::Type::list)) {
        std::string codes;
        for (auto const& code : value.list())
            if (!code.is_null()) codes += (codes.empty() ? "" : ",") + to_text(code);
        return codes;
    }
    return kind == Kind::expression ? to_literal(value) : to_text(value);
}

List codes_in(std::string_view text) {
    List codes;
    for (auto const code : text::split(text, ','))
        if (auto const trimmed = text::trim(code); !trimmed.empty()) codes.emplace_back(trimmed);
    return codes;
}

std::unexpected<Error> not_a(std::string const& name, std::string const& text, char const* zh,
                             char const* en) {
    return fail("trial.value.bad_request", name, fmt::format("“{}”不是{}", text, zh),
                fmt::format("'{}' is not {}", text, en));
}

/// What somebody typed, as the input wants it; nothing typed is null.
Result<Value> typed(Kind kind, std::string const& name, Value const& given) {
    auto const text = std::string(text::trim(given.string_or("")));
    if (kind == Kind::codes) return Value(codes_in(text));
    if (text.empty()) return Value();
    switch (kind) {
        case Kind::text:
        case Kind::code:
            return Value(text);
        case Kind::yes_no:
            return Value(text == "true");
        case Kind::number:
            if (auto const number = Decimal::parse(text)) return Value(*number);
            return not_a(name, text, "数字", "a number");
        case Kind::date:
            if (auto const date = parse_date(text)) return Value(*date);
            return not_a(name, text, "日期，应如 2026-01-31", "a date such as 2026-01-31");
        case Kind::codes:
        case Kind::expression:
            break;
    }
    if (text.size() > expression_bytes_max)
        return fail("trial.value.too_large", name, "内容太长", "the text is too long");
    auto const code = feel::compile(text, {});
    if (!code) return fail("trial.value.bad_request", name, code.error().zh, code.error().en);
    feel::Environment environment;
    return code->evaluate(Context{}, environment);
}

Value problems_of(Evaluation const& evaluation) {
    List said;
    for (auto const& error : evaluation.errors) said.push_back(bilingual(error.zh, error.en));
    for (auto const& each : evaluation.outcome.diagnostics)
        if (said.size() < problems_max) said.push_back(bilingual(each.zh, each.en));
    return said;
}

/// Every row that matched, of all tables on the way.
Value matched_of(DeployedModel const& model, dmn::Outcome const& outcome) {
    auto const& program = *model.model.program();
    List made;
    for (auto const& step : outcome.steps) {
        if (step.site >= program.sites.size()) continue;
        auto const& site = program.sites[step.site];
        if (site.source == nullptr || step.rule >= site.source->rules.size()) continue;
        auto const& element = *program.units[site.unit].element;
        made.push_back(Context{{"decision", model.id + "." + element.id},
                               {"title", bilingual(element.title.zh, element.title.en)},
                               {"rule", site.source->rules[step.rule].id},
                               {"row", static_cast<std::int64_t>(step.rule) + 1}});
    }
    return made;
}

}  // namespace

struct Trial::Rule {
    DeployedModel const* model;
    dmn::Element const* element;
    dmn::Decision decision;
    Vocabulary vocabulary;
};

Trial::Trial(Desk const& desk, Place place)
    : desk_(desk),
      place_(std::move(place)),
      path_(desk.path(place_.region)),
      evaluator_(desk, place_.book, place_.catalog, setting_on(place_.as_of)) {}

Result<Trial::Rule> Trial::rule(std::string_view decision) const {
    TRY(found, find_rule(*place_.book, path_, decision));
    auto prepared = found.model->model.decision(found.element->id);
    if (!prepared)
        return fail("decision.not_found", std::string(decision), "这一项不能单独试算",
                    "this cannot be tried by itself");
    return Rule{found.model, found.element, std::move(*prepared),
                Vocabulary(*place_.book, *place_.catalog, found.model, path_, place_.as_of)};
}

Result<Value> Trial::inputs(std::string_view decision, Context const& filled) const {
    TRY(rule, this->rule(decision));
    auto const& definitions = rule.model->model.definitions();
    List made;
    for (auto const& input : rule.decision.inputs()) {
        auto const kind = kind_of(definitions, rule.vocabulary, input.name);
        auto const* value = filled.find(input.name);
        auto text = value == nullptr ? std::string() : text_of(kind, *value);
        if (value == nullptr && rule.vocabulary.is_day_of_evaluation(input.name))
            text = to_text(place_.as_of);
        auto const title = input.title.empty() ? bilingual(input.name, {})
                                               : bilingual(input.title.zh, input.title.en);
        made.push_back(Context{{"name", input.name},
                               {"title", title},
                               {"kind", kind_names[static_cast<std::size_t>(kind)]},
                               {"choices", choices_value(rule.vocabulary, kind, input.name)},
                               {"value", text}});
    }
    return Value(std::move(made));
}

Result<Context> Trial::values_of(store::Connection& sql, record::RecordType const& type,
                                 std::string_view id, std::string_view decision) {
    TRY(rule, this->rule(decision));
    auto const when = record::When{.as_of = place_.as_of};
    TRY(loaded, record::load(sql, *place_.catalog, desk_.keys(), type, id, when,
                             {.sensitive = false, .children = true, .only_children = {}}));
    if (!loaded)
        return fail("record.not_found", std::string(id), "没有这条记录，或当时还没有",
                    "there is no such record, or not yet on that day");
    Subject const subject{&type, std::string(id), (*loaded)["region"].string_or(""), *loaded,
                          place_.catalog};
    TRY(extra, desk_.extra(sql, subject, *rule.model, evaluator_.setting()));
    TRY(evaluation, evaluator_.evaluate(subject, rule.model->id, extra, dmn::TraceLevel::off));
    Context made;
    auto const& inputs = rule.model->main.inputs();
    for (std::size_t i = 0; i < inputs.size() && i < evaluation.inputs.size(); ++i)
        made.put(inputs[i].name, evaluation.inputs[i]);
    return made;
}

Value Trial::result(Rule const& rule, Evaluation const& evaluation) {
    auto const& value = evaluation.outcome.value;
    auto const said = [&](std::string_view name, Value const& one) {
        auto const code = [&](std::string_view,
                              std::string_view text) -> std::optional<dmn::Title> {
            auto const title = rule.vocabulary.code(name, text);
            if (!title) return std::nullopt;
            return dmn::Title{title->zh, title->en, {}};
        };
        dmn::Format format;
        format.kind = dmn::Format::Kind::code;
        return bilingual(dmn::format(one, format, dmn::Language::zh, code),
                         dmn::format(one, format, dmn::Language::en, code));
    };
    List parts;
    if (value.is(Value::Type::context))
        for (auto const& [name, part] : value.context().entries()) {
            auto const title = rule.vocabulary.name(rule.element->name, name);
            if (title)  // what has no title is for the rule itself
                parts.push_back(Context{{"name", name},
                                        {"title", bilingual(title->zh, title->en)},
                                        {"said", said(name, part)}});
        }
    auto const& title = rule.element->title;
    return Context{{"title", title.empty() ? bilingual(rule.element->name, {})
                                           : bilingual(title.zh, title.en)},
                   {"value", value},
                   {"said", said(rule.element->name, value)},
                   {"parts", std::move(parts)},
                   {"steps", evaluator_.steps(place_.region, evaluation)},
                   {"matched", matched_of(*rule.model, evaluation.outcome)},
                   {"problems", problems_of(evaluation)}};
}

Result<Value> Trial::run(std::string_view decision, Value const& given) {
    TRY(rule, this->rule(decision));
    auto const& definitions = rule.model->model.definitions();
    std::vector<Value> values;
    for (auto const& input : rule.decision.inputs()) {
        auto const kind = kind_of(definitions, rule.vocabulary, input.name);
        TRY(value, typed(kind, input.name, given[input.name]));
        values.push_back(std::move(value));
    }
    auto const evaluation = evaluator_.evaluate_decision(
        place_.region, *rule.model, rule.decision, std::move(values), dmn::TraceLevel::matched);
    return result(rule, evaluation);
}

}  // namespace jizhi::decision
