#include "report/indicators.hpp"

#include <algorithm>

#include "report/snapshots.hpp"
#include "value/temporal.hpp"

namespace jizhi::report {
namespace {

constexpr int value_decimals = 2;

/// Counts one side of a fraction for one region.
class Side {
public:
    Side(store::Connection& sql, IndicatorQuery const& query, Value const& declared)
        : sql_(sql), query_(query), declared_(declared) {}

    Result<Decimal> of(std::string const& region) const {
        TRY(type, query_.catalog.require(declared_["record"].string_or("")));
        record::Query asked;
        asked.scope = query_.scope;
        asked.region = region;
        asked.today = to_text(query_.today);
        if (!declared_["where"].is_null()) {
            TRY(filters, record::parse_filters(declared_["where"]));
            asked.filters = std::move(filters);
        }
        auto const field = declared_["sum"].string_or("");
        if (!field.empty())
            return record::sum(sql_, query_.catalog, query_.keys, *type, field, asked);
        TRY(count, record::count(sql_, query_.catalog, query_.keys, *type, asked));
        return Decimal(count);
    }

private:
    store::Connection& sql_;
    IndicatorQuery const& query_;
    Value const& declared_;
};

Value ratio(Decimal const& numerator, Decimal const& denominator, Decimal const& scale) {
    if (denominator.is_zero()) return {};
    auto const scaled = numerator.times(scale);
    auto const value = scaled ? scaled->over(denominator) : std::nullopt;
    return value ? Value(value->rounded(value_decimals, Rounding::half_up)) : Value();
}

std::vector<std::string> path_up(region::Tree const& tree, std::string const& region) {
    std::vector<std::string> codes;
    for (auto const* above : tree.path(region)) codes.insert(codes.begin(), above->code);
    return codes;
}

Value target_of(Value const& declared, IndicatorQuery const& query) {
    if (declared.is(Value::Type::number)) return declared;
    auto const name = declared["parameter"].string_or("");
    if (name.empty()) return {};
    auto const found =
        query.parameters.find(name, path_up(query.tree, query.region), query.today);
    return found ? found->value->value : Value();
}

/// Oldest first. Frozen values are those of the whole region: only for whom all of it is in scope.
Value history_of(std::vector<Frozen> const& past, std::string const& id, Decimal const& scale) {
    List months;
    for (auto const& each : past)
        if (each.indicator == id)
            months.push_back(Context{{"month", each.month},
                                     {"numerator", each.numerator},
                                     {"denominator", each.denominator},
                                     {"value", ratio(each.numerator, each.denominator, scale)}});
    return Value(std::move(months));
}

Result<Value> one(store::Connection& sql, IndicatorQuery const& query, std::string const& id,
                  Value const& declared, std::vector<Frozen> const& past) {
    Side const numerator(sql, query, declared["numerator"]);
    Side const denominator(sql, query, declared["denominator"]);
    auto const scale =
        declared["scale"].is(Value::Type::number) ? declared["scale"].number() : Decimal(1);
    TRY(above, numerator.of(query.region));
    TRY(below, denominator.of(query.region));
    List children;
    for (auto const* child : query.tree.children(query.region)) {
        if (!query.scope.contains(query.tree, child->code)) continue;
        TRY(part, numerator.of(child->code));
        TRY(whole, denominator.of(child->code));
        if (part.is_zero() && whole.is_zero()) continue;
        children.push_back(Context{
            {"region", Context{{"code", child->code}, {"name", child->name},
                               {"has_children", child->has_children}}},
            {"numerator", part}, {"denominator", whole}, {"value", ratio(part, whole, scale)}});
    }
    return Value(Context{{"id", id},
                         {"title", declared["title"]},
                         {"help", declared["help"]},
                         {"unit", declared["unit"]},
                         {"better", declared["better"]},
                         {"numerator", above},
                         {"denominator", below},
                         {"value", ratio(above, below, scale)},
                         {"target", target_of(declared["target"], query)},
                         {"children", Value(std::move(children))},
                         {"history", history_of(past, id, scale)}});
}

}  // namespace

Result<Value> indicators(store::Connection& sql, IndicatorQuery const& query) {
    std::vector<Frozen> past;
    if (query.history_months > 0 && query.scope.contains(query.tree, query.region))
        past = frozen(sql, query.region, query.history_months);
    List all;
    for (auto const& [id, declared] :
         query.catalog.indicators(path_up(query.tree, query.region))) {
        TRY(indicator, one(sql, query, id, declared, past));
        all.push_back(std::move(indicator));
    }
    return Value(std::move(all));
}

}  // namespace jizhi::report
