#include <fmt/format.h>

#include <algorithm>
#include <boost/container/small_vector.hpp>
#include <iterator>
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

/// On the stack, for most models.
using Values = boost::container::small_vector<Value, 16>;
/// By unit: where its value stands.
using Places = boost::container::small_vector<Value const*, 16>;

Value compute(std::uint32_t index, Places const& values, Values& slots, Program const& program,
              Run& run) {
    auto const* units = program.units.data();
    auto const& unit = units[index];
    slots.assign(unit.slots, Value());
    for (auto const& need : unit.needs)
        slots[need.slot] =
            is_function(units[need.unit]) ? program.functions[need.unit] : *values[need.unit];
    run.frame = static_cast<std::uint32_t>(run.outcome.frames.size());
    if (run.trace) run.outcome.frames.emplace_back();
    auto const before = run.told();
    auto const* outer = std::exchange(run.unit, &unit);
    auto value = unit.logic ? unit.logic->evaluate({slots.data(), slots.size()}, run) : Value();
    value = fitted(unit.type, std::move(value), run, unit.element->name);
    run.place(before, unit.element->place);
    run.unit = outer;
    if (unit.site >= 0) run.step(static_cast<std::uint32_t>(unit.site), Step::no_rule, value);
    if (run.full) run.outcome.computed.push_back({index, value});
    if (run.trace)
        run.outcome.frames[run.frame].assign(std::make_move_iterator(slots.begin()),
                                             std::make_move_iterator(slots.end()));
    return value;
}

Value input_fitted(Unit const& unit, Value const& given, Run& run) {
    auto const before = run.told();
    auto const* outer = std::exchange(run.unit, &unit);
    auto value = fitted(unit.type, given, run, unit.name);
    run.place(before, unit.element->place);
    run.unit = outer;
    return value;
}

/// Of a single output decision its value, of several a context by name (DMN 1.5 §10.4).
Value service_result(Unit const& unit, Program const& program, Places const& values, Run& run) {
    Value result;
    if (unit.outputs.size() == 1) {
        result = *values[unit.outputs.front()];
    } else {
        Context made;
        for (auto const each : unit.outputs)
            made.put(program.units[each].element->variable.name, *values[each]);
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
    static Value const nothing;
    auto const& program = *plan.program;
    auto const* units = program.units.data();
    Places values(program.units.size(), &nothing);
    Values own;
    own.reserve(plan.inputs.size() + plan.order.size());  // their places must stay
    for (std::size_t i = 0; i < plan.inputs.size() && i < inputs.size(); ++i) {
        auto const index = plan.inputs[i];
        auto const& unit = units[index];
        values[index] = fits_plainly(unit.type, inputs[i])
                            ? &inputs[i]
                            : &own.emplace_back(input_fitted(unit, inputs[i], run));
        if (run.full) run.outcome.computed.push_back({index, *values[index]});
    }
    auto const outer = run.frame;
    Values slots;
    for (auto const index : plan.order)
        values[index] = &own.emplace_back(compute(index, values, slots, program, run));
    run.frame = outer;
    auto const& target = units[plan.target];
    if (target.element->kind == Element::Kind::service)
        return service_result(target, program, values, run);
    return *values[plan.target];
}

}  // namespace jizhi::dmn
