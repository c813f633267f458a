#pragma once
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dmn/definitions.hpp"
#include "dmn/trace.hpp"
#include "feel/expression.hpp"
#include "kit/result.hpp"
#include "value/value.hpp"

namespace jizhi::dmn {

struct Program;

/// One decision (or decision service) of a model with all that it requires, ready to evaluate
/// again and again. Immutable, keeps its model alive; any thread may evaluate.
class Decision {
public:
    struct Input {
        std::string name;  ///< as the model's input data is named; "import.name" of an import's
        Title title;
    };
    struct Plan;
    explicit Decision(std::shared_ptr<Plan const> plan) : plan_(std::move(plan)) {}

    [[nodiscard]] std::string const& id() const;
    [[nodiscard]] std::string const& name() const;
    [[nodiscard]] Title const& title() const;
    /// What it needs from outside: the order of the values that `evaluate` takes.
    [[nodiscard]] std::vector<Input> const& inputs() const;

    /// Never throws for bad data: null and diagnostics. The environment's `host` and `diagnostics`
    /// are used for the time of the call.
    [[nodiscard]] Outcome evaluate(std::span<Value const> inputs, feel::Environment& environment,
                                   TraceLevel level = TraceLevel::off) const;
    /// By name; what is not named is null. Inputs of an import may stand in a context under the
    /// import's name, or by their bare name.
    [[nodiscard]] Outcome evaluate(Context const& inputs, feel::Environment& environment,
                                   TraceLevel level = TraceLevel::off) const;
    /// Named values in the order of the inputs, as `evaluate` takes them.
    [[nodiscard]] std::vector<Value> ordered(Context const& inputs) const;
    [[nodiscard]] std::shared_ptr<Program const> const& program() const;
    [[nodiscard]] Plan const& plan() const { return *plan_; }

private:
    std::shared_ptr<Plan const> plan_;
};

/// A DMN 1.2–1.6 model, parsed, checked and compiled once. Immutable; any thread may use it.
class Model {
public:
    explicit Model(std::shared_ptr<Program const> program) : program_(std::move(program)) {}

    /// `imports` are models that this one imports, found by namespace. `where` of an error is
    /// "name:line:column". Refuses what cannot be a model; expressions that do not compile are
    /// `problems` and give null.
    [[nodiscard]] static Result<Model> parse(std::string_view xml, std::string const& name,
                                             std::vector<Model> const& imports = {});
    /// The namespaces that a model text imports: what must be parsed before it.
    [[nodiscard]] static Result<std::vector<std::string>> imported(std::string_view xml,
                                                                   std::string const& name);

    [[nodiscard]] std::vector<Error> const& problems() const;
    [[nodiscard]] Definitions const& definitions() const;
    /// By name or id, of a decision or a decision service of this model.
    [[nodiscard]] Result<Decision> decision(std::string_view name_or_id) const;
    /// `decision(…)` and `evaluate` in one, for callers that ask once.
    [[nodiscard]] Outcome evaluate(std::string_view decision, Context const& inputs,
                                   feel::Environment& environment,
                                   TraceLevel level = TraceLevel::off) const;
    [[nodiscard]] std::shared_ptr<Program const> const& program() const { return program_; }

private:
    std::shared_ptr<Program const> program_;
};

}  // namespace jizhi::dmn
