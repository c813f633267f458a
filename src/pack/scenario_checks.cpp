#include <fmt/format.h>

#include <algorithm>

#include "kit/text.hpp"
#include "pack/scenario_run.hpp"
#include "record/query.hpp"
#include "value/temporal.hpp"
#include "value/text.hpp"

namespace jizhi::pack {
namespace {

std::string text_of(Node const& node, std::string_view key) {
    auto const* found = node.find(key);
    return found != nullptr && found->is_scalar() ? found->scalar : std::string();
}

/// "pay.net" -> {"pay", "net"}; "pay" -> {"pay", ""}.
std::pair<std::string, std::string> model_and_part(std::string const& said) {
    auto const dot = said.find('.');
    if (dot == std::string::npos) return {said, {}};
    return {said.substr(0, dot), said.substr(dot + 1)};
}

/// A number however it is written: 30, "30.00", "1,030.00".
std::optional<Decimal> number_of(Value const& value) {
    if (value.is(Value::Type::number)) return value.number();
    if (!value.is(Value::Type::string)) return {};
    return Decimal::parse(text::replace_all(value.string(), ",", ""));
}

std::string shown(Value const& value) { return value.is_null() ? "null" : to_text(value); }

std::string context_difference(Context const& expected, Value const& found) {
    for (auto const& [key, value] : expected.entries())
        if (auto const differs = difference(value, found[key]); !differs.empty())
            return key + ": " + differs;
    return {};
}

std::string list_difference(List const& expected, Value const& found) {
    if (!found.is(Value::Type::list)) return "expected a list, found " + shown(found);
    auto const& items = found.list();
    if (items.size() != expected.size())
        return fmt::format("expected {} entries, found {}", expected.size(), items.size());
    for (std::size_t i = 0; i < items.size(); ++i)
        if (auto const differs = difference(expected[i], items[i]); !differs.empty())
            return fmt::format("[{}] {}", i + 1, differs);
    return {};
}

}  // namespace

std::string difference(Value const& expected, Value const& found) {
    if (expected.is(Value::Type::context)) return context_difference(expected.context(), found);
    if (expected.is(Value::Type::list)) return list_difference(expected.list(), found);
    if (expected.is(Value::Type::number)) {
        auto const number = number_of(found);
        if (number && *number == expected.number()) return {};
    } else if (expected.is_null() || expected.is(Value::Type::boolean)) {
        if (expected == found) return {};
    } else if (!found.is_null() && to_text(expected) == to_text(found)) {
        return {};
    }
    return fmt::format("expected {}, found {}", shown(expected), shown(found));
}

void ScenarioRun::complain(Node const& at, std::string what) {
    outcome_.passed = false;
    outcome_.complaints.push_back(at.where() + ": " + std::move(what));
}

void ScenarioRun::complain(Node const& at, Error const& error) {
    complain(at, fmt::format("{} {}: {} / {}", error.code, error.where, error.zh, error.en));
}

Outcome ScenarioRun::outcome() && {
    auto const* steps = scenario_.node.find("when");
    for (std::size_t i = 0; i < answers_.size(); ++i)
        if (answers_[i] && !expected_[i]) complain(steps->items[i], *answers_[i]);
    return std::move(outcome_);
}

record::When ScenarioRun::when_of(Node const& node) const {
    record::When when{world_.today()};
    if (auto const date = parse_date(text_of(node, "as_of"))) when.as_of = *date;
    constexpr Micros per_day = 86'400'000'000, zone = 8LL * 3'600'000'000;
    if (auto const date = parse_date(text_of(node, "known")))
        when.known_on = (date->day + 1) * per_day - zone - 1;
    return when;
}

Result<std::vector<ScenarioRun::Found>> ScenarioRun::find(std::string const& type_id,
                                                          Node const* where, record::When when) {
    auto const catalog = world_.catalogs_.now();
    TRY(type, catalog->require(type_id));
    std::optional<feel::Expression> condition;
    if (where != nullptr) {
        TRY(compiled, feel::compile(where->scalar, decision::Binding::scope_of(*type)));
        condition = compiled;
    }
    record::Query everything;
    everything.scope.everything = true;
    everything.ended = true;
    everything.today = to_text(when.as_of);
    auto read = world_.store().read();
    TRY(ids, record::ids(*read, *catalog, world_.keys_, *type, everything));
    TRY(loaded, record::load_many(*read, *catalog, world_.keys_, *type, ids, when));
    std::vector<Found> found;
    for (auto& each : loaded) {
        auto variables = each.value.context();
        variables.put("as_of", when.as_of);
        feel::Environment environment;
        environment.today = when.as_of;
        if (condition && !condition->evaluate(variables, environment).boolean_or(false)) continue;
        found.push_back({each.id, each.region, std::move(each.value)});
    }
    return found;
}

Result<ScenarioRun::Found> ScenarioRun::find_one(std::string const& type, Node const& node,
                                                 record::When when) {
    TRY(found, find(type, node.find("where"), when));
    if (found.empty())
        return fail("scenario.nobody", node.where(), "没有符合的记录", "no record fits");
    return std::move(found.front());
}

Result<std::string> ScenarioRun::type_of_model(std::string const& model, Node const& node) const {
    if (auto const of = text_of(node, "of"); !of.empty()) return of;
    for (auto const* type : world_.catalog().types())
        if (type->bind.contains(model)) return type->id;
    return fail("scenario.model", node.where(), "没有台账使用规则 " + model,
                "no record type binds the model " + model);
}

void ScenarioRun::then() {
    auto const* checks = scenario_.node.find("then");
    if (checks == nullptr) return complain(scenario_.node, "缺少 then / then is missing");
    for (auto const& node : checks->items) check(node);
}

void ScenarioRun::check(Node const& node) {
    if (node.find("record") != nullptr) return check_record(node);
    if (node.find("count") != nullptr) return check_count(node);
    if (node.find("decides") != nullptr) return check_decides(node);
    if (node.find("explains") != nullptr) return check_explains(node);
    if (node.find("refused") != nullptr) return check_refused(node);
    if (node.find("run") != nullptr) return check_run(node);
    if (node.find("indicator") != nullptr) return check_indicator(node);
    if (node.find("reminds") != nullptr) return check_reminds(node);
    complain(node, "不知道要核对什么 / nothing that is known is checked here");
}

void ScenarioRun::check_record(Node const& node) {
    auto const found = find_one(text_of(node, "record"), node, when_of(node));
    if (!found) return complain(node, found.error());
    auto const* expected = node.find("expect");
    if (expected == nullptr) return complain(node, "缺少 expect / expect is missing");
    if (auto const differs = difference(to_value(*expected), found->value); !differs.empty())
        complain(node, differs);
}

void ScenarioRun::check_count(Node const& node) {
    auto const found = find(text_of(node, "count"), node.find("where"), when_of(node));
    if (!found) return complain(node, found.error());
    auto const expected = text_of(node, "expect");
    if (expected != std::to_string(found->size()))
        complain(node, fmt::format("expected {}, found {}", expected, found->size()));
}

/// `cases` are rows of a table; `columns` say what each cell is: an input, or "expect.x".
void ScenarioRun::check_decides(Node const& node) {
    Context inputs;
    if (auto const* given = node.find("inputs")) inputs = to_value(*given).context();
    auto const* cases = node.find("cases");
    auto const* columns = node.find("columns");
    if (cases == nullptr || columns == nullptr) {
        auto const* expected = node.find("expect");
        if (expected == nullptr) return complain(node, "缺少 expect / expect is missing");
        return check_case(node, inputs, to_value(*expected));
    }
    for (auto const& row : cases->items) {
        auto with = inputs;
        Context expected;
        Value whole;
        for (std::size_t i = 0; i < std::min(row.items.size(), columns->items.size()); ++i) {
            auto const& column = columns->items[i].scalar;
            auto const value = to_value(row.items[i]);
            if (column == "expect")
                whole = value;
            else if (column.starts_with("expect."))
                expected.put(column.substr(7), value);
            else
                with.put(column, value);
        }
        auto at = node;
        at.line = row.line, at.column = row.column;
        check_case(at, with, expected.empty() ? whole : Value(expected));
    }
}

void ScenarioRun::check_case(Node const& node, Context const& inputs, Value const& expected) {
    auto const [model, part] = model_and_part(text_of(node, "decides"));
    auto const when = when_of(node);
    auto setting = decision::setting_on(when.as_of);
    if (auto const known = parse_date(text_of(node, "known"))) setting.known_on = *known;
    auto evaluator = world_.desk_.evaluator(setting);
    Value value;
    if (node.find("where") != nullptr || node.find("of") != nullptr) {
        auto const type = type_of_model(model, node);
        if (!type) return complain(node, type.error());
        auto const found = find_one(*type, node, when);
        if (!found) return complain(node, found.error());
        auto const subject = world_.desk_.subject(*world_.store().read(), *type, found->id, when);
        if (!subject) return complain(node, subject.error());
        auto done = evaluator.evaluate(*subject, model, inputs, dmn::TraceLevel::off);
        if (!done) return complain(node, done.error());
        for (auto const& error : done->errors) complain(node, error);
        value = done->outcome.value;
    } else {
        auto region = text_of(node, "region");
        if (region.empty()) region = text_of(*scenario_.node.find("given"), "region");
        auto const book = world_.books_.now();
        auto const path = world_.desk_.path(region);
        auto const* deployed = book->model(model, path);
        if (deployed == nullptr) return complain(node, "没有规则 / there is no model " + model);
        std::vector<Value> values;
        for (auto const& input : deployed->main.inputs()) {
            auto const* given = inputs.find(input.name);
            values.push_back(given == nullptr ? Value() : *given);
        }
        auto done =
            evaluator.evaluate_inputs(region, model, std::move(values), dmn::TraceLevel::off);
        if (!done) return complain(node, done.error());
        for (auto const& error : done->errors) complain(node, error);
        value = done->outcome.value;
    }
    if (auto const differs = difference(expected, part.empty() ? value : value[part]);
        !differs.empty())
        complain(node, differs);
}

void ScenarioRun::check_explains(Node const& node) {
    auto const said = text_of(node, "explains");
    auto const type = type_of_model(model_and_part(said).first, node);
    if (!type) return complain(node, type.error());
    auto const when = when_of(node);
    auto const found = find_one(*type, node, when);
    if (!found) return complain(node, found.error());
    auto const explained =
        world_.desk_.explanations(*world_.store().read(), *type, found->id, when);
    if (!explained) return complain(node, explained.error());
    auto const wanted = text_of(node, "says");
    auto const row = text_of(node, "row");
    std::string all;
    for (auto const& entry : explained->list()) {
        auto const decision = entry["decision"].string_or("");
        if (decision != said && decision != model_and_part(said).first) continue;
        for (auto const& step : entry["steps"].list()) {
            auto const zh = step["zh"].string_or(""), en = step["en"].string_or("");
            auto const here = row.empty() || to_text(step["row"]) == row;
            if (here &&
                (zh.find(wanted) != std::string::npos || en.find(wanted) != std::string::npos))
                return;
            all += fmt::format("\n    [{}] {}", shown(step["row"]), zh);
        }
    }
    complain(node, "没有说“" + wanted + "” / it does not say so; it says:" + all);
}

void ScenarioRun::check_refused(Node const& node) {
    auto const number = Decimal::parse(text_of(node, "refused"));
    auto const at = number ? number->to_integer().value_or(0) : 0;
    if (at < 1 || at > std::ssize(answers_))
        return complain(node, "没有这一步 / there is no such step");
    auto const index = static_cast<std::size_t>(at - 1);
    expected_[index] = true;
    auto const& answer = answers_[index];
    if (!answer) return complain(node, "这一步没有被拒绝 / this step was not refused");
    auto const field = text_of(node, "field");
    auto const fits = field.empty() || answer->where.find(field) != std::string::npos ||
                      answer->en.find(field) != std::string::npos;
    if (!fits) complain(node, *answer);
    auto const code = text_of(node, "code");
    if (!code.empty() && answer->code != code) complain(node, *answer);
    auto const says = text_of(node, "says");
    if (says.empty()) return;
    if (answer->zh.find(says) == std::string::npos && answer->en.find(says) == std::string::npos)
        complain(node, *answer);
}

void ScenarioRun::check_run(Node const& node) {
    auto read = world_.store().read();
    people::Scope everything;
    everything.everything = true;
    auto const day = to_text(world_.today());
    auto const runs = decision::list_runs(*read, text_of(node, "run"), everything, "", day);
    auto const period = text_of(node, "period");
    auto const run =
        std::find_if(runs.begin(), runs.end(), [&](auto const& r) { return r.period == period; });
    if (run == runs.end()) return complain(node, "没有这一期 / there is no run of that period");
    if (auto const state = text_of(node, "state"); !state.empty() && state != run->state)
        return complain(node, "expected " + state + ", found " + run->state);
    auto const* expected = node.find("expect");
    if (expected == nullptr) return;
    auto const* view = world_.catalog().view(run->view, world_.desk_.path(run->region));
    if (view == nullptr) return complain(node, "没有视图 / there is no view " + run->view);
    auto const found = find_one(view->record, node, {world_.today()});
    if (!found) return complain(node, found.error());
    auto const line = world_.runs_.line(*read, *run, everything, found->id, day);
    if (!line) return complain(node, line.error());
    if (auto const differs = difference(to_value(*expected), (*line)["values"]); !differs.empty())
        complain(node, differs);
}

}  // namespace jizhi::pack
