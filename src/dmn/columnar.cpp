#include "dmn/columnar.hpp"

#include <utility>

#include "dmn/column_node.hpp"
#include "dmn/column_table.hpp"

namespace jizhi::dmn {

using feel::Column;
using feel::Mask;

namespace {
constexpr int call_depth_max = 8;  // deeper calls are left to the scalar back end
}

ColumnPlan::ColumnPlan(Program const& program, Decision::Plan const& plan)
    : program_(program), plan_(plan), units_(program.units.size()) {
    for (std::size_t i = 0; i < units_.size(); ++i) {
        auto const& unit = program.units[i];
        auto& made = units_[i];
        auto const service = unit.element->kind == Element::Kind::service;
        auto const* type = unit.type;
        if (service && type != nullptr && type->kind == Type::Kind::function) type = type->element;
        made.fit = std::make_unique<ColumnFit>(
            type, unit.element->kind == Element::Kind::input ? unit.name : unit.element->name);
        made.logic = unit.body ? make_column_node(unit.body->value.get(), unit.body->slots)
                               : make_column_node(unit.logic.get(), unit.slots);
        if (unit.body)
            for (auto const& [name, wanted] : unit.body->parameters)
                made.parameters.push_back(std::make_unique<ColumnFit>(wanted, name));
        functions_.push_back(
            program.functions[i].is_null() ? null_column() : constant_column(program.functions[i]));
    }
}

ColumnPlan::~ColumnPlan() = default;

Column ColumnPlan::evaluate(std::span<Column const> inputs, ColumnRun& run) const {
    std::vector<Column> values(units_.size(), null_column());
    for (std::size_t i = 0; i < plan_.inputs.size() && i < inputs.size(); ++i) {
        auto const index = plan_.inputs[i];
        values[index] = units_[index].fit->evaluate(inputs[i], run);
        run.told(values[index]);
    }
    std::vector<Column> slots;
    for (auto const index : plan_.order) {
        auto const& unit = program_.units[index];
        slots.assign(unit.slots, null_column());
        for (auto const& need : unit.needs) {
            auto const& needed = program_.units[need.unit];
            auto const function = needed.body || needed.plan;
            slots[need.slot] = function ? functions_[need.unit] : values[need.unit];
        }
        auto const& logic = units_[index].logic;
        auto made = logic ? logic->evaluate(slots, run, {}) : null_column();
        values[index] = units_[index].fit->evaluate(std::move(made), run);
        run.told(values[index]);
    }
    if (program_.units[plan_.target].element->kind != Element::Kind::service)
        return values[plan_.target];
    auto made = service_result(values);
    made = units_[plan_.target].fit->evaluate(std::move(made), run);
    run.told(made);
    return made;
}

/// Of a single output decision its values, of several a context by name (DMN 1.5 §10.4).
Column ColumnPlan::service_result(std::vector<Column> const& values) const {
    auto const& outputs = program_.units[plan_.target].outputs;
    if (outputs.size() == 1) return values[outputs.front()];
    if (outputs.empty()) return constant_column(Context{});
    std::vector<std::pair<std::string, Column>> parts;
    for (auto const each : outputs)
        parts.emplace_back(program_.units[each].element->variable.name, values[each]);
    Column made;
    made.kind = Column::Kind::record;
    made.parts =
        std::make_shared<std::vector<std::pair<std::string, Column>> const>(std::move(parts));
    return made;
}

std::optional<Column> ColumnPlan::call(std::uint32_t index, std::span<Column const> arguments,
                                       ColumnRun& run, Mask const& mask) const {
    auto const& unit = program_.units[index];
    auto const& made = units_[index];
    if (!unit.body || !made.logic || run.depth >= call_depth_max) return std::nullopt;
    std::vector<Column> slots(unit.body->slots, null_column());
    for (auto const& need : unit.needs) slots[need.slot] = functions_[need.unit];
    Column told;
    told.kind = Column::Kind::values;
    for (std::size_t i = 0; i < made.parameters.size() && i < arguments.size(); ++i) {
        auto fitted = made.parameters[i]->evaluate(arguments[i], run);
        // An argument that does not fit makes the whole null: the scalar back end says so.
        feel::join_told(told, fitted, run.batch.rows());
        slots[unit.body->first + i] = std::move(fitted);
    }
    if (told.told) return std::nullopt;
    auto const noting = std::exchange(run.note_hits, false);
    ++run.depth;
    auto result = made.logic->evaluate(slots, run, mask);
    --run.depth;
    run.note_hits = noting;
    return result;
}

void ColumnRun::told(Column const& column) { feel::join_told(telling, column, batch.rows()); }

struct BatchRun::State {
    State(BatchDecision const& decision, feel::Environment& environment, feel::Batch* shared)
        : environment_(environment),
          own(shared == nullptr ? std::make_unique<feel::Batch>(environment) : nullptr),
          batch(shared == nullptr ? *own : *shared),
          run{environment, outcome},
          columns(batch, run, *decision.plan_) {
        run.columns = &columns;
    }
    State(State const&) = delete;
    State& operator=(State const&) = delete;

    feel::Environment& environment_;
    std::unique_ptr<feel::Batch> own;
    feel::Batch& batch;
    Outcome outcome;
    Run run;
    ColumnRun columns;
};

BatchDecision::BatchDecision(Decision decision) : decision_(std::move(decision)) {
    auto const& plan = decision_.plan();
    plan_ = std::make_unique<ColumnPlan>(*plan.program, plan);
}
BatchDecision::~BatchDecision() = default;
BatchDecision::BatchDecision(BatchDecision&&) noexcept = default;
BatchDecision& BatchDecision::operator=(BatchDecision&&) noexcept = default;

BatchRun::BatchRun(BatchDecision const& decision, feel::Environment& environment)
    : state_(std::make_unique<State>(decision, environment, nullptr)) {}
BatchRun::BatchRun(BatchDecision const& decision, feel::Batch& shared)
    : state_(std::make_unique<State>(decision, shared.environment(), &shared)) {}
BatchRun::~BatchRun() = default;

void BatchRun::begin(std::size_t rows) {
    if (state_->own) state_->batch.begin(rows);
    state_->columns.hits.clear();
    state_->columns.telling = Column{};
    state_->columns.telling.kind = Column::Kind::values;
}

feel::Batch& BatchRun::batch() { return state_->batch; }

BatchRun::Block BatchRun::evaluate(std::span<Column const> inputs) {
    auto* const host = std::exchange(state_->environment_.host, &state_->run);
    auto value = state_->columns.plan.evaluate(inputs, state_->columns);
    state_->environment_.host = host;
    return {std::move(value), state_->columns.telling.told};
}

std::vector<SiteHits> const& BatchRun::hits() const { return state_->columns.hits; }

}  // namespace jizhi::dmn
