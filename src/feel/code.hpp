#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "feel/expression.hpp"
#include "feel/function.hpp"
#include "feel/type.hpp"
#include "value/value.hpp"

namespace jizhi::feel {

/// What a node does. Names are resolved: a variable is a slot, a built-in is a pointer.
enum class Op : std::uint8_t {
    constant,
    input,        ///< slot: one of the values given to the evaluation
    local,        ///< slot: an iteration variable, context entry or parameter
    capture,      ///< slot: what a function took along from around it
    self,         ///< the function that is running
    unknown,      ///< constant: a name that nobody knows
    item_name,    ///< constant: a name inside a filter; [0] the item, [1] what it means elsewhere
    bad_literal,  ///< constant: the text of an @"…" that is none
    add,
    subtract,
    multiply,
    divide,
    power,
    negate,
    conjunction,
    disjunction,
    equal,
    unequal,
    less,
    less_equal,
    greater,
    greater_equal,
    between,        ///< [0] between [1] and [2]
    in,             ///< [0] in any of [1…]; the value stands in the local `slot` for `?`
    test,           ///< a unary test: the input in [0], the test in [1]; flag: see TestKind
    negated_tests,  ///< not(tests): [0] the disjunction of the tests
    any_test,       ///< the disjunction of the tests in [0…]
    condition,      ///< if [0] then [1] else [2]
    iterate,        ///< for: domains in [0…n-2], body last; slot: first variable, then `partial`
    some,
    every,           ///< domains in [0…n-2], the test last; slot: first variable
    list,            ///< [0…]
    context,         ///< [0…] with the keys in `names`; slot: the local of the first entry
    path,            ///< constant: the name; [0]
    filter,          ///< [0] [ [1] ]; slot: the local of `item`
    interval,        ///< [0]..[1]; flag: bit 0 low closed, bit 1 high closed
    operator_range,  ///< (< [0]); flag: Range::Form
    domain,          ///< [0]..[1] of an iteration: counts up or down
    instance_of,     ///< [0]; type
    call,            ///< [0] called with [1…]; `names` where they are named
    call_builtin,  ///< builtin, signature in slot (-1: none fits), [0…]; flag 1: called by names
    builtin,       ///< the built-in as a value
    function       ///< body; [0…] what it takes along
};

/// How a unary test compares its value with the input.
enum class TestKind : std::uint8_t {
    boolean,  ///< the expression mentions `?` or compares: its truth is the answer
    match,    ///< equal to it, contained in it, in its range
    either    ///< a call or a variable: by what it gives
};

struct Builtin;
struct FunctionBody;

/// One node of the compiled form. Immutable once compiled; another back end may walk it too.
struct Node {
    Op op = Op::constant;
    std::uint8_t flag = 0;
    std::int32_t line = 1, column = 1;
    std::int32_t slot = 0;
    std::int32_t depth = 1;  ///< of the tree from here
    Value constant;
    std::vector<Node> children;
    std::vector<std::string> names;
    Builtin const* builtin = nullptr;
    std::shared_ptr<FunctionBody const> body;
    std::shared_ptr<Type const> type;
};

/// Counts of what an evaluation needs, and the tree.
struct FunctionBody {
    std::vector<std::string> parameters;
    std::vector<std::shared_ptr<Type const>> types;  ///< of the parameters; null: any
    std::int32_t locals = 0;                         ///< the parameters are the first of them
    Node root;
};

struct Expression::Code {
    std::string text;
    std::vector<std::string> names;  ///< by slot
    FunctionBody body;
};

}  // namespace jizhi::feel
