#include "dmn/model.hpp"

#include <fmt/format.h>

#include "dmn/program.hpp"
#include "dmn/reader.hpp"
#include "value/held.hpp"

namespace jizhi::dmn {
namespace {

/// Lends the environment to one evaluation and puts it back.
class Lent {
public:
    Lent(feel::Environment& environment, Run& run)
        : environment_(environment), host_(environment.host),
          diagnostics_(environment.diagnostics) {
        environment.host = &run;
        environment.diagnostics = &run.outcome.diagnostics;
        // Its expressions share one allowance of work, however many they are.
        if (environment.depth == 0) {
            environment.steps = 0;
            environment.stopped = false;
            begin_holding();
        }
        ++environment.depth;
    }
    Lent(Lent const&) = delete;
    Lent& operator=(Lent const&) = delete;
    ~Lent() {
        --environment_.depth;
        environment_.host = host_;
        environment_.diagnostics = diagnostics_;
    }

private:
    feel::Environment& environment_;
    void* host_;
    std::vector<feel::Diagnostic>* diagnostics_;
};

/// "import.name" stands in a context under "import"; or bare.
Value input_named(Context const& inputs, std::string_view name, std::string_view bare) {
    if (auto const* found = inputs.find(name)) return *found;
    for (auto dot = name.find('.'); dot != std::string_view::npos; dot = name.find('.', dot + 1)) {
        auto const* outer = inputs.find(name.substr(0, dot));
        if (outer == nullptr || !outer->is(Value::Type::context)) continue;
        if (auto found = input_named(outer->context(), name.substr(dot + 1), bare);
            !found.is_null())
            return found;
    }
    auto const* found = inputs.find(bare);
    return found == nullptr ? Value() : *found;
}

}  // namespace

std::string const& Decision::id() const {
    return plan_->program->units[plan_->target].element->id;
}
std::string const& Decision::name() const {
    return plan_->program->units[plan_->target].element->name;
}
Title const& Decision::title() const {
    return plan_->program->units[plan_->target].element->title;
}
std::vector<Decision::Input> const& Decision::inputs() const { return plan_->declared; }
std::shared_ptr<Program const> const& Decision::program() const { return plan_->keep; }

Outcome Decision::evaluate(std::span<Value const> inputs, feel::Environment& environment,
                           TraceLevel level) const {
    Outcome outcome;
    Run run{environment, outcome, level != TraceLevel::off, level == TraceLevel::full};
    Lent const lent(environment, run);
    if (run.trace) {
        outcome.steps.reserve(plan_->order.size() * 2);
        outcome.frames.reserve(plan_->order.size() * 2);
    }
    outcome.value = run_plan(*plan_, inputs, run);
    if (environment.stopped) outcome.value = {};
    return outcome;
}

Outcome Decision::evaluate(Context const& inputs, feel::Environment& environment,
                           TraceLevel level) const {
    return evaluate(std::span<Value const>(ordered(inputs)), environment, level);
}

std::vector<Value> Decision::ordered(Context const& inputs) const {
    std::vector<Value> values;
    values.reserve(plan_->inputs.size());
    for (auto const index : plan_->inputs) {
        auto const& unit = plan_->program->units[index];
        values.push_back(input_named(inputs, unit.name, unit.element->name));
    }
    return values;
}

Result<Model> Model::parse(std::string_view xml, std::string const& name,
                           std::vector<Model> const& imports) {
    TRY(definitions, read_definitions(xml, name));
    std::vector<std::shared_ptr<Program const>> programs;
    for (auto const& each : imports) programs.push_back(each.program());
    TRY(program, compile(definitions, std::move(programs)));
    return Model(program);
}

Result<std::vector<std::string>> Model::imported(std::string_view xml, std::string const& name) {
    TRY(definitions, read_definitions(xml, name));
    std::vector<std::string> found;
    for (auto const& each : definitions->imports)
        if (each.type.find("DMN") != std::string::npos) found.push_back(each.name_space);
    return found;
}

std::vector<Error> const& Model::problems() const { return program_->problems; }
Definitions const& Model::definitions() const { return *program_->root; }

Result<Decision> Model::decision(std::string_view name_or_id) const {
    std::optional<std::uint32_t> target;
    for (std::uint32_t i = 0; i < program_->units.size() && !target; ++i) {
        auto const& unit = program_->units[i];
        auto const& element = *unit.element;
        if (element.kind != Element::Kind::decision && element.kind != Element::Kind::service)
            continue;
        if (unit.name == name_or_id || element.name == name_or_id || element.id == name_or_id)
            target = i;
    }
    if (!target)
        return fail("dmn.unknown_decision", program_->root->source,
                    fmt::format("模型里没有名为“{}”的决策", name_or_id),
                    fmt::format("the model has no decision named '{}'", name_or_id));
    TRY(plan, make_plan(*program_, *target));
    plan->keep = program_;
    return Decision(plan);
}

Outcome Model::evaluate(std::string_view decision, Context const& inputs,
                        feel::Environment& environment, TraceLevel level) const {
    auto const found = this->decision(decision);
    if (found) return found->evaluate(inputs, environment, level);
    Outcome outcome;
    auto const& error = found.error();
    outcome.diagnostics.push_back({error.code, 1, 1, error.zh, error.en});
    return outcome;
}

}  // namespace jizhi::dmn
