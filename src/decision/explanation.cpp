#include <algorithm>

#include "decision/desk.hpp"
#include "decision/run_view.hpp"
#include "decision/vocabulary.hpp"
#include "value/temporal.hpp"

namespace jizhi::decision {
namespace {

Value bilingual(std::string const& zh, std::string const& en) {
    return Context{{"zh", zh}, {"en", en}};
}

Value title_of(dmn::Title const& title, std::string const& otherwise) {
    return bilingual(title.zh.empty() ? otherwise : title.zh,
                     title.en.empty() ? otherwise : title.en);
}

Value basis_of(dmn::Basis const& basis) {
    return Context{{"class", basis.basis_class},
                   {"text", bilingual(basis.zh, basis.en.empty() ? basis.zh : basis.en)},
                   {"clause", basis.clause},
                   {"url", basis.url}};
}

Value basis_of(feel::ParameterUse const& use) {
    auto made =
        use.origin["basis"].is(Value::Type::context) ? use.origin["basis"].context() : Context{};
    made.put("parameter", use.name);
    made.put("title", use.origin["title"]);
    made.put("from", use.origin["from"]);
    made.put("region", use.origin["region"]);
    return made;
}

dmn::Glossary glossary_of(Vocabulary const& vocabulary) {
    auto const plain = [](std::optional<Title> const& title) -> std::optional<dmn::Title> {
        if (!title) return std::nullopt;
        return dmn::Title{title->zh, title->en, {}};
    };
    return {
        .code = [=, &vocabulary](auto dictionary,
                                 auto code) { return plain(vocabulary.entry(dictionary, code)); },
        .seen = [=, &vocabulary](auto expression,
                                 auto code) { return plain(vocabulary.code(expression, code)); },
        .name = [=, &vocabulary](auto element,
                                 auto name) { return plain(vocabulary.name(element, name)); }};
}

Value seen_of(dmn::Reason const& reason) {
    List seen;
    for (auto const& each : reason.seen)
        seen.push_back(
            Context{{"title", title_of(each.title, {})}, {"value", bilingual(each.zh, each.en)}});
    return Value(std::move(seen));
}

Value step_of(dmn::Reason const& reason, std::string const& model, std::size_t number) {
    List basis;
    for (auto const& each : reason.basis) basis.push_back(basis_of(each));
    for (auto const& each : reason.parameters) basis.push_back(basis_of(each));
    return Context{{"id", reason.element_id + "/" + std::to_string(number)},
                   {"zh", reason.zh},
                   {"en", reason.en},
                   {"amount", reason.amount.empty() ? Value() : Value(reason.amount)},
                   {"decision", model + "." + reason.decision_id},
                   {"decision_title", title_of(reason.decision_title, reason.decision_name)},
                   {"row", reason.row > 0 ? Value(reason.row) : Value()},
                   {"rule_id", reason.element_id},
                   {"inputs", reason.inputs},
                   {"seen", seen_of(reason)},
                   {"output", reason.output},
                   {"basis", std::move(basis)}};
}

/// The day from which a stored value holds: the last change that named the field.
Value since(std::vector<record::Version> const& history, std::string const& field,
            record::When when) {
    Value found;
    auto const as_of = to_text(when.as_of);
    for (auto const& version : history)
        if (version.values.find(field) != nullptr && version.effective_from <= as_of &&
            version.recorded_at <= when.known_on)
            found = version.effective_from;
    return found;
}

Value problems_of(Evaluation const& evaluation) {
    List said;
    for (auto const& error : evaluation.errors) said.push_back(bilingual(error.zh, error.en));
    if (said.empty() && evaluation.outcome.value.is_null())
        for (auto const& each : evaluation.outcome.diagnostics)
            said.push_back(bilingual(each.zh, each.en));
    return said;
}

/// One record's explanations, model by model.
class Explainer {
public:
    Explainer(Desk const& desk, store::Connection& sql, Subject const& subject, record::When when,
              Evaluator& evaluator)
        : desk_(desk), sql_(sql), subject_(subject), when_(when), evaluator_(evaluator) {}

    Result<void> add(DeployedModel const& model, List& made);

private:
    [[nodiscard]] Value decided(DeployedModel const& model, Evaluation const& evaluation,
                                DecidedField const& decided, Value const& steps);
    [[nodiscard]] Value whole(DeployedModel const& model, Evaluation const& evaluation,
                              Value const& steps) const;
    std::vector<record::Version> const& history();

    Desk const& desk_;
    store::Connection& sql_;
    Subject const& subject_;
    record::When when_;
    Evaluator& evaluator_;
    std::optional<std::vector<record::Version>> history_;
};

std::vector<record::Version> const& Explainer::history() {
    if (!history_) {
        auto found =
            record::history(sql_, evaluator_.catalog(), desk_.keys(), *subject_.type, subject_.id);
        history_ = found ? std::move(*found) : std::vector<record::Version>{};
    }
    return *history_;
}

Value Explainer::decided(DeployedModel const& model, Evaluation const& evaluation,
                         DecidedField const& decided, Value const& steps) {
    auto const& field = *decided.field;
    auto const value = component_of(evaluation.outcome.value, decided.component);
    auto const& stored = subject_.value[field.id];
    return Context{{"decision", field.decided_by},
                   {"model", model.id},
                   {"field", field.id},
                   {"title", bilingual(field.title.zh, field.title.en)},
                   {"unit", bilingual(field.unit.zh, field.unit.en)},
                   {"value", value},
                   {"stored", stored},
                   {"differs", !(value == stored)},
                   {"effective_from", since(history(), field.id, when_)},
                   {"problems", problems_of(evaluation)},
                   {"steps", steps}};
}

Value Explainer::whole(DeployedModel const& model, Evaluation const& evaluation,
                       Value const& steps) const {
    auto const& value = evaluation.outcome.value;
    auto const& title = model.main.title();
    Context made{{"decision", model.id},
                 {"model", model.id},
                 {"field", Value()},
                 {"title", title_of(title, model.main.name())},
                 {"unit", title.unit},
                 {"value", value},
                 {"stored", Value()},
                 {"differs", false},
                 {"effective_from", evaluator_.setting().period.start},
                 {"period", evaluator_.setting().period.id},
                 {"problems", problems_of(evaluation)}};
    auto const path = desk_.path(subject_.region);
    if (auto const view = find_run_view(evaluator_.catalog(), subject_.type->id, model, path)) {
        auto const columns = view->values_of(value);
        made.put("value", view->main_value(columns));
        made.put("components", view->shown(columns));
        made.put("view", view->id);
    }
    made.put("steps", steps);
    return made;
}

Result<void> Explainer::add(DeployedModel const& model, List& made) {
    TRY(extra, desk_.extra(sql_, subject_, model, evaluator_.setting()));
    TRY(evaluation, evaluator_.evaluate(subject_, model.id, extra, dmn::TraceLevel::matched));
    auto const steps = evaluator_.steps(subject_.region, evaluation);
    auto const fields = decided_fields(*subject_.type, model.id);
    for (auto const& field : fields) made.push_back(decided(model, evaluation, field, steps));
    if (fields.empty()) made.push_back(whole(model, evaluation, steps));
    return {};
}

}  // namespace

Value Evaluator::steps(std::string_view region, Evaluation const& evaluation) {
    auto& here = place(region);
    auto surroundings = environment(here);
    Vocabulary const vocabulary(*book_, *catalog_, evaluation.model, here.path, setting_.as_of);
    auto const reasons = dmn::explain(*evaluation.model->main.program(), evaluation.outcome,
                                      surroundings, glossary_of(vocabulary));
    List made;
    for (auto const& reason : reasons)
        made.push_back(step_of(reason, evaluation.model->id, made.size() + 1));
    return made;
}

Result<Value> Desk::explanations(store::Connection& sql, std::string_view type, std::string_view id,
                                 record::When when) const {
    TRY(subject, this->subject(sql, type, id, when));
    auto setting = setting_on(when.as_of);
    if (when.known_on != record::When{}.known_on) setting.known_on = record::date_of(when.known_on);
    auto rules = evaluator(std::move(setting));
    Explainer explainer(*this, sql, subject, when, rules);
    List made;
    auto const here = path(subject.region);
    for (auto const& [model, inputs] : subject.type->bind)
        if (auto const* deployed = rules.book().model(model, here))
            CHECK_OK(explainer.add(*deployed, made));
    return Value(std::move(made));
}

}  // namespace jizhi::decision
