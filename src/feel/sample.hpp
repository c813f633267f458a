#pragma once
#include <array>
#include <optional>
#include <span>
#include <vector>

#include "feel/builtin.hpp"
#include "feel/temporal.hpp"

namespace jizhi::feel {

/// Values that stand for all of their type where only the type counts; times come with and without
/// a zone, since one cannot be compared with the other.
[[nodiscard]] inline std::span<Value const> samples(Value::Type type) {
    static Zone const utc{Zone::Kind::offset, 0, {}};
    static std::array<std::vector<Value>, 9> const all{
        std::vector<Value>{Value()},
        {Value(true)},
        {Value(2)},
        {Value("a")},
        {Value(Date{1})},
        {Value(Time{}), Value(Time{0, utc})},
        {Value(DateTime{Date{1}, Time{}}), Value(DateTime{Date{1}, Time{0, utc}})},
        {Value(DaysDuration{1, 0})},
        {Value(MonthsDuration{1})}};
    return all[static_cast<std::size_t>(type)];
}

/// What `ask(value, call)` gives for a value of the type; nothing where it always fails for
/// the type's sake (not for the value's).
template <class Ask>
[[nodiscard]] std::optional<Value> sampled(Value::Type type, Ask const& ask) {
    for (auto const& value : samples(type)) {
        Environment environment;
        std::vector<Diagnostic> said;
        environment.diagnostics = &said;
        auto result = ask(value, Call{.environment = environment});
        auto const wrong = !said.empty() &&
                           (said.front().code == "feel.type" || said.front().code == "feel.member");
        if (!wrong) return result;
    }
    return std::nullopt;
}
template <class Ask>
[[nodiscard]] std::optional<Value> sampled(Value::Type a, Value::Type b, Ask const& ask) {
    for (auto const& x : samples(a)) {
        auto found = sampled(b, [&](Value const& y, Call const& call) { return ask(x, y, call); });
        if (found) return found;
    }
    return std::nullopt;
}

}  // namespace jizhi::feel
