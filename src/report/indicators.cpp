#include "report/indicators.hpp"

#include <algorithm>

#include "report/past_rows.hpp"
#include "report/snapshots.hpp"
#include "value/temporal.hpp"

namespace jizhi::report {
namespace {

constexpr int value_decimals = 2;

/// One side of a fraction, for any region: of today by SQL, of another day from the rows of then.
class Side {
public:
    Side(store::Connection& sql, IndicatorQuery const& query, Value const& declared)
        : sql_(sql), query_(query), declared_(declared) {}
    Side(store::Connection& sql, IndicatorQuery const& query, ByRegion then)
        : sql_(sql), query_(query), then_(std::move(then)) {}

    Result<Decimal> of(std::string const& region) const {
        if (!then_) return today(region);
        auto const found = then_->find(region);
        return found == then_->end() ? Decimal(0) : found->second;
    }

private:
    Result<Decimal> today(std::string const& region) const {
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

    store::Connection& sql_;
    IndicatorQuery const& query_;
    Value declared_;
    std::optional<ByRegion> then_;
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
    auto const day = query.when ? query.when->as_of : query.today;
    auto const found = query.parameters.find(name, path_up(query.tree, query.region), day);
    return found ? found->value->value : Value();
}

/// How many are missing in the numerator until the target is reached, where that is asked for.
Value gap_of(Value const& declared, Value const& target, Decimal const& above, Decimal const& below,
             Decimal const& scale) {
    if (declared["gap"].is_null() || !target.is(Value::Type::number)) return {};
    auto const wanted = target.number().times(below);
    auto const exact = wanted ? wanted->over(scale) : std::nullopt;
    auto const gap = exact ? exact->rounded(0, Rounding::ceiling).minus(above) : std::nullopt;
    return gap && gap->sign() > 0 ? Value(Context{{"words", declared["gap"]}, {"count", *gap}})
                                  : Value();
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

Value head_of(std::string const& id, Value const& declared, IndicatorQuery const& query) {
    return Value(Context{{"id", id},
                         {"title", declared["title"]},
                         {"help", declared["help"]},
                         {"unit", declared["unit"]},
                         {"better", declared["better"]},
                         {"target", target_of(declared["target"], query)}});
}

Decimal scale_of(Value const& declared) {
    return declared["scale"].is(Value::Type::number) ? declared["scale"].number() : Decimal(1);
}

Result<Value> one(IndicatorQuery const& query, std::string const& id, Value const& declared,
                  Side const& numerator, Side const& denominator) {
    auto const scale = scale_of(declared);
    TRY(above, numerator.of(query.region));
    TRY(below, denominator.of(query.region));
    List children;
    for (auto const* child : query.tree.children(query.region)) {
        if (!query.scope.contains(query.tree, child->code)) continue;
        TRY(part, numerator.of(child->code));
        TRY(whole, denominator.of(child->code));
        if (part.is_zero() && whole.is_zero()) continue;
        children.push_back(Context{{"region", Context{{"code", child->code},
                                                      {"name", child->name},
                                                      {"has_children", child->has_children}}},
                                   {"numerator", part},
                                   {"denominator", whole},
                                   {"value", ratio(part, whole, scale)}});
    }
    auto made = head_of(id, declared, query).context();
    made.put("numerator", above);
    made.put("denominator", below);
    made.put("value", ratio(above, below, scale));
    made.put("gap", gap_of(declared, *made.find("target"), above, below, scale));
    made.put("children", Value(std::move(children)));
    return Value(std::move(made));
}

Value untold(std::string const& id, Value const& declared, IndicatorQuery const& query) {
    auto made = head_of(id, declared, query).context();
    for (auto const* name : {"numerator", "denominator", "value"}) made.put(name, Value());
    made.put("children", Value(List{}));
    return Value(std::move(made));
}

Result<Value> of_today(store::Connection& sql, IndicatorQuery const& query, std::string const& id,
                       Value const& declared, std::vector<Frozen> const& past) {
    TRY(told, one(query, id, declared, Side(sql, query, declared["numerator"]),
                  Side(sql, query, declared["denominator"])));
    auto made = told.context();
    made.put("history", history_of(past, id, scale_of(declared)));
    return Value(std::move(made));
}

Result<Value> of_then(PastRows& rows, IndicatorQuery const& query, std::string const& id,
                      Value const& declared) {
    auto above = past_side(rows, declared["numerator"]);
    auto below = past_side(rows, declared["denominator"]);
    for (auto const* side : {&above, &below})
        if (!*side && side->error().code == "query.as_of.too_many")
            return std::unexpected(side->error());
    if (!above || !below) return untold(id, declared, query);
    return one(query, id, declared, Side(rows.sql(), query, std::move(*above)),
               Side(rows.sql(), query, std::move(*below)));
}

}  // namespace

Result<Value> indicators(store::Connection& sql, IndicatorQuery const& query) {
    auto const declared = query.catalog.indicators(path_up(query.tree, query.region));
    List all;
    if (query.when) {
        PastRows rows(sql, {query.catalog, query.keys, query.tree, *query.when, query.scope,
                            to_text(query.today), nullptr, past_rows_max});
        for (auto const& [id, each] : declared) {
            TRY(indicator, of_then(rows, query, id, each));
            all.push_back(std::move(indicator));
        }
        return Value(std::move(all));
    }
    std::vector<Frozen> past;
    if (query.history_months > 0 && query.scope.contains(query.tree, query.region))
        past = frozen(sql, query.region, query.history_months);
    for (auto const& [id, each] : declared) {
        TRY(indicator, of_today(sql, query, id, each, past));
        all.push_back(std::move(indicator));
    }
    return Value(std::move(all));
}

}  // namespace jizhi::report
