#include "feel/builtin.hpp"
#include "feel/code.hpp"
#include "feel/compare.hpp"
#include "feel/parser.hpp"

namespace jizhi::feel {
namespace {

using Kind = Value::Type;
using Order = std::optional<std::strong_ordering>;

/// A range, or a point as the range that holds it alone. Open ends are infinite.
struct Span {
    Value low, high;
    bool low_closed = true, high_closed = true;
    bool point = false;
};

Span span_of(Value const& value) {
    if (!value.is(Kind::range))
        return {
            .low = value, .high = value, .low_closed = true, .high_closed = true, .point = true};
    auto const& range = value.range();
    return {range.low, range.high, range.low_closed, range.high_closed, false};
}

/// Compares an end with an end; a missing low end is before and a missing high end behind all.
Order compare(Value const& a, bool a_low, Value const& b, bool b_low) {
    if (a.is_null() && b.is_null())
        return a_low == b_low ? std::strong_ordering::equal
               : a_low        ? std::strong_ordering::less
                              : std::strong_ordering::greater;
    if (a.is_null()) return a_low ? std::strong_ordering::less : std::strong_ordering::greater;
    if (b.is_null()) return b_low ? std::strong_ordering::greater : std::strong_ordering::less;
    return order(a, b);
}

/// How the ends of two spans lie to each other; nothing where they cannot be compared.
struct Relation {
    std::strong_ordering low, high;           ///< a's low to b's low, high to high
    std::strong_ordering high_low, low_high;  ///< a's high to b's low, a's low to b's high
};

std::optional<Relation> relate(Span const& a, Span const& b) {
    auto const low = compare(a.low, true, b.low, true);
    auto const high = compare(a.high, false, b.high, false);
    auto const high_low = compare(a.high, false, b.low, true);
    auto const low_high = compare(a.low, true, b.high, false);
    if (!low || !high || !high_low || !low_high) return std::nullopt;
    return Relation{*low, *high, *high_low, *low_high};
}

using Test = bool (*)(Span const& a, Span const& b, Relation const& r);

bool is_before(Span const& a, Span const& b, Relation const& r) {
    return r.high_low < 0 || (r.high_low == 0 && (!a.high_closed || !b.low_closed));
}
bool is_after(Span const& a, Span const& b, Relation const& r) {
    return r.low_high > 0 || (r.low_high == 0 && (!a.low_closed || !b.high_closed));
}
bool does_meet(Span const& a, Span const& b, Relation const& r) {
    return a.high_closed && b.low_closed && r.high_low == 0;
}
bool is_met_by(Span const& a, Span const& b, Relation const& r) {
    return a.low_closed && b.high_closed && r.low_high == 0;
}
bool do_overlap(Span const& a, Span const& b, Relation const& r) {
    return !is_before(a, b, r) && !is_after(a, b, r);
}
bool overlaps_before(Span const& a, Span const& b, Relation const& r) {
    return (r.low < 0 || (r.low == 0 && a.low_closed && !b.low_closed)) && !is_before(a, b, r) &&
           (r.high < 0 || (r.high == 0 && (!a.high_closed || b.high_closed)));
}
bool overlaps_after(Span const& a, Span const& b, Relation const& r) {
    return (r.low > 0 || (r.low == 0 && b.low_closed && !a.low_closed)) && !is_after(a, b, r) &&
           (r.high > 0 || (r.high == 0 && (!b.high_closed || a.high_closed)));
}
bool does_finish(Span const& a, Span const& b, Relation const& r) {
    return a.high_closed == b.high_closed && r.high == 0 &&
           (a.point || r.low > 0 || (r.low == 0 && (!a.low_closed || b.low_closed)));
}
bool does_start(Span const& a, Span const& b, Relation const& r) {
    return a.low_closed == b.low_closed && r.low == 0 &&
           (a.point || r.high < 0 || (r.high == 0 && (!a.high_closed || b.high_closed)));
}
bool does_include(Span const& a, Span const& b, Relation const& r) {
    return (r.low < 0 || (r.low == 0 && (a.low_closed || !b.low_closed))) &&
           (r.high > 0 || (r.high == 0 && (a.high_closed || !b.high_closed)));
}
bool does_coincide(Span const& a, Span const& b, Relation const& r) {
    return r.low == 0 && r.high == 0 && a.low_closed == b.low_closed &&
           a.high_closed == b.high_closed;
}

Value related(Call const& call, Value const& first, Value const& second, Test test) {
    auto const a = span_of(first), b = span_of(second);
    if (first.is_null() || second.is_null()) return call.bad_argument("range");
    auto const relation = relate(a, b);
    if (!relation) return call.fail("feel.type", "范围不能比较", "the ranges cannot be compared");
    return Value(test(a, b, *relation));
}

/// Which of the two arguments must be ranges.
enum class Need { none, first, second, both, same };

template <Test T, Need N, bool Turned = false>
Value range_function(Call const& call, Arguments a) {
    bool const first = a[0].is(Kind::range), second = a[1].is(Kind::range);
    if ((N == Need::first || N == Need::both) && !first) return call.bad_argument("range");
    if ((N == Need::second || N == Need::both) && !second) return call.bad_argument("range");
    if (N == Need::same && first != second) return call.bad_argument("range");
    return Turned ? related(call, a[1], a[0], T) : related(call, a[0], a[1], T);
}

/// A node that says its value without any name: literals, and dates made from them.
bool is_literal(Node const& node) {
    if (node.op == Op::constant) return !node.constant.is_null();
    if (node.op != Op::call_builtin || node.slot < 0) return false;
    auto const& name = node.builtin->name;
    if (name != "date" && name != "time" && name != "date and time" && name != "duration")
        return false;
    return node.children.size() == 1 && node.children[0].op == Op::constant;
}

struct OpenEnd {
    std::string sign, end;
};

/// `[2..)` is `>= 2` and `(..2)` is `< 2`: the side without an end is open.
std::optional<OpenEnd> with_open_end(std::string_view text) {
    constexpr std::string_view spaces = " \t\r\n";
    auto const trimmed = [&](std::string_view part) {
        auto const first = part.find_first_not_of(spaces);
        if (first == std::string_view::npos) return std::string_view();
        return part.substr(first, part.find_last_not_of(spaces) - first + 1);
    };
    text = trimmed(text);
    if (text.size() < 2) return std::nullopt;
    auto const inner = trimmed(text.substr(1, text.size() - 2));
    bool const opens = text.front() == '(' || text.front() == ']';
    bool const closes = text.back() == ')' || text.back() == '[';
    if (inner.starts_with("..") && opens && (closes || text.back() == ']'))
        return OpenEnd{closes ? "<" : "<=", std::string(inner.substr(2))};
    if (inner.ends_with("..") && closes && (opens || text.front() == '['))
        return OpenEnd{opens ? ">" : ">=", std::string(inner.substr(0, inner.size() - 2))};
    return std::nullopt;
}

Value range_of(Call const& call, Arguments a) {
    auto const open = with_open_end(a[0].string());
    auto const text = open ? "(" + open->sign + open->end + ")" : a[0].string();
    auto code = Parser(text, Scope{}, false).expression();
    bool const fits = code && code->body.root.op == (open ? Op::operator_range : Op::interval);
    if (!fits) return call.bad_argument("from");
    for (auto const& end : code->body.root.children)
        if (!is_literal(end)) return call.bad_argument("from");
    auto const made = compile(text, Scope{});
    return made->evaluate(std::span<Value const>(), call.environment);
}

constexpr Declaration declarations[] = {
    {"before", "point1:u, point2:u", range_function<is_before, Need::none>},
    {"before", "point:u, range:r", range_function<is_before, Need::none>},
    {"before", "range:r, point:u", range_function<is_before, Need::none>},
    {"before", "range1:r, range2:r", range_function<is_before, Need::none>},
    {"after", "point1:u, point2:u", range_function<is_after, Need::none>},
    {"after", "point:u, range:r", range_function<is_after, Need::none>},
    {"after", "range:r, point:u", range_function<is_after, Need::none>},
    {"after", "range1:r, range2:r", range_function<is_after, Need::none>},
    {"meets", "range1:r, range2:r", range_function<does_meet, Need::both>},
    {"met by", "range1:r, range2:r", range_function<is_met_by, Need::both>},
    {"overlaps", "range1:r, range2:r", range_function<do_overlap, Need::both>},
    {"overlaps before", "range1:r, range2:r", range_function<overlaps_before, Need::both>},
    {"overlaps after", "range1:r, range2:r", range_function<overlaps_after, Need::both>},
    {"finishes", "point:u, range:r", range_function<does_finish, Need::second>},
    {"finishes", "range1:r, range2:r", range_function<does_finish, Need::both>},
    {"finished by", "range:r, point:u", range_function<does_finish, Need::first, true>},
    {"finished by", "range1:r, range2:r", range_function<does_finish, Need::both, true>},
    {"includes", "range:r, point:u", range_function<does_include, Need::first>},
    {"includes", "range1:r, range2:r", range_function<does_include, Need::both>},
    {"during", "point:u, range:r", range_function<does_include, Need::second, true>},
    {"during", "range1:r, range2:r", range_function<does_include, Need::both, true>},
    {"starts", "point:u, range:r", range_function<does_start, Need::second>},
    {"starts", "range1:r, range2:r", range_function<does_start, Need::both>},
    {"started by", "range:r, point:u", range_function<does_start, Need::first, true>},
    {"started by", "range1:r, range2:r", range_function<does_start, Need::both, true>},
    {"coincides", "point1:u, point2:u", range_function<does_coincide, Need::same>},
    {"coincides", "range1:r, range2:r", range_function<does_coincide, Need::both>},
    {"range", "from:s", range_of},
};

}  // namespace

std::span<Declaration const> range_builtins() { return declarations; }

}  // namespace jizhi::feel
