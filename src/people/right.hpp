#pragma once
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

namespace jizhi::people {

/// What a role lets one do. The order is the order in which they are listed to people.
enum class Right : std::uint8_t {
    read,              ///< see records of the scope
    edit,              ///< add, change and correct them
    import,            ///< take in spreadsheets
    export_,           ///< take records out as a file
    reveal,            ///< see a sensitive field in clear, with a reason
    apply,             ///< store what a decision says
    propose,           ///< hand something to a second person
    approve,           ///< be that second person
    read_log,          ///< see events
    manage_accounts,   ///< prepare accounts and rights
    approve_accounts,  ///< let them become effective
    manage_system,     ///< backups, holidays, regions, health
    manage_rules,      ///< parameters, decisions, packs
};
inline constexpr int right_count = 13;

[[nodiscard]] std::string_view name_of(Right right);  ///< "read", …, "export"
[[nodiscard]] std::optional<Right> right_named(std::string_view name);

/// A few rights. A value type.
class Rights {
public:
    constexpr Rights() = default;
    constexpr Rights(std::initializer_list<Right> rights) {
        for (auto right : rights) bits_ |= bit(right);
    }
    [[nodiscard]] constexpr bool has(Right right) const { return (bits_ & bit(right)) != 0; }
    [[nodiscard]] constexpr Rights with(Rights other) const {
        auto both = *this;
        both.bits_ |= other.bits_;
        return both;
    }
    bool operator==(Rights const&) const = default;

private:
    static constexpr std::uint32_t bit(Right right) {
        return std::uint32_t{1} << static_cast<unsigned>(right);
    }
    std::uint32_t bits_ = 0;
};

}  // namespace jizhi::people
