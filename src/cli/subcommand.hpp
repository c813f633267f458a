#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kit/result.hpp"

namespace jizhi::cli {

inline constexpr int exit_fine = 0, exit_failed = 1, exit_wrong_use = 2;

/// One thing that may stand on the command line. A name that begins with "--" is an option, another
/// is an argument by its place.
struct Option {
    std::string_view name;   ///< "--data", "FILE"
    std::string_view value;  ///< what stands after it in the help ("DIR"); "" = a flag
    std::string_view help;
    bool required = false, many = false;
};

[[nodiscard]] constexpr Option option(std::string_view name, std::string_view value,
                                      std::string_view help) {
    return {name, value, help, false, false};
}
[[nodiscard]] constexpr Option flag(std::string_view name, std::string_view help) {
    return {name, "", help, false, false};
}
[[nodiscard]] constexpr Option argument(std::string_view name, std::string_view help) {
    return {name, name, help, true, false};
}
[[nodiscard]] constexpr Option arguments(std::string_view name, std::string_view help) {
    return {name, name, help, true, true};
}

/// What was given, by the names of the options.
class Arguments {
public:
    [[nodiscard]] bool has(std::string_view name) const { return values_.contains(name); }
    [[nodiscard]] std::string text(std::string_view name, std::string_view otherwise = "") const;
    [[nodiscard]] std::vector<std::string> all(std::string_view name) const;
    void put(std::string_view name, std::vector<std::string> values) {
        values_.insert_or_assign(std::string(name), std::move(values));
    }

private:
    std::map<std::string, std::vector<std::string>, std::less<>> values_;
};

/// A subcommand; stands at namespace scope in its file and is found by main. `name` has a space for
/// a subcommand of a subcommand: "dmn eval".
class Subcommand {
public:
    using Function = int (*)(Arguments const&);
    Subcommand(std::string_view name, std::string_view help, std::vector<Option> options,
               Function run);

    std::string_view name, help;
    std::vector<Option> options;
    Function run;
};

/// By name.
[[nodiscard]] std::vector<Subcommand const*> const& subcommands();

/// Prints the error on standard error, in both languages, and gives the status of failure.
int failed(Error const& error);

/// `TRY_OR_FAIL(model, load(path));` binds, or ends the subcommand with what went wrong.
#define TRY_OR_FAIL(name, expr)                                       \
    auto name##_or = (expr);                                          \
    if (!name##_or) return ::jizhi::cli::failed(name##_or.error());   \
    auto& name = *name##_or

/// `CHECK_OR_FAIL(store(model));` the same for a Result whose value is of no interest.
#define CHECK_OR_FAIL(expr)                                                \
    if (auto check_or_fail_ = (expr); !check_or_fail_)                     \
    return ::jizhi::cli::failed(check_or_fail_.error())

}  // namespace jizhi::cli
