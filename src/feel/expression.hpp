#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kit/result.hpp"
#include "value/value.hpp"

namespace jizhi::feel {

/// Something that went wrong while evaluating: the result is null and this says why and where.
struct Diagnostic {
    std::string code;          ///< "feel.type", "feel.unknown_name", "feel.division_by_zero"
    int line = 1, column = 1;  ///< in the source text of the expression, 1-based, code points
    std::string zh, en;
    // Of an expression that stands in a model, given by it:
    std::string where = {};    ///< "grade.dmn:12:5"
    std::string element = {};  ///< the name of the decision or knowledge model
    /// The values that it went wrong with, as FEEL writes them. They may be sensitive: for whoever
    /// gave them, not for logs and not for all who may read the sentence.
    std::string given = {};
};

/// A parameter of a pack as `param("name")` found it: the value and where it comes from.
struct ParameterUse {
    std::string name;
    Value value;
    Value origin;  ///< context: from, region, basis {class, text, clause, url}
};

/// What an evaluation may ask of its surroundings; pure otherwise. All optional. The pointers
/// behind the functions must outlive the evaluation; one Environment is used by one thread.
struct Environment {
    Date today{};  ///< for today() and as_of
    Micros now = 0;
    std::function<std::optional<ParameterUse>(std::string_view name)> parameter;
    std::function<Result<Date>(Date, std::int64_t)> add_working_days;
    std::function<Result<std::int64_t>(Date, Date)> working_days_between;
    std::vector<Diagnostic>* diagnostics = nullptr;  ///< collected where given
    std::vector<ParameterUse>* parameters_used = nullptr;
    bool strict = false;   ///< the first diagnostic makes it all null
    void* host = nullptr;  ///< whoever evaluates; functions made by it (a BKM of dmn) find it here

    // Kept by the evaluation itself, also across the calls that go through a decision model.
    int depth = 0;           ///< nodes above this one
    std::int64_t steps = 0;  ///< turns of loops, calls: see kit/limits_feel.hpp
    bool stopped = false;    ///< by a limit, or by strict mode
};

/// Whether a value is of a type that the model declares.
using TypeTest = std::function<bool(Value const& value)>;

/// The names that a text may use. Names may hold spaces and operators ("Mike's age"); the parser
/// takes the longest that is known here. Slots are numbered in the order of `names`, then of the
/// outer scope's names and so on; a name seen twice is the inner one.
struct Scope {
    std::vector<std::string> names;
    std::shared_ptr<Scope const> outer;  ///< e.g. the imports and decisions of a model
    /// What may follow a dot. Needed only for names with operators or keywords in them ("a-b").
    std::vector<std::string> members;
    /// For `instance of` and typed parameters: the model's own types; empty where it has none.
    std::function<TypeTest(std::string_view name)> type;
};

/// A compiled FEEL expression or unary test. Immutable; any thread may evaluate it.
class Expression {
public:
    /// Values in the order of the scope's names. Never throws for bad data: null and a diagnostic.
    [[nodiscard]] Value evaluate(std::span<Value const> slots, Environment& environment) const;
    /// The same by name, for callers without slots (CLI, binds, conditions).
    [[nodiscard]] Value evaluate(Context const& variables, Environment& environment) const;
    [[nodiscard]] std::string const& text() const;

    struct Code;
    [[nodiscard]] Code const& code() const { return *code_; }
    explicit Expression(std::shared_ptr<Code const> code) : code_(std::move(code)) {}

private:
    std::shared_ptr<Code const> code_;
};

/// DMN 1.5 §10.3. The error's `where` is "line:column" in `text`.
[[nodiscard]] Result<Expression> compile(std::string_view text, Scope const& scope);
/// DMN 1.5 unary tests; the input's value is the name `?` (slot 0 is always `?`, then the scope's).
[[nodiscard]] Result<Expression> compile_unary_tests(std::string_view text, Scope const& scope);

}  // namespace jizhi::feel
