#include <algorithm>

#include "feel/builtin.hpp"
#include "feel/compare.hpp"
#include "feel/temporal.hpp"

namespace jizhi::feel {
namespace {

using Kind = Value::Type;

/// The values that a function of a list or of many arguments runs over.
List const& values_of(Arguments a, List& own) {
    if (a.size() == 1 && a[0].is(Kind::list)) return a[0].list();
    own.assign(a.begin(), a.end());
    return own;
}

/// They as numbers; nothing (and a diagnostic) where one is none or there are none.
std::optional<std::vector<Decimal>> numbers_of(Call const& call, Arguments a) {
    List own;
    std::vector<Decimal> numbers;
    for (auto const& value : values_of(a, own)) {
        if (!value.is(Kind::number)) {
            call.bad_argument("list");
            return std::nullopt;
        }
        numbers.push_back(value.number());
    }
    return numbers;
}

Value empty_list(Call const& call) {
    return call.fail("feel.empty", "列表为空，没有结果", "the list is empty, so there is no result");
}

std::optional<Decimal> total(std::vector<Decimal> const& numbers) {
    Decimal sum;
    for (auto const& number : numbers) {
        auto const next = sum.plus(number);
        if (!next) return std::nullopt;
        sum = *next;
    }
    return sum;
}

Value or_fail(std::optional<Decimal> const& number, Call const& call) {
    return number ? Value(*number)
                  : call.fail("feel.out_of_range", "结果超出范围", "the result is out of range");
}

/// Durations can be summed like numbers; a mixture cannot.
std::optional<Value> total_duration(List const& list) {
    if (list.empty()) return std::nullopt;
    if (list.front().is(Kind::days_duration)) {
        DaysDuration sum;
        for (auto const& item : list) {
            if (!item.is(Kind::days_duration)) return std::nullopt;
            auto const next = plus(sum, item.days_duration());
            if (!next) return std::nullopt;
            sum = *next;
        }
        return Value(sum);
    }
    MonthsDuration sum;
    for (auto const& item : list) {
        if (!item.is(Kind::months_duration)) return std::nullopt;
        if (__builtin_add_overflow(sum.months, item.months_duration().months, &sum.months))
            return std::nullopt;
    }
    return Value(sum);
}

Value sum(Call const& call, Arguments a) {
    List own;
    auto const& list = values_of(a, own);
    if (list.empty()) return empty_list(call);
    if (list.front().is(Kind::days_duration) || list.front().is(Kind::months_duration))
        if (auto const duration = total_duration(list)) return *duration;
    auto const numbers = numbers_of(call, a);
    return numbers ? or_fail(total(*numbers), call) : Value();
}

Value product(Call const& call, Arguments a) {
    auto const numbers = numbers_of(call, a);
    if (!numbers) return {};
    if (numbers->empty()) return empty_list(call);
    std::optional<Decimal> result = Decimal(1);
    for (auto const& number : *numbers)
        if (result) result = result->times(number);
    return or_fail(result, call);
}

std::optional<Decimal> mean_of(std::vector<Decimal> const& numbers) {
    auto const sum = total(numbers);
    return sum ? sum->over(static_cast<std::int64_t>(numbers.size())) : sum;
}

Value mean(Call const& call, Arguments a) {
    auto const numbers = numbers_of(call, a);
    if (!numbers) return {};
    return numbers->empty() ? empty_list(call) : or_fail(mean_of(*numbers), call);
}

Value extreme(Call const& call, Arguments a, bool largest) {
    List own;
    auto const& list = values_of(a, own);
    if (list.empty()) return empty_list(call);
    Value best = list.front();
    if (!order(best, best)) return call.bad_argument("list");
    for (auto const& item : list) {
        auto const ordered = order(item, best);
        if (!ordered) return call.fail("feel.type", "各项不能比较", "the items cannot be compared");
        if (largest ? *ordered > 0 : *ordered < 0) best = item;
    }
    return best;
}

Value min(Call const& call, Arguments a) { return extreme(call, a, false); }
Value max(Call const& call, Arguments a) { return extreme(call, a, true); }

Value median(Call const& call, Arguments a) {
    auto numbers = numbers_of(call, a);
    if (!numbers) return {};
    if (numbers->empty()) return empty_list(call);
    std::ranges::sort(*numbers);
    auto const middle = numbers->size() / 2;
    if (numbers->size() % 2 == 1) return Value((*numbers)[middle]);
    auto const both = (*numbers)[middle - 1].plus((*numbers)[middle]);
    return or_fail(both ? both->over(2) : both, call);
}

/// Of a sample: divided by n - 1.
Value deviation(Call const& call, Arguments a) {
    auto const numbers = numbers_of(call, a);
    if (!numbers) return {};
    if (numbers->size() < 2) return empty_list(call);
    auto const middle = mean_of(*numbers);
    std::optional<Decimal> squares = middle ? std::optional(Decimal()) : std::nullopt;
    for (auto const& number : *numbers) {
        auto const distance = middle ? number.minus(*middle) : middle;
        auto const square = distance ? distance->times(*distance) : distance;
        squares = squares && square ? squares->plus(*square) : std::nullopt;
    }
    if (squares) squares = squares->over(static_cast<std::int64_t>(numbers->size() - 1));
    return or_fail(squares ? squares->square_root() : squares, call);
}

/// The most frequent numbers, in ascending order.
Value mode(Call const& call, Arguments a) {
    auto numbers = numbers_of(call, a);
    if (!numbers) return {};
    std::ranges::sort(*numbers);
    List modes;
    std::size_t most = 0;
    for (std::size_t i = 0; i < numbers->size();) {
        auto end = i;
        while (end < numbers->size() && (*numbers)[end] == (*numbers)[i]) ++end;
        if (end - i > most) modes.clear();
        if (end - i >= most) modes.emplace_back((*numbers)[i]);
        most = std::max(most, end - i);
        i = end;
    }
    return Value(std::move(modes));
}

/// true if all are (all) or none is (any): `decisive` ends it, anything but a boolean leaves it
/// open.
Value quantified(Call const& call, Arguments a, bool decisive) {
    List own;
    bool open = false, wrong = false;
    for (auto const& item : values_of(a, own)) {
        if (item.is(Kind::boolean) && item.boolean() == decisive) return Value(decisive);
        if (!item.is(Kind::boolean)) open = true;
        if (!item.is(Kind::boolean) && !item.is_null()) wrong = true;
    }
    if (wrong) return call.bad_argument("list");
    return open ? Value() : Value(!decisive);
}

Value all(Call const& call, Arguments a) { return quantified(call, a, false); }
Value any(Call const& call, Arguments a) { return quantified(call, a, true); }

constexpr Declaration declarations[] = {
    {"sum", "list:l", sum},          {"sum", "n...:a", sum},
    {"product", "list:l", product},  {"product", "n...:a", product},
    {"mean", "list:l", mean},        {"mean", "n...:a", mean},
    {"min", "list:l", min},          {"min", "c...:a", min},
    {"max", "list:l", max},          {"max", "c...:a", max},
    {"median", "list:l", median},    {"median", "n...:a", median},
    {"stddev", "list:l", deviation}, {"stddev", "n...:a", deviation},
    {"mode", "list:l", mode},        {"mode", "n...:a", mode},
    {"all", "list:l", all},          {"all", "b...:a", all},
    {"any", "list:l", any},          {"any", "b...:a", any},
};

}  // namespace

std::span<Declaration const> statistics_builtins() { return declarations; }

}  // namespace jizhi::feel
