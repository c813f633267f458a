#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "feel/expression.hpp"
#include "kit/result.hpp"
#include "value/value.hpp"

namespace jizhi::dmn {

enum class TraceLevel { off, matched, full };

/// A rule that matched (or a literal expression that was computed), with what it saw and gave.
struct TraceStep {
    std::string decision_id, decision_name;
    std::string element_id;      ///< id of the rule, or of the expression
    int row = 0;                 ///< 1-based rule number; 0 for what is no table
    Context inputs;              ///< input expressions' text -> value (tables), names -> value (else)
    Value output;
    /// Annotation columns by name ("zh", "en", "basis"): the raw template text of that rule, or of
    /// the decision's <description>-like template elements for literal expressions.
    Context annotations;
    std::vector<feel::ParameterUse> parameters;
    std::string zh, en;          ///< the sentence, rendered from the templates
};

struct Outcome {
    Value value;
    std::vector<TraceStep> trace;  ///< in order of computation, required decisions first
    std::vector<feel::Diagnostic> diagnostics;
};

/// A DMN 1.2–1.6 model, parsed, checked and compiled once. Immutable; any thread may evaluate.
class Model {
public:
    struct Impl;
    explicit Model(std::shared_ptr<Impl const> impl) : impl_(std::move(impl)) {}

    /// `imports` are models that this one imports, by namespace. `where` of an error is
    /// "name:line:column".
    [[nodiscard]] static Result<Model> parse(std::string_view xml, std::string const& name,
                                             std::vector<Model> const& imports = {});

    /// By decision name or id. Never throws for bad data.
    [[nodiscard]] Outcome evaluate(std::string_view decision, Context const& inputs,
                                   feel::Environment& environment,
                                   TraceLevel level = TraceLevel::off) const;
    [[nodiscard]] Impl const& impl() const { return *impl_; }

private:
    std::shared_ptr<Impl const> impl_;
};

}  // namespace jizhi::dmn
