#include <algorithm>
#include <map>

#include "decision/kept_value.hpp"
#include "decision/runs.hpp"
#include "value/json.hpp"
#include "value/temporal.hpp"

namespace jizhi::decision {
namespace {

constexpr std::size_t reasons_max = 8;  // more say nothing to a reader

Context context_of(std::string const& json) {
    auto value = parse_json(json.empty() ? "{}" : json);
    return value && value->is(Value::Type::context) ? value->context() : Context{};
}

std::optional<Decimal> figure(Value const* value) {
    if (value == nullptr) return std::nullopt;
    if (value->is(Value::Type::number)) return value->number();
    if (value->is(Value::Type::string)) return Decimal::parse(value->string());
    return std::nullopt;
}

/// Steps by where they come from, so that one period's can be compared with another's: a table by
/// its decision (whatever row matched), an entry by its id, repeated ones by their order.
std::map<std::string, Value> by_place(Value const& steps, std::vector<std::string>& order) {
    std::map<std::string, Value> found;
    std::map<std::string, int> counts;
    if (!steps.is(Value::Type::list)) return found;
    for (auto const& step : steps.list()) {
        auto place = step["decision"].string_or("");
        if (step["row"].is_null()) place += "/" + step["rule_id"].string_or("");
        auto key = place + "#" + std::to_string(counts[place]++);
        order.push_back(key);
        found.emplace(std::move(key), step);
    }
    return found;
}

std::string with_amount(Value const& step, char const* language) {
    auto const amount = step["amount"].string_or("");
    auto const text = step[language].string_or("");
    // Many sentences end in their figure already.
    if (amount.empty() || text.find(amount) != std::string::npos) return text;
    return text + " " + amount;
}

Value said(std::string zh, std::string en) {
    return Context{{"zh", std::move(zh)}, {"en", std::move(en)}};
}

/// How a comparison names its two sides.
struct Sides {
    char const *added_zh, *added_en, *was_zh, *was_en, *gone_zh, *gone_en;
};
constexpr Sides with_period_before{"本期新增：", "New: ",      "上期：",
                                   "before: ",   "本期没有：", "No longer: "};
constexpr Sides with_rules_in_force{"改后新增：", "New then: ", "现在：",
                                    "now: ",      "改后没有：", "Not any more then: "};

}  // namespace

Context difference_of(Context const& before, Context const& now) {
    Context made;
    for (auto const& [column, value] : now.entries()) {
        auto const* old = before.find(column);
        if (old != nullptr && *old == value) continue;
        auto const a = figure(old), b = figure(&value);
        if (a && b) {
            auto const difference = b->minus(*a);
            if (difference && difference->is_zero()) continue;
            made.put(column, difference ? Value(difference->to_string()) : Value());
        } else {
            made.put(column, value);
        }
    }
    return made;
}

Value reasons_of_difference(Value const& steps_before, Value const& steps_now, Beside beside) {
    auto const& sides = beside == Beside::period_before ? with_period_before : with_rules_in_force;
    std::vector<std::string> order, old_order;
    auto const now = by_place(steps_now, order);
    auto const before = by_place(steps_before, old_order);
    List reasons;
    for (auto const& key : order) {
        auto const& step = now.at(key);
        auto const zh = with_amount(step, "zh"), en = with_amount(step, "en");
        auto const old = before.find(key);
        if (old == before.end()) {
            reasons.push_back(said(sides.added_zh + zh, sides.added_en + en));
            continue;
        }
        auto const was_zh = with_amount(old->second, "zh"), was_en = with_amount(old->second, "en");
        if (was_zh != zh || !(old->second["amount"] == step["amount"]))
            reasons.push_back(said(zh + "（" + sides.was_zh + was_zh + "）",
                                   en + " (" + sides.was_en + was_en + ")"));
    }
    for (auto const& key : old_order)
        if (!now.contains(key))
            reasons.push_back(said(sides.gone_zh + with_amount(before.at(key), "zh"),
                                   sides.gone_en + with_amount(before.at(key), "en")));
    if (reasons.size() > reasons_max) reasons.resize(reasons_max);
    return reasons;
}

Result<Context> Runs::extra(store::Connection& sql, Subject const& subject,
                            DeployedModel const& model, Setting const& setting) const {
    auto const path = desk_.path(subject.region);
    auto const view = find_run_view(*subject.catalog, subject.type->id, model, path);
    if (!view) return Context{};
    auto here = setting;
    here.period = view->period_of(setting.as_of);
    TRY(carried, carried_by(sql, *view, here.period, subject.id));
    return view->extra(subject.value, carried, here);
}

Result<Value> Runs::steps_of(store::Connection& sql, StoredRun const& run, StoredLine const& line,
                             RunView const& view) const {
    TRY(text, kept_steps(sql, run.id, line.record_id));
    if (!text.empty()) return parse_json(text);
    TRY(inputs, kept(line.inputs));
    TRY(period, view.period(run.period));
    auto evaluator = desk_.evaluator(view.setting(period));
    if (!inputs.is(Value::Type::list)) return Value(List{});
    TRY(evaluation, evaluator.evaluate_inputs(line.region, view.model, inputs.list(),
                                              dmn::TraceLevel::matched));
    return evaluator.steps(line.region, evaluation);
}

Result<Value> Runs::lines(store::Connection& sql, StoredRun const& run, people::Scope const& scope,
                          LineQuery const& asked, std::string_view day) const {
    TRY(view, require_run_view(desk_, run.view, run.region));
    auto const before = compared_with(sql, run);
    auto const tree = desk_.regions().tree();
    List rows;
    std::int64_t last = 0;
    auto const found = list_lines(sql, run, scope, asked, day);
    for (auto const& line : found) {
        last = line.seq;
        auto const now = context_of(line.figures);
        auto const old = line.before ? context_of(*line.before) : Context{};
        Value reasons = List{};
        for (auto const& old_run : before) {
            if (!line.before || !line.changed) break;
            LineQuery only;
            only.record_id = line.record_id;
            auto const stored = list_lines(sql, old_run, scope, only, day);
            if (stored.empty()) continue;
            TRY(steps_now, steps_of(sql, run, line, view));
            TRY(steps_before, steps_of(sql, old_run, stored.front(), view));
            reasons = reasons_of_difference(steps_before, steps_now);
            break;
        }
        rows.push_back(
            Context{{"record_id", line.record_id},
                    {"name", line.name},
                    {"region", Context{{"code", line.region}, {"name", tree->name(line.region)}}},
                    {"values", now},
                    {"previous", line.before ? Value(old) : Value()},
                    {"difference", line.before ? Value(difference_of(old, now)) : Value()},
                    {"changed", line.changed},
                    {"problem", line.problem.empty() ? Value() : Value(context_of(line.problem))},
                    {"reasons", std::move(reasons)}});
    }
    auto const more = static_cast<std::int64_t>(found.size()) == asked.limit;
    return Value(Context{{"rows", std::move(rows)},
                         {"total", count_lines(sql, run, scope, asked, day)},
                         {"next", more ? Value(std::to_string(last)) : Value()}});
}

Result<Value> Runs::line(store::Connection& sql, StoredRun const& run, people::Scope const& scope,
                         std::string_view record, std::string_view day) const {
    LineQuery only;
    only.record_id = record;
    auto const found = list_lines(sql, run, scope, only, day);
    if (found.empty())
        return fail("run.line_not_found", std::string(record), "这次计算里没有这个人",
                    "this person is not in the run");
    TRY(view, require_run_view(desk_, run.view, run.region));
    TRY(page, lines(sql, run, scope, only, day));
    auto made = page["rows"].list().front().context();
    TRY(steps, steps_of(sql, run, found.front(), view));
    made.put("steps", steps);
    made.put("run", head(run));
    return Value(std::move(made));
}

}  // namespace jizhi::decision
