#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "feel/expression.hpp"
#include "value/value.hpp"

namespace jizhi::feel {

/// What a built-in function is told besides its arguments, and how it says that it cannot answer.
struct Call {
    Environment& environment;
    std::int32_t line = 1, column = 1;
    // What is computed with, for the diagnostic: two operands, or the arguments of a function.
    Value const* left = nullptr;
    Value const* right = nullptr;
    std::span<Value const> arguments = {};

    [[nodiscard]] Call with(Value const& a, Value const& b) const {
        return {environment, line, column, &a, &b, {}};
    }
    [[nodiscard]] Call with(std::span<Value const> given) const {
        return {environment, line, column, nullptr, nullptr, given};
    }
    /// Notes a diagnostic; the result is null.
    Value fail(std::string_view code, std::string_view zh, std::string_view en) const;
    /// "argument `name` must be …".
    Value bad_argument(std::string_view name) const;
    /// Counts work against the limit of the evaluation; false when it is used up.
    bool work(std::size_t steps) const;
    /// Calls a function value with exactly these arguments.
    Value apply(Value const& function, std::span<Value const> given) const;
};

using Arguments = std::span<Value const>;

/// A parameter: its name for named calls and what it takes.
struct Parameter {
    std::string name;
    char type = 'a';  ///< see `signature` in builtin.cpp
    bool optional = false;
};

/// One way to call a built-in.
struct Signature {
    std::vector<Parameter> parameters;
    bool variadic = false;  ///< the last parameter stands for any number of arguments
    Value (*function)(Call const& call, Arguments arguments) = nullptr;
};

struct Builtin {
    std::string name;
    std::vector<Signature> signatures;
};

/// How a family of built-ins is declared: name, parameters ("string:s, start position:n,
/// length?:n", "c...:a"), function. One name may stand several times.
struct Declaration {
    char const* name;
    char const* parameters;
    Value (*function)(Call const& call, Arguments arguments);
};
[[nodiscard]] std::span<Declaration const> string_builtins();
[[nodiscard]] std::span<Declaration const> regex_builtins();
[[nodiscard]] std::span<Declaration const> number_builtins();
[[nodiscard]] std::span<Declaration const> list_builtins();
[[nodiscard]] std::span<Declaration const> statistics_builtins();
[[nodiscard]] std::span<Declaration const> context_builtins();
[[nodiscard]] std::span<Declaration const> temporal_builtins();
[[nodiscard]] std::span<Declaration const> calendar_builtins();
[[nodiscard]] std::span<Declaration const> range_builtins();
[[nodiscard]] std::span<Declaration const> conversion_builtins();
[[nodiscard]] std::span<Declaration const> rule_builtins();

/// All of them by name; made once.
[[nodiscard]] std::vector<Builtin> const& builtins();
[[nodiscard]] Builtin const* find_builtin(std::string_view name);

/// Which signature takes so many arguments, or these names; -1 for none.
[[nodiscard]] int find_signature(Builtin const& builtin, std::size_t count);
[[nodiscard]] int find_signature(Builtin const& builtin, std::span<std::string const> names);
/// Checks and coerces the arguments, then calls. Where they do not fit signature `first` and the
/// call was not `named`, a later one that takes as many is tried.
[[nodiscard]] Value invoke(Builtin const& builtin, int first, bool named, Call const& call,
                           std::span<Value> arguments);
/// A built-in as a value, for `sort(list, f)` and the like.
[[nodiscard]] Value builtin_value(Builtin const& builtin);

}  // namespace jizhi::feel
