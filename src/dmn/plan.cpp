#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "dmn/program.hpp"
#include "kit/limits_dmn.hpp"

namespace jizhi::dmn {
namespace {

bool is_function(Unit const& unit) { return unit.body != nullptr || unit.plan != nullptr; }

/// Depth first over what is required; what a service is given stops it.
class Planner {
public:
    Planner(Program const& program, Decision::Plan& plan) : program_(program), plan_(plan) {}

    Result<void> visit(std::uint32_t index) {
        if (done_.contains(index)) return {};
        auto const& unit = program_.units[index];
        auto const kind = unit.element->kind;
        if (kind == Element::Kind::input) {
            add_input(index);
            return {};
        }
        if (kind != Element::Kind::decision) return {};
        if (!under_way_.insert(index).second) return cycle(unit);
        if (under_way_.size() > limit::requirements_max) return too_deep(unit);
        for (auto const& need : unit.needs) CHECK_OK(visit(need.unit));
        under_way_.erase(index);
        done_.insert(index);
        plan_.order.push_back(index);
        return {};
    }

    void add_input(std::uint32_t index) {
        auto const& unit = program_.units[index];
        done_.insert(index);
        plan_.inputs.push_back(index);
        plan_.declared.push_back({unit.name, unit.element->title});
    }

private:
    static std::string where(Unit const& unit) {
        auto const& place = unit.element->place;
        return fmt::format("{}:{}:{}", unit.definitions->source, place.line, place.column);
    }
    static Result<void> too_deep(Unit const& unit) {
        return fail("dmn.requirements", where(unit),
                    fmt::format("决策依赖超过 {} 层，请拆分", limit::requirements_max),
                    fmt::format("decisions require each other over {} levels deep; split them",
                                limit::requirements_max));
    }
    static Result<void> cycle(Unit const& unit) {
        auto const& element = *unit.element;
        return fail(
            "dmn.cycle", where(unit),
            fmt::format("“{}”绕了一圈又依赖自己，请断开其中一条依赖", element.name),
            fmt::format("'{}' requires itself in a circle; cut one requirement", element.name));
    }

    Program const& program_;
    Decision::Plan& plan_;
    std::set<std::uint32_t> done_, under_way_;
};

Value compute(Unit const& unit, std::uint32_t index, std::vector<Value>& values,
              std::vector<Value>& slots, Program const& program, Run& run) {
    slots.assign(unit.slots, Value());
    for (auto const& need : unit.needs)
        slots[need.slot] = is_function(program.units[need.unit]) ? program.functions[need.unit]
                                                                 : values[need.unit];
    run.frame = static_cast<std::uint32_t>(run.outcome.frames.size());
    if (run.trace) run.outcome.frames.emplace_back();
    auto const before = run.told();
    auto const* outer = std::exchange(run.unit, &unit);
    auto value = unit.logic ? unit.logic->evaluate(slots, run) : Value();
    value = fitted(unit.type, std::move(value), run, unit.element->name);
    run.place(before, unit.element->place);
    run.unit = outer;
    if (unit.site >= 0) run.step(static_cast<std::uint32_t>(unit.site), Step::no_rule, value);
    if (run.trace) run.outcome.frames[run.frame] = std::exchange(slots, {});
    values[index] = value;
    if (run.full) run.outcome.computed.push_back({index, value});
    return value;
}

/// Of a single output decision its value, of several a context by name (DMN 1.5 §10.4).
Value service_result(Unit const& unit, Program const& program, std::vector<Value> const& values,
                     Run& run) {
    Value result;
    if (unit.outputs.size() == 1) {
        result = values[unit.outputs.front()];
    } else {
        Context made;
        for (auto const each : unit.outputs)
            made.put(program.units[each].element->variable.name, values[each]);
        result = std::move(made);
    }
    return fitted(result_type(unit), std::move(result), run, unit.element->name);
}

}  // namespace

Type const* result_type(Unit const& unit) {
    if (unit.type == nullptr || unit.type->kind != Type::Kind::function) return unit.type;
    return unit.type->element;
}

Result<std::shared_ptr<Decision::Plan>> make_plan(Program const& program, std::uint32_t target) {
    auto plan = std::make_shared<Decision::Plan>();
    plan->program = &program;
    plan->target = target;
    Planner planner(program, *plan);
    auto const& unit = program.units[target];
    if (unit.element->kind == Element::Kind::service) {
        for (auto const each : unit.parameters) planner.add_input(each);
        auto const given = plan->inputs.size();
        for (auto const each : unit.outputs) CHECK_OK(planner.visit(each));
        // What it is not given is null: a service sees nothing from outside.
        plan->inputs.resize(given);
        plan->declared.resize(given);
    } else {
        CHECK_OK(planner.visit(target));
    }
    return plan;
}

Result<void> check_requirements(Program const& program) {
    Decision::Plan aside;
    Planner planner(program, aside);
    for (std::uint32_t i = 0; i < program.units.size(); ++i)
        if (program.units[i].element->kind == Element::Kind::decision) CHECK_OK(planner.visit(i));
    return {};
}

Value run_plan(Decision::Plan const& plan, std::span<Value const> inputs, Run& run) {
    auto const& program = *plan.program;
    std::vector<Value> values(program.units.size());
    for (std::size_t i = 0; i < plan.inputs.size() && i < inputs.size(); ++i) {
        auto const& unit = program.units[plan.inputs[i]];
        auto const before = run.told();
        auto const* outer = std::exchange(run.unit, &unit);
        values[plan.inputs[i]] = fitted(unit.type, inputs[i], run, unit.name);
        run.place(before, unit.element->place);
        run.unit = outer;
        if (run.full) run.outcome.computed.push_back({plan.inputs[i], values[plan.inputs[i]]});
    }
    auto const outer = run.frame;
    std::vector<Value> slots;
    for (auto const index : plan.order)
        compute(program.units[index], index, values, slots, program, run);
    run.frame = outer;
    if (program.units[plan.target].element->kind != Element::Kind::service)
        return values[plan.target];
    return service_result(program.units[plan.target], program, values, run);
}

}  // namespace jizhi::dmn
