#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "value/value.hpp"

namespace jizhi::feel {

/// Makes expressions and values at random from numbers that a test or a fuzzer gives: the same
/// numbers make the same texts. For comparing one back end with the other.
class RandomExpression {
public:
    /// `next` gives numbers below its argument.
    template <class Next>
    explicit RandomExpression(Next next) : next_(std::move(next)) {}

    /// Names that the expressions use; their values are of a kind each, or null.
    [[nodiscard]] static std::vector<std::string> const& names();
    [[nodiscard]] Value value(std::size_t name);
    [[nodiscard]] std::string any(int depth);

private:
    [[nodiscard]] std::uint32_t pick(std::uint32_t below) { return next_(below); }
    [[nodiscard]] std::string number(int depth);
    [[nodiscard]] std::string boolean(int depth);
    [[nodiscard]] std::string text(int depth);
    [[nodiscard]] std::string date(int depth);
    [[nodiscard]] std::string list(int depth);
    [[nodiscard]] std::string literal();

    std::function<std::uint32_t(std::uint32_t)> next_;
};

}  // namespace jizhi::feel
