#include "dmn/node.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "dmn/program.hpp"
#include "feel/code.hpp"
#include "dmn/static_type.hpp"
#include "feel/evaluate.hpp"
#include "feel/function.hpp"
#include "kit/limits_dmn.hpp"

namespace jizhi::dmn {
namespace {

class Closure : public feel::Function {
public:
    Closure(std::shared_ptr<Body const> body, std::vector<std::string> names,
            std::vector<Value> captured)
        : Function(std::move(names)), body_(std::move(body)), captured_(std::move(captured)) {}

    Value call(std::span<Value const> arguments, feel::Environment& environment) const override {
        auto* run = static_cast<Run*>(environment.host);
        if (run == nullptr) return {};  // called after its evaluation has ended
        return dmn::call(*body_, captured_, arguments, *run);
    }

    Types types() const override { return body_->types(); }

private:
    std::shared_ptr<Body const> body_;
    std::vector<Value> captured_;
};

std::vector<std::string> names_of(Body const& body) {
    std::vector<std::string> names;
    for (auto const& [name, type] : body.parameters) names.push_back(name);
    return names;
}

/// Steps inside a loop saw this turn's values: they get a frame of their own.
void keep_frame(Slots slots, Run& run, std::size_t steps_before) {
    auto& steps = run.outcome.steps;
    if (!run.trace || steps.size() == steps_before) return;
    auto const frame = static_cast<std::uint32_t>(run.outcome.frames.size());
    auto used = false;
    for (auto i = steps_before; i < steps.size(); ++i) {
        if (steps[i].frame != run.frame) continue;
        steps[i].frame = frame;
        used = true;
    }
    if (used) run.outcome.frames.emplace_back(slots.begin(), slots.end());
}

/// A boolean or null; anything else is told and makes the whole null.
bool is_answer(Value const& value, Run& run) {
    if (value.is_null() || value.is(Value::Type::boolean)) return true;
    run.tell("dmn.condition", "条件的值不是真或假", "the condition is neither true nor false");
    return false;
}

List as_list(Value const& value) {
    if (value.is(Value::Type::list)) return value.list();
    return {value};
}

}  // namespace

void Run::tell(std::string_view code, std::string_view zh, std::string_view en,
               std::span<Value const> given) {
    (void)feel::Call{.environment = environment}.with(given).fail(code, zh, en);
}

bool Run::work(std::size_t steps) { return feel::Call{.environment = environment}.work(steps); }

void Run::place_since(std::size_t before, Place place) {
    auto& all = *environment.diagnostics;
    for (auto i = before; i < all.size() && unit != nullptr; ++i) {
        if (!all[i].where.empty()) continue;
        auto const column = all[i].line == 1 ? all[i].column + place.column - 1 : all[i].column;
        all[i].where = fmt::format("{}:{}:{}", unit->definitions->source,
                                   place.line + all[i].line - 1, column);
        all[i].element = unit->element->name;
    }
}

Value BrokenNode::evaluate(Slots, Run& run) const {
    auto const before = run.told();
    run.tell(error_.code, error_.zh, error_.en);
    if (run.told() == before) return {};
    auto& told = run.environment.diagnostics->back();
    told.where = error_.where;
    if (run.unit != nullptr) told.element = run.unit->element->name;
    return {};
}

Value refitted(Type const* type, Value value, Run& run, std::string const& what) {
    if (auto made = coerce(type, value, run.environment)) return std::move(*made);
    run.tell("dmn.type", "“" + what + "”的值不符合类型 " + type->name + "，按空值处理",
             "the value of '" + what + "' does not fit the type " + type->name + "; taken as null",
             {&value, 1});
    return {};
}

LiteralNode::LiteralNode(feel::Expression code, Place place)
    : code_(std::move(code)), place_(place) {
    auto const& root = code_.code().body.root;
    if (root.op == feel::Op::constant) constant_ = &root.constant;
    if (root.op == feel::Op::input) slot_ = static_cast<std::uint32_t>(root.slot) + 1;
}

Value LiteralNode::ask_feel(Slots slots, Run& run) const {
    auto const before = run.told();
    auto value = code_.evaluate(slots.subspan(1), run.environment);
    run.place(before, place_);
    return value;
}

Value ContextNode::evaluate(Slots slots, Run& run) const {
    Context made;
    for (auto const& entry : entries_) {
        auto value = entry.value ? entry.value->evaluate(slots, run) : Value();
        value = fitted(entry.type, std::move(value), run, entry.name);
        slots[entry.slot] = value;
        if (entry.site >= 0)
            run.step(static_cast<std::uint32_t>(entry.site), Step::no_rule, value);
        if (entry.name.empty()) return value;
        made.put(entry.name, std::move(value));
    }
    return made;
}

Value ListNode::evaluate(Slots slots, Run& run) const {
    List made;
    for (auto const& item : items_) made.push_back(item->evaluate(slots, run));
    return made;
}

Value RelationNode::evaluate(Slots slots, Run& run) const {
    List made;
    for (auto const& row : rows_) {
        Context entries;
        for (std::size_t i = 0; i < columns_.size() && i < row.size(); ++i) {
            auto const& [name, type] = columns_[i];
            entries.put(name, fitted(type, row[i]->evaluate(slots, run), run, name));
        }
        made.emplace_back(std::move(entries));
    }
    return made;
}

Value InvocationNode::evaluate(Slots slots, Run& run) const {
    auto const callee = function_ ? function_->evaluate(slots, run) : Value();
    auto const function =
        callee.is(Value::Type::function)
            ? std::dynamic_pointer_cast<feel::Function const>(callee.function())
            : nullptr;
    if (!function) {
        run.tell("dmn.not_a_function", "被调用的不是函数", "what is invoked is no function");
        return {};
    }
    std::vector<std::string> names;
    std::vector<Value> arguments;
    for (auto const& [name, node] : bindings_) {
        names.push_back(name);
        arguments.push_back(node ? node->evaluate(slots, run) : Value());
    }
    if (!function->put_in_order(names, arguments)) {
        auto const given = fmt::format("{}", fmt::join(names, ", "));
        run.tell("dmn.no_parameter", "函数没有这些参数: " + given,
                 "the function has no such parameters: " + given);
        return {};
    }
    return function->call(arguments, run.environment);
}

Value ConditionalNode::evaluate(Slots slots, Run& run) const {
    auto const condition = condition_ ? condition_->evaluate(slots, run) : Value();
    if (!condition.is_null() && !condition.is(Value::Type::boolean)) {
        run.tell("dmn.condition", "条件的值不是真或假", "the condition is neither true nor false");
        return {};
    }
    auto const& taken = condition.boolean_or(false) ? then_ : else_;
    return taken ? taken->evaluate(slots, run) : Value();
}

Value FilterNode::evaluate(Slots slots, Run& run) const {
    auto const in = in_ ? in_->evaluate(slots, run) : Value();
    if (in.is_null() || !match_) return {};
    List kept;
    for (auto const& item : as_list(in)) {
        if (!run.work(1)) return {};
        slots[slot_] = item;
        auto const before = run.outcome.steps.size();
        auto const answer = match_->evaluate(slots, run);
        keep_frame(slots, run, before);
        if (!is_answer(answer, run)) return {};
        if (answer.boolean_or(false)) kept.push_back(item);
    }
    return kept;
}

Value FeelFilterNode::evaluate(Slots slots, Run& run) const {
    auto in = in_ ? in_->evaluate(slots, run) : Value();
    if (in.is_null()) return {};
    slots[slot_] = as_list(in);
    auto const wrong = wrong_.evaluate(slots.subspan(1), run.environment);
    if (wrong.is(Value::Type::list) && !wrong.list().empty()) {
        (void)is_answer("", run);
        return {};
    }
    return match_.evaluate(slots.subspan(1), run.environment);
}

Value IterationNode::evaluate(Slots slots, Run& run) const {
    auto const in = in_ ? in_->evaluate(slots, run) : Value();
    if (in.is_null() || !body_) return {};
    auto const items = feel::iterated(in, {.environment = run.environment});
    if (!items) return {};
    return kind_ == Iteration::Kind::each ? each(*items, slots, run)
                                          : quantified(*items, slots, run);
}

Value IterationNode::each(List const& items, Slots slots, Run& run) const {
    List made;
    for (auto const& item : items) {
        if (!run.work(1 + (partial_ ? made.size() / limit::copied_in_a_step : 0))) return {};
        slots[variable_] = item;
        if (partial_) slots[*partial_] = made;
        auto const before = run.outcome.steps.size();
        made.push_back(body_->evaluate(slots, run));
        keep_frame(slots, run, before);
    }
    return made;
}

Value IterationNode::quantified(List const& items, Slots slots, Run& run) const {
    auto const wanted = kind_ == Iteration::Kind::some;
    auto unknown = false, found = false;
    for (auto const& item : items) {
        if (!run.work(1)) return {};
        slots[variable_] = item;
        auto const answer = body_->evaluate(slots, run);
        if (!is_answer(answer, run)) return {};
        if (answer.is_null()) unknown = true;
        else found = found || answer.boolean() == wanted;
    }
    if (found) return wanted;
    return unknown ? Value() : Value(!wanted);
}

Value FunctionNode::evaluate(Slots slots, Run&) const {
    std::vector<Value> captured(slots.begin(), slots.begin() + body_->first);
    return std::shared_ptr<Callable const>(
        std::make_shared<Closure>(body_, names_of(*body_), std::move(captured)));
}

feel::Function::Types Body::types() const {
    StaticTypes known;
    feel::Function::Types made;
    for (auto const& [parameter, type] : parameters) made.parameters.push_back(known.of(type));
    made.result = known.of(result);
    return made;
}

Value call(Body const& body, std::vector<Value> slots, std::span<Value const> arguments, Run& run) {
    if (run.depth >= limit::calls_max) {
        run.tell("dmn.call_depth", "函数调用层数超过上限", "functions call each other too deeply");
        return {};
    }
    if (!run.work(limit::steps_of_a_call)) return {};
    slots.resize(body.slots);
    for (std::size_t i = 0; i < body.parameters.size() && i < arguments.size(); ++i) {
        auto const& [name, type] = body.parameters[i];
        auto made = coerce(type, arguments[i], run.environment);
        if (!made) {
            run.tell("dmn.argument", "参数“" + name + "”的值不符合类型，结果为空",
                     "the argument for '" + name + "' does not fit its type; the result is null",
                     {&arguments[i], 1});
            return {};
        }
        slots[body.first + i] = std::move(*made);
    }
    auto const outer = run.frame;
    run.frame = static_cast<std::uint32_t>(run.outcome.frames.size());
    if (run.trace) run.outcome.frames.emplace_back();
    ++run.depth;
    auto value = body.value ? body.value->evaluate(slots, run) : Value();
    --run.depth;
    if (body.site >= 0) run.step(static_cast<std::uint32_t>(body.site), Step::no_rule, value);
    if (run.trace) run.outcome.frames[run.frame] = std::move(slots);
    run.frame = outer;
    return value;
}

}  // namespace jizhi::dmn
