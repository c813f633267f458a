#include "decision/apply.hpp"

#include <fmt/format.h>

#include "value/json.hpp"
#include "value/temporal.hpp"

namespace jizhi::decision {
namespace {

Result<void> in_scope(Desk const& desk, Subject const& subject, people::Scope const& scope) {
    if (scope.contains(*desk.regions().tree(), subject.region, subject.id)) return {};
    return fail("record.not_found", subject.id, "没有这条记录，或不在您的范围内",
                "there is no such record, or it is outside your scope");
}

/// Whether the rules said "nothing" on purpose: an entry that is null though nothing went wrong,
/// e.g. no next rise at the highest level. It is stored as empty.
bool left_empty(Evaluation const& evaluation, std::string const& component) {
    auto const& whole = evaluation.outcome.value;
    return evaluation.errors.empty() && evaluation.outcome.diagnostics.empty() &&
           whole.is(Value::Type::context) && whole.context().find(component) != nullptr;
}

/// The values of the decided fields, or why one has none.
Result<Context> decided_values(Subject const& subject, std::string const& model,
                               Evaluation const& evaluation) {
    Context values;
    for (auto const& [field, component] : decided_fields(*subject.type, model)) {
        auto value = component_of(evaluation.outcome.value, component);
        if (value.is_null() && !left_empty(evaluation, component)) {
            if (!evaluation.errors.empty()) return std::unexpected(evaluation.errors.front());
            auto const& said = evaluation.outcome.diagnostics;
            auto const& name = field->title;
            return fail("decision.no_value", field->id,
                        fmt::format("“{}”算不出结果：{}", name.zh,
                                    said.empty() ? "规则没有给出数值" : said.front().zh),
                        fmt::format("'{}' has no result: {}", name.en,
                                    said.empty() ? "the rules give no value" : said.front().en));
        }
        values.put(field->id, std::move(value));
    }
    if (values.empty())
        return fail("decision.stores_nothing", model, "这项规则不决定任何字段",
                    "no field is decided by this rule");
    return values;
}

void keep_trace(store::Tx& tx, Subject const& subject, Evaluation const& evaluation,
                Apply const& asked, std::string const& book, Value const& steps) {
    auto const day = to_text(asked.effective_from);
    auto const result = to_json(evaluation.outcome.value);
    auto const said = to_json(steps);
    tx.sql().execute(
        R"sql(
INSERT INTO decision_applied (record_type, record_id, model, effective_from, recorded_at, book,
  result, steps) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
)sql",
        {subject.type->id, subject.id, asked.model, day, tx.now(), book, result, said});
}

}  // namespace

Result<Value> apply(store::Tx& tx, Desk const& desk, record::Records const& records,
                    Apply const& given) {
    auto asked = given;
    asked.model = given.model.substr(0, given.model.find('.'));
    TRY(subject, desk.subject(tx.sql(), asked.type, asked.id, {.as_of = asked.effective_from}));
    CHECK_OK(in_scope(desk, subject, asked.scope));
    auto evaluator = desk.evaluator(setting_on(asked.effective_from));
    auto const* model = evaluator.book().model(asked.model, desk.path(subject.region));
    if (model == nullptr)
        return fail("decision.unknown", asked.model, fmt::format("没有名为“{}”的规则", asked.model),
                    fmt::format("there is no rule '{}'", asked.model));
    TRY(extra, desk.extra(tx.sql(), subject, *model, evaluator.setting()));
    TRY(evaluation, evaluator.evaluate(subject, asked.model, extra, dmn::TraceLevel::matched));
    TRY(values, decided_values(subject, asked.model, evaluation));
    record::Change change;
    change.type = asked.type;
    change.id = asked.id;
    change.values = values;
    change.kind = record::Kind::decide;
    change.effective_from = to_text(asked.effective_from);
    change.reason = asked.reason;
    change.document = asked.document;
    TRY(written, records.change(tx, change));
    keep_trace(tx, subject, evaluation, asked, evaluator.book().version(),
               evaluator.steps(subject.region, evaluation));
    auto made = written.to_value().context();
    made.put("values", values);
    made.put("changed", written.changed);
    return Value(std::move(made));
}

}  // namespace jizhi::decision
