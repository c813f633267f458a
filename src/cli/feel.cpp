#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>

#include "calendar/holidays.hpp"
#include "cli/subcommand.hpp"
#include "feel/expression.hpp"
#include "pack/shipped.hpp"
#include "value/json.hpp"
#include "value/temporal.hpp"

namespace jizhi::cli {
namespace {

Result<Context> read_context(std::string const& path) {
    if (path.empty()) return Context{};
    std::ifstream in(path, std::ios::binary);
    if (!in) return fail("file.unreadable", path, "读不到这个文件", "this file cannot be read");
    TRY(json, parse_json(std::string(std::istreambuf_iterator<char>(in), {})));
    if (!json.is(Value::Type::context))
        return fail("feel.context", path, "文件应是一个 JSON 对象",
                    "the file must be a JSON object");
    return json.context();
}

/// Every name within a value, so that `person.date of birth` is read as it is meant.
void collect_members(Value const& value, std::vector<std::string>& names) {
    if (value.is(Value::Type::list))
        for (auto const& item : value.list()) collect_members(item, names);
    if (!value.is(Value::Type::context)) return;
    for (auto const& [name, inner] : value.context().entries()) {
        names.push_back(name);
        collect_members(inner, names);
    }
}

feel::Environment at_present() {
    constexpr std::int64_t shanghai_seconds = 8 * 3600;
    feel::Environment environment;
    environment.now = std::chrono::duration_cast<std::chrono::microseconds>(
                          std::chrono::system_clock::now().time_since_epoch())
                          .count();
    environment.today = Date{(environment.now / 1'000'000 + shanghai_seconds) / seconds_per_day};
    return environment;
}

/// Working days by the holidays that come with the program.
void give_calendar(feel::Environment& environment, calendar::Holidays const& holidays) {
    environment.add_working_days = [&](Date date, std::int64_t count) -> Result<Date> {
        TRY(day, holidays.after(date.day, count));
        return Date{day};
    };
    environment.working_days_between = [&](Date from, Date to) {
        return holidays.between(from.day, to.day);
    };
}

int evaluate(Arguments const& given) {
    TRY_OR_FAIL(variables, read_context(given.text("--context")));
    feel::Scope scope;
    for (auto const& [name, value] : variables.entries()) {
        scope.names.push_back(name);
        collect_members(value, scope.members);
    }
    TRY_OR_FAIL(expression, feel::compile(given.text("EXPR"), scope));
    TRY_OR_FAIL(days, parse_json(pack::shipped_holidays()));
    TRY_OR_FAIL(holidays, calendar::read_holidays(days));
    auto environment = at_present();
    give_calendar(environment, holidays);
    std::vector<feel::Diagnostic> diagnostics;
    environment.diagnostics = &diagnostics;
    auto const value = expression.evaluate(variables, environment);
    for (auto const& each : diagnostics)
        fmt::print(stderr, "{}:{}: {} / {}\n", each.line, each.column, each.zh, each.en);
    fmt::print("{}\n", to_json(value));
    return exit_fine;
}

Subcommand const feel_command{
    "feel",
    "Evaluate a FEEL expression",
    {argument("EXPR", "the expression"),
     option("--context", "FILE", "a JSON object: the names that the expression may use")},
    evaluate};

}  // namespace
}  // namespace jizhi::cli
