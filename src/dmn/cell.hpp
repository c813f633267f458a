#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "dmn/node.hpp"
#include "feel/expression.hpp"

namespace jizhi::dmn {

/// One input entry of a decision table: FEEL unary tests. What nearly all cells are (`-`, literals,
/// a comparison or an interval of numbers) is tested without FEEL and gives the same answers.
class Cell {
public:
    Cell() = default;  ///< `-`: anything
    [[nodiscard]] static Cell never();  ///< what did not compile
    explicit Cell(feel::Expression code)
        : kind_(Kind::code),
          rest_(std::make_unique<Rest const>(Rest{{}, std::move(code)})) {}
    /// Becomes the fast form where `text`, which is the code's, is one of the simple ones.
    void recognise(std::string_view text);

    /// `value` is what the input expression gave; slots[0] is overwritten.
    [[nodiscard]] bool matches(Value const& value, Slots slots, Run& run) const;
    [[nodiscard]] bool is_any() const { return kind_ == Kind::any; }
    /// Its tests, where only FEEL understands them; else null.
    [[nodiscard]] feel::Expression const* code() const {
        return kind_ == Kind::code ? &*rest_->code : nullptr;
    }

    enum class Kind : std::uint8_t { any, never, values, interval, code };
    [[nodiscard]] Kind kind() const { return kind_; }
    [[nodiscard]] std::span<Value const> values() const {  ///< of one type
        return rest_ ? std::span<Value const>(rest_->values) : std::span<Value const>();
    }
    /// The ends of an interval of numbers; nothing is open.
    [[nodiscard]] std::optional<Decimal> low() const { return end(low_); }
    [[nodiscard]] std::optional<Decimal> high() const { return end(high_); }
    [[nodiscard]] bool low_closed() const { return low_closed_; }
    [[nodiscard]] bool high_closed() const { return high_closed_; }

private:
    [[nodiscard]] bool ask_feel(Value const& value, Slots slots, Run& run) const;
    bool recognise_values(std::string_view text);
    bool recognise_comparison(std::string_view text);
    bool recognise_interval(std::string_view text);

    /// What few cells have: tables of many rules have many cells.
    struct Rest {
        std::vector<Value> values;             ///< all of one type
        std::optional<feel::Expression> code;  ///< what FEEL must be asked
    };
    [[nodiscard]] static std::optional<Decimal> end(Value const& value) {
        return value.is_null() ? std::nullopt : std::optional(value.number());
    }
    [[nodiscard]] bool holds_range(Value const& value) const;

    Kind kind_ = Kind::any;
    bool low_closed_ = false, high_closed_ = false;
    Value low_, high_;
    std::unique_ptr<Rest const> rest_;
};

}  // namespace jizhi::dmn
