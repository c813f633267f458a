#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "dmn/node.hpp"
#include "feel/expression.hpp"

namespace jizhi::dmn {

/// One input entry of a decision table: FEEL unary tests. What nearly all cells are (`-`, literals,
/// a comparison or an interval of numbers) is tested without FEEL; it gives the same answers, and a
/// value of another type than the cell's goes to FEEL.
class Cell {
public:
    Cell() = default;  ///< `-`: anything
    [[nodiscard]] static Cell never();  ///< what did not compile
    explicit Cell(feel::Expression code) : kind_(Kind::code), code_(std::move(code)) {}
    /// Adds the fast form where `text` is one of the simple ones.
    void recognise(std::string_view text);

    /// `value` is what the input expression gave; slots[0] is overwritten.
    [[nodiscard]] bool matches(Value const& value, Slots slots, Run& run) const;
    [[nodiscard]] bool is_any() const { return kind_ == Kind::any; }
    /// Its tests; null for `-` and for what did not compile.
    [[nodiscard]] feel::Expression const* code() const { return code_ ? &*code_ : nullptr; }

    enum class Kind : std::uint8_t { any, never, values, interval, code };
    [[nodiscard]] Kind kind() const { return kind_; }
    [[nodiscard]] std::vector<Value> const& values() const { return values_; }  ///< of one type
    /// The ends of an interval of numbers; nothing is open.
    [[nodiscard]] std::optional<Decimal> const& low() const { return low_; }
    [[nodiscard]] std::optional<Decimal> const& high() const { return high_; }
    [[nodiscard]] bool low_closed() const { return low_closed_; }
    [[nodiscard]] bool high_closed() const { return high_closed_; }

private:
    [[nodiscard]] bool ask_feel(Value const& value, Slots slots, Run& run) const;
    bool recognise_values(std::string_view text);
    bool recognise_comparison(std::string_view text);
    bool recognise_interval(std::string_view text);

    Kind kind_ = Kind::any;
    bool low_closed_ = false, high_closed_ = false;
    std::vector<Value> values_;          ///< all of one type
    std::optional<Decimal> low_, high_;
    std::optional<feel::Expression> code_;
};

}  // namespace jizhi::dmn
