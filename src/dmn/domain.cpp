#include "dmn/domain.hpp"

#include <algorithm>

#include "feel/compare.hpp"
#include "feel/temporal.hpp"
#include "value/text.hpp"

namespace jizhi::dmn {
namespace {

using Type = Value::Type;

bool below(Value const& a, Value const& b) {
    auto const ordered = feel::order(a, b);
    return ordered && *ordered < 0;
}

bool inside(Value const& value, Value const& low, Value const& high) {
    return (low.is_null() || below(low, value)) && (high.is_null() || below(value, high));
}

/// Numbers that read well first: the next integer, then with ever more digits.
void offer_numbers(Value const& low, Value const& high, std::vector<Value>& offers) {
    constexpr int digits = 40;
    if (low.is_null() && high.is_null()) offers.emplace_back(0);
    for (auto scale = 0; scale <= digits; ++scale) {
        auto const step = Decimal::scaled(1, scale);
        auto const next = !low.is_null() ? low.number().rounded(scale, Rounding::floor).plus(step)
                          : !high.is_null()
                              ? high.number().rounded(scale, Rounding::ceiling).minus(step)
                              : std::nullopt;
        if (next) offers.emplace_back(next->trimmed());
        if (low.is_null() || high.is_null()) break;
    }
    // Ends too large for a step of one.
    auto const& end = low.is_null() ? high : low;
    if (end.is_null()) return;
    for (auto const factor : {Decimal(2), Decimal::scaled(5, 1), Decimal(-2)})
        if (auto const far = end.number().times(factor)) offers.emplace_back(*far);
    if (low.is_null() || high.is_null()) return;
    if (auto const sum = low.number().plus(high.number()))
        if (auto const middle = sum->over(Decimal(2))) offers.emplace_back(*middle);
}

void offer_strings(Value const& low, Value const& high, std::vector<Value>& offers) {
    if (low.is_null()) offers.emplace_back("");
    auto const start = low.is_null() ? std::string() : low.string();
    for (auto const* tail : {"…", "a", "0", " ", "\t"}) offers.emplace_back(start + tail);
    if (low.is_null() && high.is_null()) offers.insert(offers.begin(), Value("…"));
}

void offer_dates(Value const& low, Value const& high, std::vector<Value>& offers) {
    constexpr Day some_day = 20454;  // 2026-01-01
    if (!low.is_null())
        offers.emplace_back(Date{low.date().day + 1});
    else if (!high.is_null())
        offers.emplace_back(Date{high.date().day - 1});
    else
        offers.emplace_back(Date{some_day});
}

void offer_durations(Value const& low, Value const& high, std::vector<Value>& offers) {
    if (low.is_null() && high.is_null()) offers.emplace_back(DaysDuration{});
    for (auto const seconds : {86400, 3600, 60, 1}) {
        if (!low.is_null())
            if (auto const next = feel::plus(low.days_duration(), DaysDuration{seconds, 0}))
                offers.emplace_back(*next);
        if (!high.is_null())
            if (auto const next = feel::plus(high.days_duration(), DaysDuration{-seconds, 0}))
                offers.emplace_back(*next);
    }
    if (!low.is_null())
        if (auto const next = feel::plus(low.days_duration(), DaysDuration{0, 1}))
            offers.emplace_back(*next);
}

void offer_months(Value const& low, Value const& high, std::vector<Value>& offers) {
    auto const start = low.is_null() ? (high.is_null() ? 0 : high.months_duration().months - 1)
                                     : low.months_duration().months + 1;
    offers.emplace_back(MonthsDuration{start});
}

/// Times are compared by whole seconds, so a second is the smallest step.
void offer_times(Value const& low, Value const& high, std::vector<Value>& offers) {
    Time made;
    if (!low.is_null())
        made = low.time();
    else if (!high.is_null())
        made = high.time();
    else
        made.nanos = 12 * 3600 * nanos_per_second;
    made.nanos += low.is_null() ? (high.is_null() ? 0 : -nanos_per_second) : nanos_per_second;
    if (made.nanos >= 0 && made.nanos < nanos_per_day) offers.emplace_back(made);
}

void offer_date_times(Value const& low, Value const& high, std::vector<Value>& offers) {
    auto const& end = low.is_null() ? high : low;
    if (end.is_null())
        return offers.emplace_back(DateTime{.date = Date{20454}, .time = {}}), void();
    if (auto const next = feel::plus(end.date_time(), DaysDuration{low.is_null() ? -1 : 1, 0}))
        offers.emplace_back(*next);
}

/// A value strictly between two (null: no end), or null where there is none.
Value example_between(Type type, Value const& low, Value const& high) {
    std::vector<Value> offers;
    switch (type) {
        case Type::number:
            offer_numbers(low, high, offers);
            break;
        case Type::string:
            offer_strings(low, high, offers);
            break;
        case Type::date:
            offer_dates(low, high, offers);
            break;
        case Type::time:
            offer_times(low, high, offers);
            break;
        case Type::date_time:
            offer_date_times(low, high, offers);
            break;
        case Type::days_duration:
            offer_durations(low, high, offers);
            break;
        case Type::months_duration:
            offer_months(low, high, offers);
            break;
        default:
            break;
    }
    for (auto& each : offers)
        if (inside(each, low, high)) return std::move(each);
    return {};
}

/// Every two must have an order, so that a sort means something.
bool all_comparable(std::vector<Value> const& values) {
    return std::ranges::all_of(
        values, [&](auto const& each) { return feel::order(values.front(), each).has_value(); });
}

std::vector<Portion> booleans() {
    return {{Portion::Kind::value, false, false, false}, {Portion::Kind::value, true, true, true}};
}

Portion other_string(std::vector<Value> const& named) {
    std::string text = "…";
    while (std::ranges::find(named, Value(text)) != named.end()) text += "…";
    return {Portion::Kind::other, {}, {}, text};
}

std::string literal(Value const& value) { return to_literal(value); }

/// `[5..7)`, `< 3`, `>= 8`, `5` for neighbouring pieces.
std::string interval(Portion const& first, Portion const& last) {
    auto const low_closed = first.kind == Portion::Kind::value;
    auto const high_closed = last.kind == Portion::Kind::value;
    if (first.low.is_null() && last.high.is_null()) return {};
    if (first.low.is_null()) return (high_closed ? "<= " : "< ") + literal(last.high);
    if (last.high.is_null()) return (low_closed ? ">= " : "> ") + literal(first.low);
    if (low_closed && high_closed && first.low == last.high) return literal(first.low);
    return std::string(low_closed ? "[" : "(") + literal(first.low) + ".." + literal(last.high) +
           (high_closed ? "]" : ")");
}

}  // namespace

std::optional<std::vector<Portion>> pieces_of(Type type, std::vector<Value> const& cuts,
                                              bool ordered) {
    if (type == Type::boolean) return booleans();
    std::vector<Value> values;
    for (auto const& each : cuts)
        if (each.type() == type) values.push_back(each);
    if (!values.empty() && !all_comparable(values)) return std::nullopt;
    std::ranges::sort(values, below);
    auto const same = [](Value const& a, Value const& b) { return !below(a, b) && !below(b, a); };
    auto const twice = std::ranges::unique(values, same);
    values.erase(twice.begin(), twice.end());

    std::vector<Portion> made;
    auto const between = [&](Value const& low, Value const& high) {
        auto example = example_between(type, low, high);
        if (!example.is_null()) made.push_back({Portion::Kind::between, low, high, example});
    };
    auto const ranges = ordered || type != Type::string;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (ranges) between(i == 0 ? Value() : values[i - 1], values[i]);
        made.push_back({Portion::Kind::value, values[i], values[i], values[i]});
    }
    if (ranges)
        between(values.empty() ? Value() : values.back(), Value());
    else
        made.push_back(other_string(values));
    return made;
}

Said said(std::vector<Portion> const& pieces, std::vector<std::uint32_t> const& chosen) {
    Said made;
    auto const add = [&](std::string const& zh, std::string const& en) {
        made.zh += (made.zh.empty() ? "" : "、") + zh;
        made.en += (made.en.empty() ? "" : ", ") + en;
    };
    auto const is_range = [](Portion const& piece) {
        return piece.kind == Portion::Kind::between ||
               (piece.kind == Portion::Kind::value && !piece.low.is(Type::boolean));
    };
    for (std::size_t i = 0; i < chosen.size();) {
        auto const& first = pieces[chosen[i]];
        auto last = i;
        auto const joins = [&](std::size_t next) {
            auto const &a = pieces[chosen[next - 1]], &b = pieces[chosen[next]];
            auto const between =
                a.kind == Portion::Kind::between || b.kind == Portion::Kind::between;
            return chosen[next] == chosen[next - 1] + 1 && is_range(a) && is_range(b) && between &&
                   a.example.type() == b.example.type();
        };
        while (last + 1 < chosen.size() && joins(last + 1)) ++last;
        auto const& end = pieces[chosen[last]];
        if (first.kind == Portion::Kind::null)
            add("空", "null");
        else if (first.kind == Portion::Kind::other)
            add("其他文字", "any other text");
        else if (auto const text = interval(first, end); !text.empty())
            add(text, text);
        else
            add("任何非空值", "any value but null");
        i = last + 1;
    }
    return made;
}

}  // namespace jizhi::dmn
