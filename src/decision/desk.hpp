#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "calendar/holidays.hpp"
#include "decision/binding.hpp"
#include "decision/book.hpp"
#include "dmn/explain.hpp"
#include "record/catalog.hpp"
#include "record/change.hpp"
#include "record/state.hpp"
#include "region/regions.hpp"

namespace jizhi::decision {

/// The period that a run is for, or the month that a single evaluation falls into.
struct Period {
    std::string id;  ///< "2026-10", "2026Q4", "2026"
    Date start{}, end{};
    [[nodiscard]] Value to_value() const;
};
[[nodiscard]] Period month_of(Date day);

/// One record as rules see it, at a place and on both axes.
struct Subject {
    record::RecordType const* type = nullptr;
    std::string id, region;
    Value value;  ///< as record::load gives it
    std::shared_ptr<record::Catalog const> catalog;  ///< keeps `type` alive
};

struct Setting {
    Date as_of{};
    std::optional<Date> known_on;  ///< parameters known later are not seen
    Period period;
};
[[nodiscard]] Setting setting_on(Date as_of);

/// What a model gave for a record, with what is needed to explain it.
struct Evaluation {
    DeployedModel const* model = nullptr;
    std::vector<Value> inputs;   ///< in the order of the main decision's inputs
    dmn::Outcome outcome;
    std::vector<Error> errors;   ///< parameters that had no value
};

class Desk;

/// Evaluates models for many records of one day: holds one snapshot of rules and declarations and
/// remembers parameters. One thread each.
class Evaluator {
public:
    Evaluator(Desk const& desk, std::shared_ptr<Book const> book,
              std::shared_ptr<record::Catalog const> catalog, Setting setting);

    /// The error is a missing model or a bind that does not compile. What the rules could not
    /// compute is a null value with `errors` and diagnostics.
    [[nodiscard]] Result<Evaluation> evaluate(Subject const& subject, std::string_view model,
                                              Context const& extra, dmn::TraceLevel level);
    /// The same on inputs that were kept.
    [[nodiscard]] Result<Evaluation> evaluate_inputs(std::string_view region,
                                                     std::string_view model,
                                                     std::vector<Value> inputs,
                                                     dmn::TraceLevel level);
    /// What rules may ask of their surroundings in a region: for the life of this evaluator.
    [[nodiscard]] feel::Environment environment_at(std::string_view region) {
        return environment(place(region));
    }
    /// One decision of a model by itself, on its own inputs in order.
    [[nodiscard]] Evaluation evaluate_decision(std::string_view region, DeployedModel const& model,
                                               dmn::Decision const& decision,
                                               std::vector<Value> inputs, dmn::TraceLevel level);
    /// Sentences in both languages with row, amount and basis: the API's `steps`.
    [[nodiscard]] Value steps(std::string_view region, Evaluation const& evaluation);

    /// Every parameter that an evaluation so far has used, in any region.
    [[nodiscard]] std::vector<feel::ParameterUse> parameters_used() const;

    [[nodiscard]] Book const& book() const { return *book_; }
    [[nodiscard]] record::Catalog const& catalog() const { return *catalog_; }
    [[nodiscard]] Setting const& setting() const { return setting_; }

private:
    struct Place {  ///< a region, and what its rules are
        std::vector<std::string> path;
        Outlook* outlook = nullptr;
    };
    Place& place(std::string_view region);
    [[nodiscard]] Result<Binding const*> binding(record::RecordType const& type,
                                                 DeployedModel const& model);
    [[nodiscard]] feel::Environment environment(Place& place);
    [[nodiscard]] Result<DeployedModel const*> model_at(std::string_view id, Place const& place);

    Desk const& desk_;
    std::shared_ptr<Book const> book_;
    std::shared_ptr<record::Catalog const> catalog_;
    std::shared_ptr<calendar::Holidays const> holidays_;
    Setting setting_;
    Value as_of_, period_;
    /// For the pointers' life: the type is of a snapshot that the caller's subject holds.
    std::map<std::pair<record::RecordType const*, DeployedModel const*>,
             std::shared_ptr<Binding const>>
        bindings_;
    std::map<std::string, Place, std::less<>> places_;                  ///< by region
    std::map<std::vector<std::string>, std::unique_ptr<Outlook>> outlooks_;  ///< by localities
};

/// Evaluates and explains deployed models for records. Thread-safe.
class Desk {
public:
    /// Inputs that a model gets beside its bind, e.g. figures accumulated by earlier runs.
    using Extra = std::function<Result<Context>(store::Connection&, Subject const&,
                                                DeployedModel const&, Setting const&)>;

    Desk(Books const& books, record::Catalogs const& catalogs, record::FieldKeys const& keys,
         region::Regions const& regions, calendar::CurrentHolidays const* holidays)
        : books_(books), catalogs_(catalogs), keys_(keys), regions_(regions), holidays_(holidays) {}

    /// Before the first request: who gives further inputs.
    void set_extra(Extra extra) { extra_ = std::move(extra); }

    [[nodiscard]] Result<Subject> subject(store::Connection& sql, std::string_view type,
                                          std::string_view id, record::When when) const;
    [[nodiscard]] Evaluator evaluator(Setting setting) const;
    /// GET /records/{type}/{id}/explanations: an entry for each decided field, and one for each
    /// model that decides none.
    [[nodiscard]] Result<Value> explanations(store::Connection& sql, std::string_view type,
                                             std::string_view id, record::When when) const;
    [[nodiscard]] Result<Context> extra(store::Connection& sql, Subject const& subject,
                                        DeployedModel const& model, Setting const& setting) const;

    [[nodiscard]] Books const& books() const { return books_; }
    [[nodiscard]] record::Catalogs const& catalogs() const { return catalogs_; }
    [[nodiscard]] record::FieldKeys const& keys() const { return keys_; }
    [[nodiscard]] region::Regions const& regions() const { return regions_; }
    /// Those of now, to be kept by whoever computes; null where working days are not known.
    [[nodiscard]] std::shared_ptr<calendar::Holidays const> holidays() const {
        return holidays_ == nullptr ? nullptr : holidays_->now();
    }
    [[nodiscard]] Bindings const& bindings() const { return bindings_; }
    /// The region itself first, then upward.
    [[nodiscard]] std::vector<std::string> path(std::string_view region) const;

private:
    Books const& books_;
    record::Catalogs const& catalogs_;
    record::FieldKeys const& keys_;
    region::Regions const& regions_;
    calendar::CurrentHolidays const* holidays_;
    Bindings bindings_;
    Extra extra_;
};

/// The fields of a type that a model decides, with the component each takes ("" = all of it).
struct DecidedField {
    record::Field const* field = nullptr;
    std::string component;
};
[[nodiscard]] std::vector<DecidedField> decided_fields(record::RecordType const& type,
                                                       std::string_view model);
[[nodiscard]] Value component_of(Value const& value, std::string_view component);

}  // namespace jizhi::decision
