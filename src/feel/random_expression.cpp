#include "feel/random_expression.hpp"

#include <fmt/format.h>

#include <array>

namespace jizhi::feel {
namespace {

constexpr std::int64_t far = 4'000'000'000'000'000'000;

}  // namespace

std::vector<std::string> const& RandomExpression::names() {
    static std::vector<std::string> const made{"n", "m", "k", "b", "c", "s", "d", "e", "l", "r"};
    return made;
}

Value RandomExpression::value(std::size_t name) {
    if (pick(8) == 0) return {};
    auto const small = static_cast<std::int64_t>(pick(2000)) - 1000;
    switch (name) {
        case 0:
            return Value(small);
        case 1:
            return Value(Decimal::scaled(small, static_cast<int>(pick(5))));
        case 2:
            switch (pick(4)) {
                case 0:
                    return Value(Decimal::scaled(far + small, static_cast<int>(pick(20))));
                case 1:
                    return Value(Decimal::scaled(small, -static_cast<int>(pick(9))));
                default:
                    return Value(Decimal::scaled(small, 2));
            }
        case 3:
        case 4:
            return Value(pick(2) == 0);
        case 5:
            return Value(std::string(1, static_cast<char>('a' + pick(4))));
        case 6:
        case 7:
            return Value(Date{17'000 + static_cast<Day>(pick(3000))});
        case 8: {
            List items;
            for (auto count = pick(4); count > 0; --count)
                items.push_back(Value(std::int64_t{pick(5)}));
            return Value(std::move(items));
        }
        default:
            return Value(Context{{"n", value(1)}, {"s", value(5)}});
    }
}

std::string RandomExpression::literal() {
    switch (pick(7)) {
        case 0:
            return "null";
        case 1:
            return pick(2) == 0 ? "true" : "false";
        case 2:
            return "\"" + std::string(1, static_cast<char>('a' + pick(4))) + "\"";
        case 3:
            return "date(\"2020-0" + std::to_string(1 + pick(9)) + "-15\")";
        case 4:
            return fmt::format("{}.{:02}", pick(50), pick(100));
        default:
            return std::to_string(pick(20));
    }
}

std::string RandomExpression::number(int depth) {
    if (depth <= 0) {
        static constexpr std::array<char const*, 5> leaves{"n", "m", "k", "r.n", "3"};
        return pick(3) == 0 ? literal() : leaves[pick(5)];
    }
    auto const a = any(depth - 1 - static_cast<int>(pick(2)) * 9);
    switch (pick(19)) {
        case 12:
            return fmt::format("abs({})", number(depth - 1));
        case 13:
            return fmt::format("modulo({}, {})", number(depth - 1), number(depth - 1));
        case 14:
            return fmt::format("sum({})", list(depth - 1));
        case 15:
            return fmt::format("{}[{}]", list(depth - 1), number(0));
        case 16:
            return fmt::format("string length({})", text(depth - 1));
        case 17:
            return fmt::format("({} ** {})", number(depth - 1), pick(4));
        case 18:
            return fmt::format("({} - {}).days", date(depth - 1), date(depth - 1));
        case 0:
            return fmt::format("({} + {})", number(depth - 1), number(depth - 1));
        case 1:
            return fmt::format("({} - {})", number(depth - 1), number(depth - 1));
        case 2:
            return fmt::format("({} * {})", number(depth - 1), number(depth - 1));
        case 3:
            return fmt::format("({} / {})", number(depth - 1), number(depth - 1));
        case 4:
            return fmt::format("min({}, {})", number(depth - 1), number(depth - 1));
        case 5:
            return fmt::format("max({}, {}, 7)", number(depth - 1), number(depth - 1));
        case 6: {
            static constexpr std::array<char const*, 5> names{"round half up", "floor", "ceiling",
                                                              "decimal", "round down"};
            return fmt::format("{}({}, {})", names[pick(5)], number(depth - 1), pick(5));
        }
        case 7:
            return fmt::format("(-{})", number(depth - 1));
        case 8:
            return fmt::format("count({})", list(depth - 1));
        case 9:
            return fmt::format("({}).year", date(depth - 1));
        case 10:
            return fmt::format("{{ a: {}, b: a + 1 }}.b", number(depth - 1));
        default:
            return fmt::format("(if {} then {} else {})", boolean(depth - 1), number(depth - 1), a);
    }
}

std::string RandomExpression::boolean(int depth) {
    if (depth <= 0) return pick(3) == 0 ? literal() : pick(2) == 0 ? "b" : "c";
    static constexpr std::array<char const*, 6> signs{"=", "!=", "<", "<=", ">", ">="};
    switch (pick(14)) {
        case 8:
            return fmt::format("not({})", boolean(depth - 1));
        case 9:
            return fmt::format("({} between {} and {})", number(depth - 1), number(0), number(0));
        case 10:
            return fmt::format("({} in (\"a\", \"c\", null))", text(depth - 1));
        case 11:
            return fmt::format("(every x in {} satisfies x <= {})", list(depth - 1), number(0));
        case 12:
            return fmt::format("({} in (< {}, [{}..50], {}))", number(depth - 1), pick(9), pick(40),
                               number(0));
        case 13:
            return fmt::format("({} instance of number)", any(depth - 1));
        case 0:
            return fmt::format("({} and {})", boolean(depth - 1), boolean(depth - 1));
        case 1:
            return fmt::format("({} or {})", boolean(depth - 1), boolean(depth - 1));
        case 2:
            return fmt::format("({} {} {})", number(depth - 1), signs[pick(6)], number(depth - 1));
        case 3:
            return fmt::format("({} {} {})", date(depth - 1), signs[pick(6)], date(depth - 1));
        case 4:
            return fmt::format("({} {} {})", text(depth - 1), signs[pick(6)], text(depth - 1));
        case 5:
            return fmt::format("({} = null)", any(depth - 1));
        case 6:
            return fmt::format("(some x in {} satisfies x > {})", list(depth - 1), number(0));
        default:
            return fmt::format("({} in [1..{}])", number(depth - 1), pick(30));
    }
}

std::string RandomExpression::text(int depth) {
    if (depth <= 0) return pick(3) == 0 ? literal() : pick(2) == 0 ? "s" : "r.s";
    switch (pick(6)) {
        case 3:
            return fmt::format("substring({}, {})", text(depth - 1), number(0));
        case 4:
            return fmt::format("upper case({})", text(depth - 1));
        case 5:
            return fmt::format("get or else({}, {})", text(depth - 1), text(depth - 1));
        case 0:
            return fmt::format("({} + {})", text(depth - 1), text(depth - 1));
        case 1:
            return fmt::format("string({})", number(depth - 1));
        default:
            return fmt::format("(if {} then {} else {})", boolean(depth - 1), text(depth - 1),
                               text(depth - 1));
    }
}

std::string RandomExpression::date(int depth) {
    if (depth <= 0) return pick(4) == 0 ? literal() : pick(2) == 0 ? "d" : "e";
    switch (pick(3)) {
        case 0:
            return fmt::format("({} + duration(\"P{}M\"))", date(depth - 1), pick(20));
        case 1:
            return fmt::format("({} - duration(\"P1D\"))", date(depth - 1));
        default:
            return fmt::format("(if {} then {} else {})", boolean(depth - 1), date(depth - 1),
                               date(depth - 1));
    }
}

std::string RandomExpression::list(int depth) {
    if (depth <= 0) return pick(4) == 0 ? literal() : "l";
    switch (pick(3)) {
        case 0:
            return fmt::format("{}[item > {}]", list(depth - 1), number(0));
        case 1:
            return fmt::format("(for x in {} return x + {})", list(depth - 1), number(0));
        default:
            return fmt::format("[{}, {}]", any(depth - 1), number(depth - 1));
    }
}

std::string RandomExpression::any(int depth) {
    if (depth <= 0) return pick(2) == 0 ? literal() : names()[pick(10)];
    switch (pick(6)) {
        case 0:
            return text(depth);
        case 1:
            return date(depth);
        case 2:
            return list(depth);
        case 3:
            return boolean(depth);
        default:
            return number(depth);
    }
}

}  // namespace jizhi::feel
