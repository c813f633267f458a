#include "feel/expression.hpp"

#include "feel/code.hpp"
#include "feel/evaluate.hpp"
#include "feel/parser.hpp"
#include "value/held.hpp"

namespace jizhi::feel {

Value Expression::evaluate(std::span<Value const> slots, Environment& environment) const {
    if (slots.size() < code_->names.size()) {
        // What was not given is null; callers with all slots never come here.
        std::vector<Value> all(slots.begin(), slots.end());
        all.resize(code_->names.size());
        return evaluate(all, environment);
    }
    bool const outermost = environment.depth == 0;
    if (outermost) {
        environment.steps = 0;
        environment.stopped = false;
        begin_holding();
    }
    auto result = run(code_->body, slots, {}, {}, nullptr, environment);
    return environment.stopped ? Value() : result;
}

Value Expression::evaluate(Context const& variables, Environment& environment) const {
    std::vector<Value> slots;
    slots.reserve(code_->names.size());
    for (auto const& name : code_->names) {
        auto const* found = variables.find(name);
        slots.push_back(found != nullptr ? *found : Value());
    }
    return evaluate(slots, environment);
}

std::string const& Expression::text() const { return code_->text; }

namespace {

Result<Expression> wrapped(Result<Expression::Code> code) {
    if (!code) return std::unexpected(std::move(code.error()));
    return Expression(std::make_shared<Expression::Code const>(std::move(*code)));
}

}  // namespace

Result<Expression> compile(std::string_view text, Scope const& scope) {
    return wrapped(Parser(text, scope, false).expression());
}

Result<Expression> compile_unary_tests(std::string_view text, Scope const& scope) {
    return wrapped(Parser(text, scope, true).unary_tests());
}

}  // namespace jizhi::feel
