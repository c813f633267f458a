#include "decision/desk.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>

#include "value/temporal.hpp"

namespace jizhi::decision {

Value Period::to_value() const {
    auto const first = civil_of(start.day);
    return Context{{"id", id},
                   {"start", start},
                   {"end", end},
                   {"year", first.year},
                   {"month", std::int64_t{first.month}}};
}

Period month_of(Date day) {
    auto const civil = civil_of(day.day);
    auto const start = day_of({civil.year, civil.month, 1});
    return {fmt::format("{:04}-{:02}", civil.year, civil.month), Date{start},
            Date{start + days_in_month(civil.year, civil.month) - 1}};
}

Setting setting_on(Date as_of) { return {as_of, std::nullopt, month_of(as_of)}; }

Evaluator::Evaluator(Desk const& desk, std::shared_ptr<Book const> book,
                     std::shared_ptr<record::Catalog const> catalog, Setting setting)
    : desk_(desk),
      book_(std::move(book)),
      catalog_(std::move(catalog)),
      holidays_(desk.holidays()),
      setting_(std::move(setting)),
      as_of_(setting_.as_of),
      period_(setting_.period.to_value()) {}

namespace {

/// The parameters that one evaluation asked for in vain.
class Missing {
public:
    explicit Missing(feel::Environment& environment) {
        environment.parameter = [this, find = std::move(environment.parameter)](
                                    std::string_view name) {
            auto found = find(name);
            auto const known = std::ranges::find(names_, name) != names_.end();
            if (!found && !known) names_.emplace_back(name);
            return found;
        };
    }
    Missing(Missing const&) = delete;
    Missing& operator=(Missing const&) = delete;
    /// Why, for each.
    void tell(Parameters const& parameters, RegionPath path, Setting const& setting,
              std::vector<Error>& errors) const {
        for (auto const& name : names_) {
            auto found = parameters.find(name, path, setting.as_of, setting.known_on);
            if (!found && std::ranges::find(errors, found.error().en, &Error::en) == errors.end())
                errors.push_back(std::move(found).error());
        }
    }

private:
    std::vector<std::string> names_;
};

}  // namespace

Evaluator::Place& Evaluator::place(std::string_view region) {
    auto const known = places_.find(region);
    if (known != places_.end()) return known->second;
    Place made;
    made.path = desk_.path(region);
    auto localities = book_->parameters().localities_of(made.path);
    auto& outlook = outlooks_[localities];
    if (!outlook)
        outlook = std::make_unique<Outlook>(book_->parameters(), std::move(localities),
                                            setting_.as_of, setting_.known_on);
    made.outlook = outlook.get();
    return places_.emplace(std::string(region), std::move(made)).first->second;
}

feel::Environment Evaluator::environment(Place& place) {
    feel::Environment made;
    made.today = setting_.as_of;
    made.now = setting_.as_of.day * seconds_per_day * 1'000'000;
    made.parameter = [outlook = place.outlook](std::string_view name) {
        return outlook->find(name);
    };
    if (auto const* holidays = holidays_.get()) {
        made.add_working_days = [holidays](Date from, std::int64_t count) -> Result<Date> {
            TRY(day, holidays->after(from.day, count));
            return Date{day};
        };
        made.working_days_between = [holidays](Date from, Date to) {
            return holidays->between(from.day, to.day);
        };
    }
    return made;
}

std::vector<feel::ParameterUse> Evaluator::parameters_used() const {
    std::vector<feel::ParameterUse> made;
    for (auto const& [localities, outlook] : outlooks_)
        for (auto& use : outlook->used()) made.push_back(std::move(use));
    return made;
}

Result<DeployedModel const*> Evaluator::model_at(std::string_view id, Place const& place) {
    if (auto const* found = book_->model(id, place.path)) return found;
    return fail("decision.unknown", std::string(id), fmt::format("没有名为“{}”的规则", id),
                fmt::format("there is no rule '{}'", id));
}

Result<Binding const*> Evaluator::binding(record::RecordType const& type,
                                          DeployedModel const& model) {
    auto& made = bindings_[{&type, &model}];
    if (!made) {
        TRY(found, desk_.bindings().get(type, model));
        made = found;
    }
    return made.get();
}

Result<Evaluation> Evaluator::evaluate(Subject const& subject, std::string_view model,
                                       Context const& extra, dmn::TraceLevel level) {
    auto& here = place(subject.region);
    TRY(deployed, model_at(model, here));
    TRY(binding, this->binding(*subject.type, *deployed));
    auto surroundings = environment(here);
    Missing const missing(surroundings);
    auto inputs = binding->inputs(subject.value, as_of_, period_, extra, surroundings);
    auto made = evaluate_decision(subject.region, *deployed, deployed->main, std::move(inputs),
                                  level);
    if (!made.outcome.diagnostics.empty())
        missing.tell(book_->parameters(), here.path, setting_, made.errors);
    return made;
}

Result<Evaluation> Evaluator::evaluate_inputs(std::string_view region, std::string_view model,
                                              std::vector<Value> inputs, dmn::TraceLevel level) {
    TRY(deployed, model_at(model, place(region)));
    return evaluate_decision(region, *deployed, deployed->main, std::move(inputs), level);
}

Evaluation Evaluator::evaluate_decision(std::string_view region, DeployedModel const& model,
                                        dmn::Decision const& decision, std::vector<Value> inputs,
                                        dmn::TraceLevel level) {
    auto& here = place(region);
    auto surroundings = environment(here);
    Missing const missing(surroundings);
    Evaluation made;
    made.model = &model;
    made.inputs = std::move(inputs);
    made.outcome = decision.evaluate(std::span<Value const>(made.inputs), surroundings, level);
    if (!made.outcome.diagnostics.empty())
        missing.tell(book_->parameters(), here.path, setting_, made.errors);
    return made;
}

std::vector<std::string> Desk::path(std::string_view region) const {
    std::vector<std::string> codes;
    auto const tree = regions_.tree();
    for (auto const* each : tree->path(region) | std::views::reverse) codes.push_back(each->code);
    if (codes.empty() && !region.empty()) codes.emplace_back(region);
    return codes;
}

Result<Subject> Desk::subject(store::Connection& sql, std::string_view type, std::string_view id,
                              record::When when) const {
    auto const catalog = catalogs_.now();
    TRY(found, catalog->require(type));
    TRY(loaded, record::load(sql, *catalog, keys_, *found, id, when));
    if (!loaded)
        return fail("record.not_found", std::string(id), "没有这条记录，或当时还没有",
                    "there is no such record, or not yet on that day");
    return Subject{found, std::string(id), (*loaded)["region"].string_or(""), *loaded,
                   catalog};
}

Evaluator Desk::evaluator(Setting setting) const {
    return {*this, books_.now(), catalogs_.now(), std::move(setting)};
}

Result<Context> Desk::extra(store::Connection& sql, Subject const& subject,
                            DeployedModel const& model, Setting const& setting) const {
    if (!extra_) return Context{};
    return extra_(sql, subject, model, setting);
}

std::vector<DecidedField> decided_fields(record::RecordType const& type, std::string_view model) {
    std::vector<DecidedField> found;
    for (auto const& field : type.fields) {
        std::string_view const by = field.decided_by;
        auto const dot = by.find('.');
        if (by.empty() || by.substr(0, dot) != model) continue;
        found.push_back({&field, dot == std::string_view::npos ? std::string()
                                                               : std::string(by.substr(dot + 1))});
    }
    return found;
}

Value component_of(Value const& value, std::string_view component) {
    if (component.empty() || !value.is(Value::Type::context)) return value;
    return value[component];
}

}  // namespace jizhi::decision
