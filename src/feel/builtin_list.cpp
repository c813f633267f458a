#include <algorithm>

#include "feel/builtin.hpp"
#include "feel/compare.hpp"
#include "feel/function.hpp"
#include "kit/limits_feel.hpp"

namespace jizhi::feel {
namespace {

using Kind = Value::Type;

bool same(Value const& a, Value const& b) { return equal(a, b) == true; }

bool holds(List const& list, Value const& item) {
    return std::ranges::any_of(list, [&](Value const& each) { return same(each, item); });
}

Value list_contains(Call const& call, Arguments a) {
    if (!call.work(a[0].list().size())) return {};
    return Value(holds(a[0].list(), a[1]));
}

Value count(Call const&, Arguments a) {
    return Value(static_cast<std::int64_t>(a[0].list().size()));
}

/// A position of the list, from 1 or from -1 at its end, as an index; nothing outside of it.
std::optional<std::size_t> index_of_position(List const& list, Value const& position) {
    auto const at = position.number().rounded(0, Rounding::down).to_integer();
    auto const size = static_cast<std::int64_t>(list.size());
    if (!at || *at == 0 || *at > size || *at < -size) return std::nullopt;
    return static_cast<std::size_t>(*at > 0 ? *at - 1 : size + *at);
}

Value bad_position(Call const& call) {
    return call.fail("feel.index", "位置超出列表", "the position is outside of the list");
}

Value sublist(Call const& call, Arguments a) {
    auto const& list = a[0].list();
    auto const first = index_of_position(list, a[1]);
    if (!first) return bad_position(call);
    auto last = list.size();
    if (a.size() > 2 && !a[2].is_null()) {
        auto const length = a[2].number().rounded(0, Rounding::down).to_integer();
        if (!length || *length < 1 || static_cast<std::uint64_t>(*length) > list.size() - *first)
            return bad_position(call);
        last = *first + static_cast<std::size_t>(*length);
    }
    return Value(List(list.begin() + static_cast<std::ptrdiff_t>(*first),
                      list.begin() + static_cast<std::ptrdiff_t>(last)));
}

Value limited(List list, Call const& call) {
    Value result(std::move(list));
    if (result.depth() > value_depth_max || result.weight() > limit::weight_max)
        return call.fail("feel.too_large", "列表过大或嵌套过深",
                         "the list is too large or too deep");
    return result;
}

Value append(Call const& call, Arguments a) {
    auto list = a[0].list();
    list.insert(list.end(), a.begin() + 1, a.end());
    return limited(std::move(list), call);
}

Value concatenate(Call const& call, Arguments a) {
    List list;
    std::size_t size = 0;
    for (auto const& each : a) size += each.list().size();
    list.reserve(size);
    for (auto const& each : a) list.insert(list.end(), each.list().begin(), each.list().end());
    return limited(std::move(list), call);
}

Value insert_before(Call const& call, Arguments a) {
    auto list = a[0].list();
    auto const at = index_of_position(list, a[1]);
    if (!at) return bad_position(call);
    list.insert(list.begin() + static_cast<std::ptrdiff_t>(*at), a[2]);
    return limited(std::move(list), call);
}

Value remove(Call const& call, Arguments a) {
    auto list = a[0].list();
    auto const at = index_of_position(list, a[1]);
    if (!at) return bad_position(call);
    list.erase(list.begin() + static_cast<std::ptrdiff_t>(*at));
    return Value(std::move(list));
}

/// By position, or by a function that says of each item (item, new item) whether it is replaced.
Value list_replace(Call const& call, Arguments a) {
    auto list = a[0].list();
    if (a[1].is(Kind::number)) {
        auto const at = index_of_position(list, a[1]);
        if (!at) return bad_position(call);
        list[*at] = a[2];
        return limited(std::move(list), call);
    }
    for (auto& item : list) {
        Value const pair[] = {item, a[2]};
        auto const match = call.apply(a[1], pair);
        if (!match.is(Kind::boolean))
            return call.fail("feel.type", "替换条件没有给出是或否", "the match gives no boolean");
        if (match.boolean()) item = a[2];
    }
    return limited(std::move(list), call);
}

Value reverse(Call const&, Arguments a) {
    auto const& list = a[0].list();
    return Value(List(list.rbegin(), list.rend()));
}

Value index_of(Call const& call, Arguments a) {
    List found;
    auto const& list = a[0].list();
    if (!call.work(list.size())) return {};
    for (std::size_t i = 0; i < list.size(); ++i)
        if (same(list[i], a[1])) found.push_back(Value(static_cast<std::int64_t>(i + 1)));
    return Value(std::move(found));
}

bool add_distinct(List& into, List const& from, Call const& call) {
    for (auto const& item : from) {
        if (!call.work(into.size() / 16 + 1)) return false;
        if (!holds(into, item)) into.push_back(item);
    }
    return true;
}

Value union_of(Call const& call, Arguments a) {
    List list;
    for (auto const& each : a)
        if (!add_distinct(list, each.list(), call)) return {};
    return limited(std::move(list), call);
}

Value distinct_values(Call const& call, Arguments a) {
    List list;
    return add_distinct(list, a[0].list(), call) ? Value(std::move(list)) : Value();
}

void flatten_into(List& into, List const& list) {
    for (auto const& item : list)
        if (item.is(Kind::list))
            flatten_into(into, item.list());
        else
            into.push_back(item);
}

Value flatten(Call const& call, Arguments a) {
    if (!call.work(a[0].weight())) return {};
    List list;
    flatten_into(list, a[0].list());
    return Value(std::move(list));
}

/// Merge sort written out: the comparison is the user's, so it may be inconsistent, which the
/// standard library's sort does not forgive.
bool merge_sort(List& list, Value const& precedes, Call const& call) {
    List other(list.size());
    for (std::size_t width = 1; width < list.size(); width *= 2) {
        for (std::size_t low = 0; low < list.size(); low += 2 * width) {
            auto const middle = std::min(low + width, list.size());
            auto const high = std::min(low + 2 * width, list.size());
            auto left = low, right = middle;
            for (auto out = low; out < high; ++out) {
                bool take_right = left >= middle;
                if (!take_right && right < high) {
                    Value const pair[] = {list[right], list[left]};
                    auto const before = call.apply(precedes, pair);
                    if (!before.is(Kind::boolean)) return false;
                    take_right = before.boolean();
                }
                other[out] = list[take_right ? right++ : left++];
            }
        }
        std::swap(list, other);
    }
    return true;
}

Value sort(Call const& call, Arguments a) {
    auto list = a[0].list();
    if (a.size() > 1 && !a[1].is_null()) {
        if (!merge_sort(list, a[1], call))
            return call.fail("feel.type", "排序函数没有给出是或否",
                             "the sort function gives no boolean");
        return Value(std::move(list));
    }
    bool comparable = true;
    for (auto const& item : list)
        if (!order(list.front(), item)) comparable = false;
    if (!comparable) return call.fail("feel.type", "各项不能比较", "the items cannot be compared");
    std::ranges::stable_sort(list, [](Value const& x, Value const& y) { return *order(x, y) < 0; });
    return Value(std::move(list));
}

Value partition(Call const& call, Arguments a) {
    auto const size = a[1].number().to_integer();
    if (!size || *size < 1) return call.bad_argument("size");
    List parts, part;
    for (auto const& item : a[0].list()) {
        part.push_back(item);
        if (static_cast<std::int64_t>(part.size()) == *size)
            parts.emplace_back(std::exchange(part, {}));
    }
    if (!part.empty()) parts.emplace_back(std::move(part));
    return limited(std::move(parts), call);
}

Value is_empty(Call const&, Arguments a) { return Value(a[0].list().empty()); }

constexpr Declaration declarations[] = {
    {"list contains", "list:l, element:a", list_contains},
    {"count", "list:l", count},
    {"sublist", "list:l, start position:n, length?:n", sublist},
    {"append", "list:l, item...:a", append},
    {"concatenate", "list...:l", concatenate},
    {"insert before", "list:l, position:n, newItem:a", insert_before},
    {"remove", "list:l, position:n", remove},
    {"list replace", "list:l, position:n, newItem:a", list_replace},
    {"list replace", "list:l, match:f, newItem:a", list_replace},
    {"reverse", "list:l", reverse},
    {"index of", "list:l, match:a", index_of},
    {"union", "list...:l", union_of},
    {"distinct values", "list:l", distinct_values},
    {"flatten", "list:l", flatten},
    {"sort", "list:l, precedes?:f", sort},
    {"partition", "list:l, size:n", partition},
    {"is empty", "list:l", is_empty},
};

}  // namespace

std::span<Declaration const> list_builtins() { return declarations; }

}  // namespace jizhi::feel
