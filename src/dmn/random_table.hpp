#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "value/value.hpp"

namespace jizhi::dmn {

/// Makes models of one decision table, called "d", and inputs for it at random from numbers that a
/// test or a fuzzer gives: the same numbers make the same. For comparing the back ends.
class RandomTable {
public:
    /// `next` gives numbers below its argument.
    explicit RandomTable(std::function<std::uint32_t(std::uint32_t)> next)
        : next_(std::move(next)) {}

    [[nodiscard]] std::string model(std::size_t rules);
    /// Inputs n and m (numbers), s (text), b (boolean); also null and, rarely, of a wrong type.
    [[nodiscard]] std::vector<Value> row();

private:
    [[nodiscard]] std::uint32_t pick(std::uint32_t below) { return next_(below); }
    [[nodiscard]] std::string policy(bool& one_output);
    [[nodiscard]] std::string output(std::string_view name);
    [[nodiscard]] std::string result(std::size_t rule);
    [[nodiscard]] std::string number_cell();
    [[nodiscard]] std::string text_cell();
    [[nodiscard]] std::string boolean_cell();

    std::function<std::uint32_t(std::uint32_t)> next_;
};

}  // namespace jizhi::dmn
