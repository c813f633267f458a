#pragma once
#include <expected>
#include <string>
#include <utility>

namespace jizhi {

/// What went wrong, for a person: a stable code to test against, the place, and a sentence in both
/// languages that says what to do.
struct Error {
    std::string code;    ///< "calendar.year_missing"
    std::string where;   ///< "packs/x/records/y.yaml:12:5", "row 17, column 姓名"; or empty
    std::string zh, en;  ///< what is wrong and what to do
    bool operator==(Error const&) const = default;
};

/// The value, or why there is none. For what can go wrong; a programmer's error is an assert.
template <class T>
using Result = std::expected<T, Error>;

/// The bad half of a Result: `return fail("region.unknown", where, "没有这个区域", "no such region");`
[[nodiscard]] inline std::unexpected<Error> fail(std::string code, std::string where,
                                                 std::string zh, std::string en) {
    return std::unexpected(
        Error{std::move(code), std::move(where), std::move(zh), std::move(en)});
}

/// `TRY(days, working_days(a, b));` binds or returns the error. (libstdc++ 12 lacks and_then.)
#define TRY(name, expr)                                                   \
    auto name##_or = (expr);                                              \
    if (!name##_or) return std::unexpected(std::move(name##_or).error()); \
    auto& name = *name##_or

/// `CHECK_OK(validate(row));` returns the error of a Result whose value is of no interest. Each
/// has a name of its own, so that one may stand within a lambda handed to another. (__LINE__ would
/// be the same for both: it is that of the outer one.)
#define CHECK_OK(expr) CHECK_OK_NAMED_(expr, CHECK_OK_JOIN_(check_ok_, __COUNTER__))
#define CHECK_OK_JOIN_(a, b) CHECK_OK_GLUE_(a, b)
#define CHECK_OK_GLUE_(a, b) a##b
#define CHECK_OK_NAMED_(expr, result) \
    if (auto result = (expr); !result) return std::unexpected(std::move(result).error())

}  // namespace jizhi
