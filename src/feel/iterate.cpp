#include <algorithm>

#include "feel/compare.hpp"
#include "feel/evaluate.hpp"
#include "feel/holding.hpp"
#include "feel/temporal.hpp"
#include "kit/limits_feel.hpp"

namespace jizhi::feel {
namespace {

using Kind = Value::Type;

/// The values of `a..b`, upwards or downwards; numbers or dates.
std::optional<List> counted(Value const& from, Value const& to, Call const& call) {
    bool const dates = from.is(Kind::date) && to.is(Kind::date);
    bool const numbers = from.is(Kind::number) && to.is(Kind::number);
    if (!dates && !numbers) return std::nullopt;
    auto const first = dates ? std::optional(from.date().day) : from.number().to_integer();
    auto const last = dates ? std::optional(to.date().day) : to.number().to_integer();
    if (!first || !last) return std::nullopt;
    std::int64_t span = 0;
    if (__builtin_sub_overflow(*last, *first, &span)) return std::nullopt;
    auto const count = (span < 0 ? std::uint64_t{0} - static_cast<std::uint64_t>(span)
                                 : static_cast<std::uint64_t>(span)) +
                       1;
    if (count > limit::items_max || !call.work(count)) return std::nullopt;
    if (holds_too_much(call, count * sizeof(Value))) return std::nullopt;
    List items;
    items.reserve(count);
    for (auto i = *first;; i += span < 0 ? -1 : 1) {
        items.push_back(dates ? Value(Date{i}) : Value(i));
        if (i == *last) return items;
    }
}

std::nullopt_t no_domain(Call const& call) {
    if (!call.environment.stopped)
        call.fail("feel.domain", "循环的范围不是列表", "the domain of the iteration is no list");
    return std::nullopt;
}

/// What a domain runs over, as a list; null (and a diagnostic) where it is none.
Value items_of(Node const& domain, Frame& frame) {
    auto const call = call_at(domain, frame);
    std::optional<List> items;
    if (domain.op == Op::domain) {
        auto const from = evaluate(domain.children[0], frame);
        items = counted(from, evaluate(domain.children[1], frame), call);
        if (!items) no_domain(call);
    } else {
        auto value = evaluate(domain, frame);
        if (value.is(Kind::list)) return value;
        items = iterated(value, call);
    }
    return items ? Value(std::move(*items)) : Value();
}

/// Calls `turn` for every combination of the domains' items until it says false.
/// False where a domain is no list or the work is used up.
template <class Turn>
bool over_domains(Node const& node, Frame& frame, std::size_t index, bool& going,
                  Turn const& turn) {
    if (index + 1 == node.children.size()) {
        if (!call_at(node, frame).work(1)) return false;
        going = turn();
        return true;
    }
    auto const items = items_of(node.children[index], frame);
    if (!items.is(Kind::list)) return false;
    for (auto const& item : items.list()) {
        frame.locals[static_cast<std::size_t>(node.slot) + index] = item;
        if (!over_domains(node, frame, index + 1, going, turn)) return false;
        if (!going) return true;
    }
    return true;
}

bool uses_local(Node const& node, std::int32_t slot) {
    if (node.op == Op::local && node.slot == slot) return true;
    return std::ranges::any_of(node.children,
                               [&](Node const& child) { return uses_local(child, slot); });
}

Value item_at(List const& list, Decimal const& number, Call const& call) {
    auto const index = number.to_integer();
    auto const size = static_cast<std::int64_t>(list.size());
    if (index && *index > 0 && *index <= size) return list[static_cast<std::size_t>(*index - 1)];
    if (index && *index < 0 && *index >= -size)
        return list[static_cast<std::size_t>(size + *index)];
    return call.fail("feel.index", "列表没有第 " + number.to_string() + " 项",
                     "the list has no item " + number.to_string());
}

}  // namespace

std::optional<List> iterated(Value const& domain, Call const& call) {
    if (domain.is(Kind::list)) return domain.list();
    if (domain.is_null()) return no_domain(call);
    if (!domain.is(Kind::range)) return List{domain};
    auto const& range = domain.range();
    auto items = counted(range.low, range.high, call);
    if (!items) return no_domain(call);
    if (!range.high_closed) items->pop_back();
    if (!range.low_closed && !items->empty()) items->erase(items->begin());
    return items;
}

Value evaluate_iteration(Node const& node, Frame& frame) {
    auto const call = call_at(node, frame);
    auto const& body = node.children.back();
    auto const partial = static_cast<std::size_t>(node.slot) + node.names.size();
    // `partial` costs a copy of the list each turn, so only where it is asked for.
    bool const wants_partial = uses_local(body, static_cast<std::int32_t>(partial));
    List results;
    bool going = true, fits = true;
    bool const done = over_domains(node, frame, 0, going, [&] {
        if (wants_partial) {
            frame.locals[partial] = Value(results);
            fits = call.work(results.size()) && frame.locals[partial].depth() < value_depth_max;
        }
        if (results.size() >= limit::items_max) fits = false;
        if (holds_too_much(call, results.capacity() * sizeof(Value))) return false;
        if (fits) results.push_back(evaluate(body, frame));
        return fits;
    });
    if (!done || frame.environment.stopped) return {};
    if (!fits)
        return call.fail("feel.too_large", "循环的结果过大", "the iteration's result is too large");
    return checked(Value(std::move(results)), call);
}

Value evaluate_quantified(Node const& node, Frame& frame) {
    bool const some = node.op == Op::some;
    bool unknown = false, found = false, wrong = false, going = true;
    bool const done = over_domains(node, frame, 0, going, [&] {
        auto const result = evaluate(node.children.back(), frame);
        if (result.is(Kind::boolean))
            found = result.boolean() == some;
        else if (result.is_null())
            unknown = true;
        else
            wrong = true;
        return !found && !wrong;
    });
    if (!done) return {};
    if (wrong)
        return call_at(node, frame)
            .fail("feel.type", "satisfies 之后不是“是”或“否”", "satisfies gives no true or false");
    if (found) return Value(some);
    return unknown ? Value() : Value(!some);
}

Value evaluate_filter(Node const& node, Frame& frame) {
    auto const call = call_at(node, frame);
    auto const value = evaluate(node.children[0], frame);
    if (value.is_null()) return call.fail("feel.type", "要筛选的是空值", "what is filtered is null");
    auto const& test = node.children[1];
    if (test.op == Op::constant && test.constant.is(Kind::number)) {
        if (value.is(Kind::list)) return item_at(value.list(), test.constant.number(), call);
        return item_at(List{value}, test.constant.number(), call);
    }
    List const single = value.is(Kind::list) ? List{} : List{value};
    auto const& items = value.is(Kind::list) ? value.list() : single;
    List kept;
    if (items.empty()) {
        frame.locals[node.slot] = Value();
        auto const result = uses_local(test, node.slot) ? Value() : evaluate(test, frame);
        return result.is(Kind::number) ? item_at(items, result.number(), call) : Value(List{});
    }
    for (auto const& item : items) {
        if (!call.work(1)) return {};
        frame.locals[node.slot] = item;
        auto const result = evaluate(test, frame);
        if (result.is(Kind::number)) return item_at(items, result.number(), call);
        if (result.is_null()) continue;
        if (!result.is(Kind::boolean))
            return call.with({&result, 1})
                .fail("feel.type", "筛选条件不是“是”或“否”", "the filter gives no true or false");
        if (result.boolean()) kept.push_back(item);
    }
    return Value(std::move(kept));
}

}  // namespace jizhi::feel
