#include "decision/run_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "value/temporal.hpp"

namespace jizhi::decision {
namespace {

feel::Environment on(Date day) {
    feel::Environment environment;
    environment.today = day;
    return environment;
}

Decimal sum(Value const& a, Value const& b) {
    auto const number = [](Value const& value) {
        return value.is(Value::Type::number) ? value.number() : Decimal();
    };
    return number(a).plus(number(b)).value_or(Decimal());
}

std::optional<int> digits(std::string_view text, std::size_t from, std::size_t count) {
    int number = 0;
    if (text.size() < from + count) return std::nullopt;
    auto const* begin = text.data() + from;
    auto const [end, error] = std::from_chars(begin, begin + count, number);
    if (error != std::errc() || end != begin + count) return std::nullopt;
    return number;
}

Period months(std::int64_t year, int first, int count, std::string id) {
    auto const start = day_of({year, first, 1});
    auto const last = first + count - 1;
    return {std::move(id), Date{start}, Date{day_of({year, last, days_in_month(year, last)})}};
}

Period period_at(RunView::Cycle cycle, Date day) {
    auto const [year, month, unused] = civil_of(day.day);
    switch (cycle) {
        case RunView::Cycle::month: return month_of(day);
        case RunView::Cycle::quarter: {
            auto const quarter = (month - 1) / 3;
            return months(year, quarter * 3 + 1, 3, fmt::format("{:04}Q{}", year, quarter + 1));
        }
        case RunView::Cycle::year: break;
    }
    return months(year, 1, 12, fmt::format("{:04}", year));
}

}  // namespace

Value RunColumn::shown(Value const& given) const {
    if (!given.is(Value::Type::number)) return given;
    if (type != "money") return type == "decimal" ? Value(given.number().to_string()) : given;
    auto const cents = given.number().rounded(2, Rounding::half_up).to_scaled(2);
    if (!cents) return given.number().to_string();
    auto const sign = *cents < 0 ? "-" : "";
    auto const size = *cents < 0 ? -*cents : *cents;
    return fmt::format("{}{}.{:02}", sign, size / 100, size % 100);
}

Result<Period> RunView::period(std::string_view text) const {
    auto const year = digits(text, 0, 4);
    auto const month = cycle == Cycle::month ? digits(text, 5, 2) : std::optional(1);
    auto const quarter = cycle == Cycle::quarter ? digits(text, 5, 1) : std::optional(1);
    if (year && month && quarter && *month >= 1 && *month <= 12 && *quarter >= 1 && *quarter <= 4) {
        auto const first = cycle == Cycle::quarter ? *quarter * 3 - 2 : *month;
        auto const made = period_at(cycle, Date{day_of({*year, first, 1})});
        if (made.id == text) return made;
    }
    return fail("run.period", std::string(text),
                "期间写法不对：按月写 2026-10，按季写 2026Q4，按年写 2026",
                "write the period as 2026-10 (month), 2026Q4 (quarter) or 2026 (year)");
}

Period RunView::period_of(Date day) const { return period_at(cycle, day); }

Period RunView::period_before(Period const& period) const {
    return period_at(cycle, Date{period.start.day - 1});
}

Setting RunView::setting(Period const& period) const {
    return {at_end_ ? period.end : period.start, std::nullopt, period};
}

bool RunView::includes(Value const& record, Setting const& setting,
                       feel::Environment& environment) const {
    if (!where_) return true;
    auto const slots =
        Binding::slots_of(record_scope_, record, setting.as_of, setting.period.to_value());
    return where_->evaluate(slots, environment).boolean_or(false);
}

std::vector<Value> RunView::values_of(Value const& result) const {
    auto environment = on({});
    std::vector<Value> slots;
    for (auto const& name : result_scope_.names)
        slots.push_back(name == "result" ? result : result[name]);
    std::vector<Value> values;
    for (auto const& column : columns) values.push_back(column.value.evaluate(slots, environment));
    return values;
}

Value RunView::main_value(std::vector<Value> const& values) const {
    for (std::size_t i = 0; i < columns.size() && i < values.size(); ++i)
        if (columns[i].main) return columns[i].shown(values[i]);
    return {};
}

Value RunView::shown(std::vector<Value> const& values) const {
    List made;
    for (std::size_t i = 0; i < columns.size() && i < values.size(); ++i) {
        if (columns[i].hidden) continue;
        auto const& column = columns[i];
        made.push_back(Context{{"id", column.id},
                               {"title", Context{{"zh", column.title.zh}, {"en", column.title.en}}},
                               {"type", column.type},
                               {"value", column.shown(values[i])}});
    }
    return made;
}

Context RunView::by_id(std::vector<Value> const& values) const {
    Context made;
    for (std::size_t i = 0; i < columns.size() && i < values.size(); ++i)
        made.put(columns[i].id, columns[i].shown(values[i]));
    return made;
}

Context RunView::opening_of(Value const& record, Value const& period, Decimal& months) const {
    Context made;
    auto const& rows = record[opening_record_];
    if (opening_record_.empty() || !rows.is(Value::Type::list)) return made;
    auto environment = on({});
    for (auto const& row : rows.list()) {
        std::vector<Value> slots;
        for (auto const& name : child_scope_.names)
            slots.push_back(name == "period" ? period : row[name]);
        if (opening_where_ && !opening_where_->evaluate(slots, environment).boolean_or(false))
            continue;
        for (auto const& [input, value] : opening_values_) {
            auto const* before = made.find(input);
            made.put(input, sum(before == nullptr ? Value() : *before,
                                value.evaluate(slots, environment)));
        }
        if (!opening_months_.empty()) months = sum(months, row[opening_months_]);
    }
    return made;
}

Context RunView::extra(Value const& record, Context const& carried, Setting const& setting) const {
    if (accumulate_.empty() && inputs_.empty()) return {};
    auto const period = setting.period.to_value();
    Decimal months;
    auto const opening = opening_of(record, period, months);
    Context accumulated;
    auto const carried_value = Value(carried);
    for (auto const& [input, column] : accumulate_)
        accumulated.put(input, sum(carried_value[input], Value(opening)[input]));
    auto made = accumulated;
    auto const count = sum(carried_value["count"], Value());
    accumulated.put("count", count);
    accumulated.put("count_all", sum(count, months));
    auto environment = on(setting.as_of);
    auto slots = Binding::slots_of(extra_scope_, record, setting.as_of, period);
    slots.back() = accumulated;
    for (auto const& [name, value] : inputs_) made.put(name, value.evaluate(slots, environment));
    return made;
}

std::vector<std::string> RunView::extra_names() const {
    std::vector<std::string> names;
    for (auto const& [input, column] : accumulate_) names.push_back(input);
    for (auto const& [name, value] : inputs_) names.push_back(name);
    return names;
}

Context RunView::carry(Context const& carried, std::vector<Value> const& values) const {
    Context made;
    auto const before = Value(carried);
    for (auto const& [input, column] : accumulate_) {
        auto const at = std::ranges::find(columns, column, &RunColumn::id) - columns.begin();
        made.put(input, sum(before[input], values[static_cast<std::size_t>(at)]));
    }
    made.put("count", sum(before["count"], 1));
    return made;
}

std::optional<RunView> find_run_view(record::Catalog const& catalog, std::string_view record,
                                     DeployedModel const& model, RegionPath path) {
    for (auto const* view : catalog.views(path)) {
        if (view->kind != "decision_run" || view->record != record) continue;
        if (view->declared["decision"].string_or("") != model.id) continue;
        if (auto made = RunView::make(catalog, *view, model)) return std::move(*made);
    }
    return std::nullopt;
}

}  // namespace jizhi::decision
