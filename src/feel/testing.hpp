#pragma once
#include <gtest/gtest.h>

#include <initializer_list>
#include <string>

#include "feel/expression.hpp"
#include "value/text.hpp"

namespace jizhi::feel::testing {

/// An expression and what it gives, as FEEL would write it.
struct Case {
    char const *expression, *value;
};

/// "error: code" where it does not compile.
inline std::string value_of(std::string const& text, Environment environment = {}) {
    auto const expression = compile(text, {});
    if (!expression) return "error: " + expression.error().code;
    return to_literal(expression->evaluate(Context{}, environment));
}

inline void expect(std::initializer_list<Case> cases, Environment const& environment = {}) {
    for (auto const& [expression, value] : cases)
        EXPECT_EQ(value_of(expression, environment), value) << expression;
}

}  // namespace jizhi::feel::testing
