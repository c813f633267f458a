#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "decision/desk.hpp"

namespace jizhi::decision {

struct RunColumn {
    std::string id, type;  ///< money, decimal, integer, text, date
    Title title;
    bool total = false, main = false, hidden = false;
    feel::Expression value;
    /// As the API writes it: money as text with two decimals.
    [[nodiscard]] Value shown(Value const& given) const;
};

/// A view of kind decision_run, read and compiled: a decision over a roster for a period.
/// Grammar: docs/decisions.md. Immutable.
class RunView {
public:
    enum class Cycle { month, quarter, year };

    [[nodiscard]] static Result<RunView> make(record::Catalog const& catalog,
                                              record::View const& view, DeployedModel const& model);

    /// "2026-10", "2026Q4" or "2026", as the view's cycle wants it.
    [[nodiscard]] Result<Period> period(std::string_view text) const;
    [[nodiscard]] Period period_of(Date day) const;
    [[nodiscard]] Period period_before(Period const& period) const;
    [[nodiscard]] Setting setting(Period const& period) const;
    [[nodiscard]] bool includes(Value const& record, Setting const& setting,
                                feel::Environment& environment) const;

    /// Values in the order of the columns, out of what the decision gave.
    [[nodiscard]] std::vector<Value> values_of(Value const& result) const;
    [[nodiscard]] Value main_value(std::vector<Value> const& values) const;
    /// [{id, title, type, value}] of what people see.
    [[nodiscard]] Value shown(std::vector<Value> const& values) const;
    /// {column: value}
    [[nodiscard]] Context by_id(std::vector<Value> const& values) const;

    /// Inputs that a run gives beside the bind: `accumulated` figures, with the opening of the year
    /// added, and the view's own `inputs`. `carried` are the sums of earlier locked runs by input,
    /// with `count`.
    [[nodiscard]] Context extra(Value const& record, Context const& carried,
                                Setting const& setting) const;
    /// The inputs that `extra` names.
    [[nodiscard]] std::vector<std::string> extra_names() const;
    /// The names that columns may use: the components of what the model gives, and `result`.
    [[nodiscard]] feel::Scope const& result_scope() const { return result_scope_; }
    /// `carried` with this period's figures added.
    [[nodiscard]] Context carry(Context const& carried, std::vector<Value> const& values) const;

    std::string id, record_type, model;
    Title title;
    Cycle cycle = Cycle::month;
    std::vector<RunColumn> columns;
    std::string sheet_by;
    std::vector<Title> signatures;

private:
    using Named = std::vector<std::pair<std::string, feel::Expression>>;
    [[nodiscard]] Context opening_of(Value const& record, Value const& period,
                                     Decimal& months) const;

    bool at_end_ = true;
    feel::Scope record_scope_, result_scope_, child_scope_, extra_scope_;
    std::optional<feel::Expression> where_, opening_where_;
    std::vector<std::pair<std::string, std::string>> accumulate_;  ///< input, column
    std::string opening_record_, opening_months_;
    Named opening_values_, inputs_;

    friend class RunViewReader;
};

/// The view that runs this model over this record type, if a pack has one.
[[nodiscard]] std::optional<RunView> find_run_view(record::Catalog const& catalog,
                                                   std::string_view record,
                                                   DeployedModel const& model, RegionPath path);

}  // namespace jizhi::decision
