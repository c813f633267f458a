#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "calendar/holidays.hpp"
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
};

struct Setting {
    Date as_of{};
    std::optional<Date> known_on;  ///< parameters known later are not seen
    Period period;
    Context extra;                 ///< further inputs of the model, by name (runs)
};
[[nodiscard]] Setting setting_on(Date as_of);

/// What a model gave for a record, with what is needed to explain it later.
struct Evaluation {
    DeployedModel const* model = nullptr;
    dmn::Outcome outcome;
    std::vector<Value> inputs;     ///< in the order of the main decision's inputs
    std::vector<Error> errors;     ///< binds that failed; the value is null then
    std::shared_ptr<Book const> book;
};

/// Evaluates deployed models for records. Made once; thread-safe as far as what it is given is.
class Desk {
public:
    Desk(Books const& books, record::Catalogs const& catalogs, record::FieldKeys const& keys,
         region::Regions const& regions, calendar::Holidays const* holidays)
        : books_(books), catalogs_(catalogs), keys_(keys), regions_(regions), holidays_(holidays) {}

    /// The models that a record type binds and that hold in its region, in declared order.
    [[nodiscard]] std::vector<DeployedModel const*> models_of(Book const& book,
                                                              record::RecordType const& type,
                                                              std::string_view region) const;
    [[nodiscard]] Result<Subject> subject(store::Connection& sql, std::string_view type,
                                          std::string_view id, record::When when) const;
    [[nodiscard]] Result<Evaluation> evaluate(Subject const& subject, std::string_view model,
                                              Setting const& setting,
                                              dmn::TraceLevel level) const;
    /// Sentences in both languages with row, amount and basis: the API's `steps`.
    [[nodiscard]] Value steps(Subject const& subject, Evaluation const& evaluation,
                              Setting const& setting) const;
    /// GET /records/{type}/{id}/explanations: one entry for each decided component (or the whole
    /// value, where nothing is stored) of each model that the type binds.
    [[nodiscard]] Result<Value> explanations(store::Connection& sql, std::string_view type,
                                             std::string_view id, record::When when) const;

    [[nodiscard]] Books const& books() const { return books_; }
    [[nodiscard]] record::Catalogs const& catalogs() const { return catalogs_; }
    [[nodiscard]] record::FieldKeys const& keys() const { return keys_; }
    [[nodiscard]] region::Regions const& regions() const { return regions_; }
    [[nodiscard]] std::vector<std::string> path(std::string_view region) const;

private:
    Books const& books_;
    record::Catalogs const& catalogs_;
    record::FieldKeys const& keys_;
    region::Regions const& regions_;
    calendar::Holidays const* holidays_;
};

}  // namespace jizhi::decision
