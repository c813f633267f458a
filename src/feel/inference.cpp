#include "feel/inference.hpp"

#include <algorithm>

#include "feel/arithmetic.hpp"
#include "feel/code.hpp"
#include "feel/compare.hpp"
#include "feel/evaluate.hpp"
#include "feel/inference_builtin.hpp"
#include "feel/sample.hpp"

namespace jizhi::feel {
namespace {

using Kind = Type::Kind;

bool is_scalar(TypePtr const& type) { return type && type->kind == Kind::scalar; }
bool is_scalar(TypePtr const& type, Value::Type scalar) {
    return is_scalar(type) && type->scalar == scalar;
}
bool is(TypePtr const& type, Kind kind) { return type && type->kind == kind; }
bool unknown(TypePtr const& type) {
    return !type || type->kind == Kind::any || type->kind == Kind::null ||
           type->kind == Kind::declared;
}

/// Walks one function body; those inside of it are walked with a walker of their own.
class Walker {
public:
    Walker(std::vector<TypePtr> const& inputs, std::vector<Complaint>& complaints)
        : inputs_(inputs), complaints_(complaints) {}

    TypePtr body(FunctionBody const& body, std::vector<TypePtr> captures) {
        locals_.assign(static_cast<std::size_t>(body.locals), nullptr);
        captures_ = std::move(captures);
        std::copy(body.types.begin(), body.types.end(), locals_.begin());
        return walk(body.root);
    }

private:
    TypePtr walk(Node const& node);
    TypePtr simple(Node const& node);
    TypePtr arithmetic(Node const& node);
    TypePtr negation(Node const& node);
    TypePtr logic(Node const& node);
    TypePtr comparison(Node const& node);
    TypePtr between(Node const& node);
    TypePtr test(Node const& node);
    TypePtr condition(Node const& node);
    TypePtr iteration(Node const& node);
    TypePtr list(Node const& node);
    TypePtr context(Node const& node);
    TypePtr path(Node const& node);
    TypePtr member(TypePtr const& of, Node const& node);
    TypePtr item_name(Node const& node);
    TypePtr filter(Node const& node);
    TypePtr interval(Node const& node);
    TypePtr call(Node const& node);
    TypePtr builtin(Node const& node);
    TypePtr function(Node const& node);

    void put(std::int32_t slot, TypePtr type) {
        auto const at = static_cast<std::size_t>(slot);
        if (at < locals_.size()) locals_[at] = std::move(type);
    }
    void complain(Node const& node, char const* code, std::string zh, std::string en) {
        complaints_.push_back({code, node.line, node.column, std::move(zh), std::move(en)});
    }
    void incomparable(Node const& node, TypePtr const& a, TypePtr const& b) {
        auto const x = words(a), y = words(b);
        complain(node, "feel.type", "不能比较" + x.zh + "与" + y.zh + "，请改成同一类型",
                 "cannot compare " + x.en + " with " + y.en + "; make them the same type");
    }
    void want_boolean(Node const& node, TypePtr const& type, char const* zh, char const* en) {
        if (unknown(type) || is_scalar(type, Value::Type::boolean)) return;
        complain(node, "feel.type", std::string(zh) + "应是“是”或“否”，这里是" + words(type).zh,
                 std::string(en) + " must be true or false, but is " + words(type).en);
    }

    std::vector<TypePtr> const& inputs_;
    std::vector<Complaint>& complaints_;
    std::vector<TypePtr> locals_, captures_;
};

TypePtr at(std::vector<TypePtr> const& types, std::int32_t slot) {
    auto const index = static_cast<std::size_t>(slot);
    return index < types.size() ? types[index] : nullptr;
}

TypePtr Walker::simple(Node const& node) {
    switch (node.op) {
        case Op::constant:
            return type_of(node.constant);
        case Op::input:
            return at(inputs_, node.slot);
        case Op::local:
            return at(locals_, node.slot);
        case Op::capture:
            return at(captures_, node.slot);
        case Op::bad_literal:
            complain(node, "feel.literal", "不是日期、时间或时长：" + node.constant.string_or(""),
                     "not a date, time or duration: " + node.constant.string_or(""));
            return nullptr;
        default:
            return nullptr;
    }
}

TypePtr Walker::walk(Node const& node) {
    switch (node.op) {
        case Op::add:
        case Op::subtract:
        case Op::multiply:
        case Op::divide:
        case Op::power:
            return arithmetic(node);
        case Op::negate:
            return negation(node);
        case Op::conjunction:
        case Op::disjunction:
            return logic(node);
        case Op::equal:
        case Op::unequal:
        case Op::less:
        case Op::less_equal:
        case Op::greater:
        case Op::greater_equal:
            return comparison(node);
        case Op::between:
            return between(node);
        case Op::in:
            put(node.slot, walk(node.children[0]));
            walk(node.children[1]);
            return scalar(Value::Type::boolean);
        case Op::test:
            return test(node);
        case Op::instance_of:
            if (!is_complete(*node.type))
                complain(node, "feel.type", "这个类型缺少参数，例如 list<number>",
                         "this type lacks its parameters, as in list<number>");
            walk(node.children[0]);
            return scalar(Value::Type::boolean);
        case Op::negated_tests:
        case Op::any_test:
            for (auto const& child : node.children) walk(child);
            return scalar(Value::Type::boolean);
        case Op::condition:
            return condition(node);
        case Op::iterate:
        case Op::some:
        case Op::every:
            return iteration(node);
        case Op::list:
            return list(node);
        case Op::context:
            return context(node);
        case Op::path:
            return path(node);
        case Op::item_name:
            return item_name(node);
        case Op::filter:
            return filter(node);
        case Op::interval:
        case Op::operator_range:
            return interval(node);
        case Op::call:
            return call(node);
        case Op::call_builtin:
            return builtin(node);
        case Op::function:
            return function(node);
        default:
            return simple(node);
    }
}

TypePtr Walker::arithmetic(Node const& node) {
    auto const a = walk(node.children[0]), b = walk(node.children[1]);
    if (unknown(a) || unknown(b)) return nullptr;
    if (is_scalar(a) && is_scalar(b)) {
        auto const result =
            sampled(a->scalar, b->scalar, [&](Value const& x, Value const& y, Call const& call) {
                return calculate(node.op, x, y, call);
            });
        if (result) return type_of(*result);
    }
    auto const x = words(a), y = words(b);
    auto const join = is_scalar(a, Value::Type::string) || is_scalar(b, Value::Type::string);
    complain(node, "feel.type",
             "不能用" + x.zh + "与" + y.zh + "计算" + (join ? "；接成文字请用 string()" : ""),
             "cannot compute with " + x.en + " and " + y.en +
                 (join ? "; to join them as text use string()" : ""));
    return nullptr;
}

TypePtr Walker::negation(Node const& node) {
    auto const type = walk(node.children[0]);
    if (unknown(type)) return nullptr;
    if (is_scalar(type, Value::Type::number) || is_scalar(type, Value::Type::days_duration) ||
        is_scalar(type, Value::Type::months_duration))
        return type;
    complain(node, "feel.type", words(type).zh + "前不能写负号",
             "a " + words(type).en + " cannot be negated");
    return nullptr;
}

TypePtr Walker::logic(Node const& node) {
    bool const decisive = node.op == Op::disjunction;
    auto const decides = [&](Node const& side) {
        return side.op == Op::constant && side.constant == Value(decisive);
    };
    auto const decided = std::ranges::any_of(node.children, decides);  // whatever the other side is
    for (auto const& child : node.children)
        if (auto const type = walk(child); !decided)
            want_boolean(child, type, "and、or 的两边", "each side of and, or");
    return scalar(Value::Type::boolean);
}

/// Whether values of these types can be compared so; unknown types can.
bool comparable(TypePtr const& a, TypePtr const& b, bool by_order) {
    if (unknown(a) || unknown(b)) return true;
    if (!is_scalar(a) || !is_scalar(b)) return !by_order && a->kind == b->kind;
    return sampled(a->scalar, b->scalar,
                   [&](Value const& x, Value const& y, Call const& call) {
                       auto const fine =
                           by_order ? order(x, y).has_value() : equal(x, y).has_value();
                       return fine ? Value(true) : call.fail("feel.type", "", "");
                   })
        .has_value();
}

TypePtr Walker::comparison(Node const& node) {
    auto const a = walk(node.children[0]), b = walk(node.children[1]);
    auto const by_order = node.op != Op::equal && node.op != Op::unequal;
    if (!comparable(a, b, by_order)) incomparable(node, a, b);
    return scalar(Value::Type::boolean);
}

TypePtr Walker::between(Node const& node) {
    auto const value = walk(node.children[0]);
    for (auto i : {1U, 2U}) {
        auto const end = walk(node.children[i]);
        if (!comparable(value, end, true)) incomparable(node, value, end);
    }
    return scalar(Value::Type::boolean);
}

/// Whether an input of that type can ever pass a test that gives this.
bool can_pass(TypePtr const& input, TypePtr const& test) {
    if (unknown(input) || unknown(test) || !is_scalar(input)) return true;
    if (test->kind == Kind::list) return can_pass(input, test->element);
    if (test->kind == Kind::range) return comparable(input, test->element, false);
    return test->kind == Kind::scalar && comparable(input, test, false);
}

TypePtr Walker::test(Node const& node) {
    auto const input = walk(node.children[0]), type = walk(node.children[1]);
    auto const boolean = is_scalar(type, Value::Type::boolean);
    auto const kind = static_cast<TestKind>(node.flag);
    auto const is_answer = kind == TestKind::boolean || (kind == TestKind::either && boolean);
    if (!is_answer && !can_pass(input, type)) {
        auto const x = words(input), y = words(type);
        complain(node, "feel.type", "这里比较的是" + x.zh + "，却写了" + y.zh + "，永远不会匹配",
                 "what is tested is a " + x.en + ", but this is a " + y.en + ": it never matches");
    }
    return scalar(Value::Type::boolean);
}

TypePtr Walker::condition(Node const& node) {
    want_boolean(node.children[0], walk(node.children[0]), "if 的条件", "the condition of if");
    auto const then = walk(node.children[1]);
    return joined(then, walk(node.children[2]));
}

TypePtr Walker::iteration(Node const& node) {
    auto slot = node.slot;
    for (std::size_t i = 0; i + 1 < node.children.size(); ++i) {
        auto const& domain = node.children[i];
        TypePtr item;
        if (domain.op == Op::domain) {
            item = walk(domain.children[0]);
            walk(domain.children[1]);
        } else {
            item = walk(domain);
            if (is(item, Kind::list) || is(item, Kind::range)) item = item->element;
        }
        put(slot++, item);
    }
    if (node.op == Op::iterate) {
        put(slot, list_of(nullptr));  // `partial`
        return list_of(walk(node.children.back()));
    }
    auto const& satisfied = node.children.back();
    want_boolean(satisfied, walk(satisfied), "satisfies 之后", "what stands behind satisfies");
    return scalar(Value::Type::boolean);
}

TypePtr Walker::list(Node const& node) {
    TypePtr element;
    for (std::size_t i = 0; i < node.children.size(); ++i) {
        auto const type = walk(node.children[i]);
        element = i == 0 ? type : joined(element, type);
    }
    return list_of(element);
}

TypePtr Walker::context(Node const& node) {
    auto made = std::make_shared<Type>();
    made->kind = Kind::context;
    for (std::size_t i = 0; i < node.children.size(); ++i) {
        auto type = walk(node.children[i]);
        put(node.slot + static_cast<std::int32_t>(i), type);
        made->fields.emplace_back(node.names[i], std::move(type));
    }
    return made;
}

TypePtr Walker::member(TypePtr const& of, Node const& node) {
    auto const& name = node.constant.string();
    if (unknown(of) || is(of, Kind::range)) return nullptr;
    if (is(of, Kind::context)) {
        auto const found =
            std::ranges::find(of->fields, name, &std::pair<std::string, TypePtr>::first);
        if (found != of->fields.end()) return found->second;
        if (of->fields.empty()) return nullptr;  // any context
    }
    if (is_scalar(of))
        if (auto const found = sampled(of->scalar, [&](Value const& value, Call const& call) {
                return property(value, name, call);
            }))
            return type_of(*found);
    complain(node, "feel.member", words(of).zh + "没有“" + name + "”这一项",
             "a " + words(of).en + " has no entry '" + name + "'");
    return nullptr;
}

TypePtr Walker::path(Node const& node) {
    auto const of = walk(node.children[0]);
    if (!is(of, Kind::list)) return member(of, node);
    return list_of(is(of->element, Kind::list) ? nullptr : member(of->element, node));
}

TypePtr Walker::item_name(Node const& node) {
    auto const item = walk(node.children[0]);
    auto const& name = node.constant.string();
    if (is(item, Kind::context) && !item->fields.empty()) {
        auto const found =
            std::ranges::find(item->fields, name, &std::pair<std::string, TypePtr>::first);
        if (found != item->fields.end()) return found->second;
    }
    // A scalar has no entries, so that the name means what it means outside.
    return is_scalar(item) || name == "item" ? walk(node.children[1]) : nullptr;
}

TypePtr Walker::filter(Node const& node) {
    auto const list = walk(node.children[0]);
    auto const item = is(list, Kind::list) ? list->element : list;
    put(node.slot, item);
    auto const by = walk(node.children[1]);
    if (is_scalar(by, Value::Type::number)) return item;
    if (is_scalar(by, Value::Type::boolean)) return list_of(item);
    if (!unknown(by))
        complain(node.children[1], "feel.type", "方括号里应是条件或序号，这里是" + words(by).zh,
                 "in brackets stands a condition or a number, but this is a " + words(by).en);
    return nullptr;
}

TypePtr Walker::interval(Node const& node) {
    auto made = std::make_shared<Type>();
    made->kind = Kind::range;
    for (auto const& child : node.children) {
        auto const type = walk(child);
        if (made->element && !comparable(made->element, type, true))
            incomparable(node, made->element, type);
        if (!unknown(type)) made->element = type;
    }
    return made;
}

TypePtr Walker::call(Node const& node) {
    auto const callee = walk(node.children[0]);
    std::vector<TypePtr> arguments;
    for (std::size_t i = 1; i < node.children.size(); ++i)
        arguments.push_back(walk(node.children[i]));
    if (is_scalar(callee) || is(callee, Kind::list) || is(callee, Kind::context)) {
        complain(node, "feel.type", words(callee).zh + "不能像函数那样调用",
                 "a " + words(callee).en + " cannot be called");
        return nullptr;
    }
    if (!is(callee, Kind::function)) return nullptr;
    auto const& wanted = callee->parameters;
    bool const named = !node.names.empty();  // then some may be left out
    if (!wanted.empty() && (named ? wanted.size() < arguments.size()
                                  : wanted.size() != arguments.size()))
        complain(node, "feel.arguments",
                 "函数要 " + std::to_string(wanted.size()) + " 个参数，这里给了 " +
                     std::to_string(arguments.size()) + " 个",
                 "the function takes " + std::to_string(wanted.size()) + " arguments, but " +
                     std::to_string(arguments.size()) + " are given");
    else if (!named)
        for (std::size_t i = 0; i < wanted.size(); ++i)
            if (!may_be(arguments[i], wanted[i]))
                complain(node.children[i + 1], "feel.arguments",
                         "这个参数应是" + words(wanted[i]).zh + "，这里是" + words(arguments[i]).zh,
                         "this argument must be a " + words(wanted[i]).en + ", but is a " +
                             words(arguments[i]).en);
    return callee->element;
}

TypePtr Walker::builtin(Node const& node) {
    std::vector<TypePtr> arguments;
    for (auto const& child : node.children) arguments.push_back(walk(child));
    if (auto const wrong = misfit(node, arguments)) {
        auto const& where =
            wrong->argument < node.children.size() ? node.children[wrong->argument] : node;
        complain(where, "feel.arguments", wrong->zh, wrong->en);
        return nullptr;
    }
    return result_of(*node.builtin, arguments);
}

TypePtr Walker::function(Node const& node) {
    std::vector<TypePtr> captures;
    for (auto const& child : node.children) captures.push_back(walk(child));
    auto made = std::make_shared<Type>();
    made->kind = Kind::function;
    made->parameters = node.body->types;
    if ((node.flag & 1) != 0) return made;  // external: its body is no FEEL
    made->element = Walker(inputs_, complaints_).body(*node.body, std::move(captures));
    return made;
}

}  // namespace

Inferred infer(Expression const& expression, std::vector<TypePtr> const& slots) {
    Inferred made;
    made.type = Walker(slots, made.complaints).body(expression.code().body, {});
    return made;
}

TypePtr result_of(FunctionBody const& body) {
    std::vector<TypePtr> const inputs;
    std::vector<Complaint> aside;
    return Walker(inputs, aside).body(body, {});
}

TypePtr scalar(Value::Type type) {
    auto made = std::make_shared<Type>();
    made->kind = Kind::scalar;
    made->scalar = type;
    return made;
}

TypePtr list_of(TypePtr element) {
    auto made = std::make_shared<Type>();
    made->kind = Kind::list;
    made->element = std::move(element);
    return made;
}

TypePtr type_of(Value const& value) {
    auto made = std::make_shared<Type>();
    switch (value.type()) {
        case Value::Type::null:
            made->kind = Kind::null;
            break;
        case Value::Type::list: {
            TypePtr element;
            for (std::size_t i = 0; i < value.list().size(); ++i) {
                auto const type = type_of(value.list()[i]);
                element = i == 0 ? type : joined(element, type);
            }
            return list_of(element);
        }
        case Value::Type::context:
            made->kind = Kind::context;
            for (auto const& [name, entry] : value.context().entries())
                made->fields.emplace_back(name, type_of(entry));
            break;
        case Value::Type::range: {
            auto const& range = value.range();
            made->kind = Kind::range;
            made->element = type_of(range.low.is_null() ? range.high : range.low);
            break;
        }
        case Value::Type::function:
            made->kind = Kind::function;
            break;
        default:
            return scalar(value.type());
    }
    return made;
}

bool may_be(TypePtr const& given, TypePtr const& wanted) {
    if (given == wanted || unknown(given) || unknown(wanted)) return true;
    if (wanted->kind == Kind::list)
        return may_be(given->kind == Kind::list ? given->element : given, wanted->element);
    if (given->kind == Kind::list)
        return !is(given->element, Kind::list) && may_be(given->element, wanted);
    if (given->kind != wanted->kind) return false;
    if (wanted->kind == Kind::scalar)
        return given->scalar == wanted->scalar ||
               (given->scalar == Value::Type::date && wanted->scalar == Value::Type::date_time);
    if (wanted->kind == Kind::range) return may_be(given->element, wanted->element);
    if (wanted->kind != Kind::context || given->fields.empty()) return true;
    return std::ranges::all_of(wanted->fields, [&](auto const& field) {
        auto const found =
            std::ranges::find(given->fields, field.first, &std::pair<std::string, TypePtr>::first);
        return found != given->fields.end() && may_be(found->second, field.second);
    });
}

TypePtr joined(TypePtr const& a, TypePtr const& b) {
    if (is(a, Kind::null)) return b;
    if (is(b, Kind::null)) return a;
    if (unknown(a) || unknown(b) || a->kind != b->kind) return nullptr;
    if (a->kind == Kind::scalar) return a->scalar == b->scalar ? a : nullptr;
    if (a->kind == Kind::list) return list_of(joined(a->element, b->element));
    if (a == b) return a;
    auto made = std::make_shared<Type>();
    made->kind = a->kind;  // any context, range or function
    return made;
}

}  // namespace jizhi::feel
