#include "feel/evaluate.hpp"

#include <array>

#include "feel/arithmetic.hpp"
#include "feel/compare.hpp"
#include "feel/type.hpp"
#include "kit/limits_feel.hpp"

namespace jizhi::feel {
namespace {

using Kind = Value::Type;

/// The value of a node, without a copy where it already stands somewhere.
class Operand {
public:
    Operand(Node const& node, Frame& frame) {
        switch (node.op) {
            case Op::constant:
                value_ = &node.constant;
                break;
            case Op::input:
                value_ = &frame.inputs[static_cast<std::size_t>(node.slot)];
                break;
            case Op::local:
                value_ = &frame.locals[node.slot];
                break;
            case Op::capture:
                value_ = &frame.captures[static_cast<std::size_t>(node.slot)];
                break;
            default:
                own_ = evaluate(node, frame);
                value_ = &own_;
        }
    }
    Operand(Operand const&) = delete;
    Operand& operator=(Operand const&) = delete;
    [[nodiscard]] Value const& operator*() const { return *value_; }

private:
    Value own_;
    Value const* value_;
};

Value evaluate_arithmetic(Node const& node, Frame& frame) {
    Operand const left(node.children[0], frame), right(node.children[1], frame);
    auto const &a = *left, &b = *right;
    if (a.is(Kind::number) && b.is(Kind::number) && node.op < Op::divide) {
        auto const x = a.number(), y = b.number();
        auto const result = node.op == Op::add        ? x.plus(y)
                            : node.op == Op::subtract ? x.minus(y)
                                                      : x.times(y);
        if (result) return Value(*result);
    }
    return calculate(node.op, a, b, call_at(node, frame));
}

Value evaluate_logic(Node const& node, Frame& frame) {
    bool const decisive = node.op == Op::disjunction;  // true decides an `or`, false an `and`
    auto const a = evaluate(node.children[0], frame);
    if (a.is(Kind::boolean) && a.boolean() == decisive) return a;
    auto const b = evaluate(node.children[1], frame);
    if (b.is(Kind::boolean) && b.boolean() == decisive) return b;
    if (a.is(Kind::boolean) && b.is(Kind::boolean)) return Value(!decisive);
    auto const wrong = [](Value const& v) { return !v.is_null() && !v.is(Kind::boolean); };
    if (wrong(a) || wrong(b))
        return call_at(node, frame)
            .with(a, b)
            .fail("feel.type", "and、or 需要是或否", "and, or take true or false");
    return {};
}

Value incomparable(Node const& node, Frame& frame, Value const& a, Value const& b) {
    auto const zh = std::string("不能比较 ") + type_name(a) + " 与 " + type_name(b);
    auto const en = std::string("cannot compare ") + type_name(a) + " with " + type_name(b);
    return call_at(node, frame).with(a, b).fail("feel.type", zh, en);
}

Value evaluate_number_comparison(Op op, Decimal const& a, Decimal const& b) {
    auto const ordered = a <=> b;
    switch (op) {
        case Op::equal:
            return Value(ordered == 0);
        case Op::unequal:
            return Value(ordered != 0);
        case Op::less:
            return Value(ordered < 0);
        case Op::less_equal:
            return Value(ordered <= 0);
        case Op::greater:
            return Value(ordered > 0);
        default:
            return Value(ordered >= 0);
    }
}

Value evaluate_comparison(Node const& node, Frame& frame) {
    Operand const left(node.children[0], frame), right(node.children[1], frame);
    auto const &a = *left, &b = *right;
    if (a.is(Kind::number) && b.is(Kind::number))
        return evaluate_number_comparison(node.op, a.number(), b.number());
    if (node.op == Op::equal || node.op == Op::unequal) {
        auto const same = equal(a, b);
        if (!same) return incomparable(node, frame, a, b);
        return Value(*same == (node.op == Op::equal));
    }
    auto const ordered = compared(a, b);
    if (!ordered) return incomparable(node, frame, a, b);
    switch (node.op) {
        case Op::less:
            return Value(*ordered < 0);
        case Op::less_equal:
            return Value(*ordered <= 0);
        case Op::greater:
            return Value(*ordered > 0);
        default:
            return Value(*ordered >= 0);
    }
}

Value evaluate_between(Node const& node, Frame& frame) {
    auto const value = evaluate(node.children[0], frame);
    auto const low = evaluate(node.children[1], frame);
    auto const high = evaluate(node.children[2], frame);
    auto const from_low = compared(value, low), to_high = compared(value, high);
    // `value >= low and value <= high`: what is outside of one end is, whatever the other is.
    if ((from_low && !(*from_low >= 0)) || (to_high && !(*to_high <= 0))) return Value(false);
    if (!from_low || !to_high) return incomparable(node, frame, value, from_low ? high : low);
    return Value(true);
}

Value evaluate_test(Node const& node, Frame& frame) {
    auto const test = evaluate(node.children[1], frame);
    auto const kind = static_cast<TestKind>(node.flag);
    auto const op = node.children[1].op;
    if (test.is_null() && (op == Op::interval || op == Op::operator_range)) return {};
    if (kind == TestKind::boolean) return test.is(Kind::boolean) ? test : Value();
    auto const input = evaluate(node.children[0], frame);
    if (kind == TestKind::either && test.is(Kind::boolean) && !input.is(Kind::boolean)) return test;
    return truth(passes(input, test));
}

Value evaluate_any_test(Node const& node, Frame& frame) {
    bool unknown = false;
    for (auto const& child : node.children) {
        auto const result = evaluate(child, frame);
        if (result.is(Kind::boolean) && result.boolean()) return result;
        if (!result.is(Kind::boolean)) unknown = true;
    }
    return unknown ? Value() : Value(false);
}

Value evaluate_in(Node const& node, Frame& frame) {
    frame.locals[node.slot] = evaluate(node.children[0], frame);
    return evaluate(node.children[1], frame);
}

Value evaluate_list(Node const& node, Frame& frame) {
    List items;
    items.reserve(node.children.size());
    for (auto const& child : node.children) items.push_back(evaluate(child, frame));
    return checked(Value(std::move(items)), call_at(node, frame));
}

Value evaluate_context(Node const& node, Frame& frame) {
    std::vector<Context::Entry> entries;
    entries.reserve(node.children.size());
    for (std::size_t i = 0; i < node.children.size(); ++i) {
        auto value = evaluate(node.children[i], frame);
        frame.locals[static_cast<std::size_t>(node.slot) + i] = value;
        entries.emplace_back(node.names[i], std::move(value));
    }
    return checked(Value(Context::of(std::move(entries))), call_at(node, frame));
}

bool orderable(Value const& value) {
    return value.is(Kind::number) || value.is(Kind::string) || value.is(Kind::date) ||
           value.is(Kind::time) || value.is(Kind::date_time) || value.is(Kind::days_duration) ||
           value.is(Kind::months_duration);
}

Value bad_range(Node const& node, Frame& frame, Value const& low, Value const& high) {
    return call_at(node, frame)
        .with(low, high)
        .fail("feel.range", "范围的两端不合适", "the ends make no range");
}

Value evaluate_interval(Node const& node, Frame& frame) {
    Range range;
    range.low = evaluate(node.children[0], frame);
    range.high = evaluate(node.children[1], frame);
    range.low_closed = (node.flag & 1) != 0;
    range.high_closed = (node.flag & 2) != 0;
    if (!orderable(range.low) || !orderable(range.high))
        return bad_range(node, frame, range.low, range.high);
    auto const ordered = order(range.low, range.high);
    if (!ordered || *ordered > 0) return bad_range(node, frame, range.low, range.high);
    return Value(std::move(range));
}

Value evaluate_operator_range(Node const& node, Frame& frame) {
    using Form = Range::Form;
    auto end = evaluate(node.children[0], frame);
    Range range;
    range.form = static_cast<Form>(node.flag);
    range.low_closed = range.form == Form::greater_equal || range.form == Form::equal;
    range.high_closed = range.form == Form::less_equal || range.form == Form::equal;
    bool const equality = range.form == Form::equal || range.form == Form::unequal;
    if (!equality && !orderable(end)) return bad_range(node, frame, end, end);
    if (range.form == Form::less || range.form == Form::less_equal) {
        range.high = std::move(end);
    } else {
        range.low = end;
        if (equality) range.high = std::move(end);
    }
    return Value(std::move(range));
}

Value evaluate_item_name(Node const& node, Frame& frame) {
    auto const item = evaluate(node.children[0], frame);
    if (item.is(Kind::context))
        if (auto const* found = item.context().find(node.constant.string())) return *found;
    return evaluate(node.children[1], frame);
}

Value evaluate_condition(Node const& node, Frame& frame) {
    auto const test = evaluate(node.children[0], frame);
    if (test.is(Kind::boolean)) return evaluate(node.children[test.boolean() ? 1 : 2], frame);
    if (test.is_null()) return evaluate(node.children[2], frame);
    return call_at(node, frame)
        .with({&test, 1})
        .fail("feel.type", "if 的条件不是“是”或“否”", "the condition of if is not true or false");
}

Value unknown(Node const& node, Frame& frame) {
    auto const call = call_at(node, frame);
    auto const& text = node.constant.string();
    if (node.op == Op::bad_literal)
        return call.fail("feel.literal", "不是日期、时间或时长: " + text,
                         "not a date, time or duration: " + text);
    return call.fail("feel.unknown_name", "没有这个名称: " + text, "there is no name " + text);
}

Value evaluate_instance(Node const& node, Frame& frame) {
    auto const value = evaluate(node.children[0], frame);
    if (is_complete(*node.type)) return Value(conforms(value, *node.type));
    return call_at(node, frame)
        .fail("feel.type", "这个类型缺少参数，例如 list<number>",
              "this type lacks its parameters, as in list<number>");
}

Value self(Frame& frame) {
    return Value(std::shared_ptr<Callable const>(frame.self->shared_from_this()));
}

Value evaluate_rare(Node const& node, Frame& frame) {
    switch (node.op) {
        case Op::negate:
            return negate(evaluate(node.children[0], frame), call_at(node, frame));
        case Op::instance_of:
            return evaluate_instance(node, frame);
        case Op::negated_tests: {
            auto const result = evaluate(node.children[0], frame);
            return result.is(Kind::boolean) ? Value(!result.boolean()) : Value();
        }
        case Op::iterate:
            return evaluate_iteration(node, frame);
        case Op::some:
        case Op::every:
            return evaluate_quantified(node, frame);
        case Op::filter:
            return evaluate_filter(node, frame);
        case Op::interval:
            return evaluate_interval(node, frame);
        case Op::operator_range:
            return evaluate_operator_range(node, frame);
        case Op::call:
            return evaluate_call(node, frame);
        case Op::function:
            return evaluate_function(node, frame);
        case Op::builtin:
            return builtin_value(*node.builtin);
        case Op::item_name:
            return evaluate_item_name(node, frame);
        case Op::path:
            return property(evaluate(node.children[0], frame), node.constant.string(),
                            call_at(node, frame));
        case Op::list:
            return evaluate_list(node, frame);
        case Op::context:
            return evaluate_context(node, frame);
        case Op::between:
            return evaluate_between(node, frame);
        case Op::self:
            return self(frame);
        default:
            return unknown(node, frame);
    }
}

/// Counts the depth of a running body.
class Entered {
public:
    Entered(Environment& environment, int depth) : environment_(environment), depth_(depth) {
        environment_.depth += depth_;
    }
    Entered(Entered const&) = delete;
    Entered& operator=(Entered const&) = delete;
    ~Entered() { environment_.depth -= depth_; }

private:
    Environment& environment_;
    int depth_;
};

}  // namespace

Value checked(Value value, Call const& call) {
    if (value.depth() > value_depth_max || value.weight() > limit::weight_max)
        return call.fail("feel.too_large", "结果嵌套过深或过大",
                         "the value is too deep or too large");
    return value;
}

Value evaluate(Node const& node, Frame& frame) {
    switch (node.op) {
        case Op::constant:
            return node.constant;
        case Op::input:
            return frame.inputs[static_cast<std::size_t>(node.slot)];
        case Op::local:
            return frame.locals[node.slot];
        case Op::capture:
            return frame.captures[static_cast<std::size_t>(node.slot)];
        case Op::add:
        case Op::subtract:
        case Op::multiply:
        case Op::divide:
        case Op::power:
            return evaluate_arithmetic(node, frame);
        case Op::conjunction:
        case Op::disjunction:
            return evaluate_logic(node, frame);
        case Op::equal:
        case Op::unequal:
        case Op::less:
        case Op::less_equal:
        case Op::greater:
        case Op::greater_equal:
            return evaluate_comparison(node, frame);
        case Op::condition:
            return evaluate_condition(node, frame);
        case Op::test:
            return evaluate_test(node, frame);
        case Op::any_test:
            return evaluate_any_test(node, frame);
        case Op::in:
            return evaluate_in(node, frame);
        case Op::call_builtin:
            return evaluate_builtin_call(node, frame);
        default:
            return evaluate_rare(node, frame);
    }
}

Value run(FunctionBody const& body, std::span<Value const> inputs, std::span<Value const> captures,
          std::span<Value const> arguments, Function const* self, Environment& environment) {
    constexpr int own_depth = 4;  // the C++ frames between a call and the body
    constexpr std::size_t few = 8;
    Call const call{.environment = environment, .line = body.root.line, .column = body.root.column};
    if (environment.depth + body.root.depth + own_depth > limit::depth_max)
        return call.fail("feel.too_deep", "函数调用层次过深", "calls are nested too deeply");
    if (!call.work(1)) return {};
    Entered const entered(environment, body.root.depth + own_depth);
    if (body.locals == 0) {
        Frame frame{
            .inputs = inputs, .captures = captures, .self = self, .environment = environment};
        return evaluate(body.root, frame);
    }
    std::array<Value, few> short_locals;
    std::vector<Value> long_locals;
    auto const count = static_cast<std::size_t>(body.locals);
    if (count > few) long_locals.resize(count);
    Frame frame{.inputs = inputs,
                .locals = count > few ? long_locals.data() : short_locals.data(),
                .captures = captures,
                .self = self,
                .environment = environment};
    std::copy(arguments.begin(), arguments.end(), frame.locals);
    return evaluate(body.root, frame);
}

}  // namespace jizhi::feel
