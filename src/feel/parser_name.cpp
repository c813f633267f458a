#include <algorithm>

#include "feel/builtin.hpp"
#include "feel/parser.hpp"

namespace jizhi::feel {

std::int32_t Parser::bind(std::string name, bool filter) {
    auto const slot = level().used++;
    level().locals = std::max(level().locals, level().used);
    level().bindings.push_back({std::move(name), slot, filter});
    return slot;
}

void Parser::unbind(std::size_t count) {
    level().used -= static_cast<std::int32_t>(count);
    level().bindings.resize(level().bindings.size() - count);
}

/// The longest name in sight that stands here; empty where none does.
std::string Parser::longest_known() {
    here();
    std::string_view best;
    std::size_t covered = 0;
    char const first = in_.at() < in_.text().size() ? in_.text()[in_.at()] : '\0';
    auto const consider = [&](std::string_view name) {
        if (name.empty() || name[0] != first) return;
        auto const bytes = in_.match_name(name);
        if (bytes <= covered) return;
        covered = bytes;
        best = name;
    };
    for (auto const& known : levels_) {
        for (auto const& binding : known.bindings) consider(binding.name);
        consider(known.self);
    }
    for (auto const& input : inputs_) consider(input);
    for (auto const& builtin : builtins()) consider(builtin.name);
    return std::string(best);
}

Node Parser::name() {
    auto const start = here();
    auto known = longest_known();
    auto const covered = known.empty() ? 0 : in_.match_name(known);
    if (covered != 0) {
        in_.go(start + covered);
        auto const end = in_.at();
        here();
        // A word right behind a known name means that the name goes on: it is another, unknown one.
        bool const goes_on = in_.at() != end && starts_name(code_point(in_.text(), in_.at()).value);
        in_.go(start);
        auto const words = goes_on ? in_.take_words() : std::string();
        if (words.size() <= known.size()) {
            in_.go(start + covered);
            return resolve(known, levels_.size() - 1, level().bindings.size(), start);
        }
        return resolve(words, levels_.size() - 1, level().bindings.size(), start);
    }
    auto const words = in_.take_words();
    if (words.empty()) return expected("表达式", "an expression");
    return resolve(words, levels_.size() - 1, level().bindings.size(), start);
}

Node Parser::unknown(std::string const& name, std::size_t start) {
    auto node = make(Op::unknown, start);
    node.constant = Value(name);
    return node;
}

/// A name within a filter: an entry of the item, also one that is called `item`, else `elsewhere`.
Node Parser::item_name(std::string const& name, Node item, Node elsewhere, std::size_t start) {
    std::vector<Node> children;
    children.push_back(std::move(item));
    children.push_back(std::move(elsewhere));
    auto node = make(Op::item_name, start, std::move(children));
    node.constant = Value(name);
    return node;
}

/// What `name` means in the function `at`, seen from below its binding number `below`.
Node Parser::resolve(std::string const& name, std::size_t at, std::size_t below,
                     std::size_t start) {
    for (auto i = below; i-- > 0;) {
        auto const binding = levels_[at].bindings[i];
        if (binding.name == name) {
            if (name == "?") mentions_input_ = true;
            auto node = make(Op::local, start);
            node.slot = binding.slot;
            if (!binding.filter) return node;
            auto same = node;
            return item_name(name, std::move(node), std::move(same), start);
        }
        if (!binding.filter) continue;
        auto item = make(Op::local, start);
        item.slot = binding.slot;
        auto elsewhere = resolve(name, at, i, start);
        // An item may have an entry named like a built-in, but it is the built-in that is called.
        if (elsewhere.op == Op::builtin && in_.peek() == '(') return elsewhere;
        return item_name(name, std::move(item), std::move(elsewhere), start);
    }
    if (levels_[at].self == name && !name.empty()) return make(Op::self, start);
    return outside(name, at, start);
}

Node Parser::outside(std::string const& name, std::size_t at, std::size_t start) {
    if (at > 0) {
        auto from = resolve(name, at - 1, levels_[at - 1].bindings.size(), start);
        if (from.op == Op::builtin || from.op == Op::unknown) return from;
        return captured(name, std::move(from), at, start);
    }
    auto const input = std::ranges::find(inputs_, name);
    if (input != inputs_.end()) {
        if (name == "?") mentions_input_ = true;
        auto node = make(Op::input, start);
        node.slot = static_cast<std::int32_t>(input - inputs_.begin());
        return node;
    }
    if (auto const* builtin = find_builtin(name)) {
        auto node = make(Op::builtin, start);
        node.builtin = builtin;
        return node;
    }
    return unknown(name, start);
}

/// The function `at` takes the value of `from` (a node of the function around it) along.
Node Parser::captured(std::string const& key, Node from, std::size_t at, std::size_t start) {
    auto& into = levels_[at];
    auto const found = std::ranges::find(into.captured, key);
    auto const index = found - into.captured.begin();
    if (found == into.captured.end()) {
        into.captured.push_back(key);
        into.captures.push_back(std::move(from));
    }
    auto node = make(Op::capture, start);
    node.slot = static_cast<std::int32_t>(index);
    return node;
}

std::shared_ptr<Type const> Parser::type() {
    static constexpr char const* with_and[] = {"date and time", "days and time duration",
                                               "years and months duration"};
    auto const start = here();
    for (auto const* name : with_and)
        if (auto const bytes = in_.match_name(name)) {
            in_.go(start + bytes);
            return scalar_type(name);
        }
    if (auto generic = generic_type()) return generic;
    auto name = in_.take_words();
    if (name.empty()) expected("类型", "a type");
    while (in_.take(".")) name += "." + in_.take_words();
    if (auto scalar = scalar_type(name)) return scalar;
    auto type = std::make_shared<Type>();
    type->declared = scope_.type ? scope_.type(name) : nullptr;
    if (name == "Any")
        type->kind = Type::Kind::any;
    else if (name == "Null")
        type->kind = Type::Kind::null;
    else
        type->kind = Type::Kind::declared;
    if (type->kind == Type::Kind::declared && !type->declared && !error_)
        refuse("feel.unknown_type", start, "没有这个类型: " + name, "there is no type " + name);
    return type;
}

/// `list<…>`, `range<…>`, `context<…>`, `function<…> -> …`, or these names alone.
std::shared_ptr<Type const> Parser::generic_type() {
    auto const start = here();
    auto type = std::make_shared<Type>();
    if (in_.take_word("context")) return context_type();
    if (in_.take_word("function")) return function_type();
    if (in_.take_word("list"))
        type->kind = Type::Kind::list;
    else if (in_.take_word("range"))
        type->kind = Type::Kind::range;
    else
        return nullptr;
    if (starts_name((here(), code_point(in_.text(), in_.at()).value)) && !in_.at_word("then") &&
        !in_.at_word("and") && !in_.at_word("or") && !in_.at_word("else")) {
        in_.go(start);  // a declared type whose name begins with this word
        return nullptr;
    }
    if (in_.take("<")) {
        type->element = this->type();
        want(">");
    }
    return type;
}

std::shared_ptr<Type const> Parser::context_type() {
    auto type = std::make_shared<Type>();
    type->kind = Type::Kind::context;
    if (!in_.take("<")) return type;
    if (in_.take(">")) return type;
    do {
        auto name = in_.take_words();
        want(":");
        type->fields.emplace_back(std::move(name), this->type());
    } while (in_.take(","));
    want(">");
    return type;
}

std::shared_ptr<Type const> Parser::function_type() {
    auto type = std::make_shared<Type>();
    type->kind = Type::Kind::function;
    if (!in_.take("<")) return type;
    if (!in_.take(">")) {
        do {
            type->parameters.push_back(this->type());
        } while (in_.take(","));
        want(">");
    }
    if (in_.take("->")) type->element = this->type();
    return type;
}

}  // namespace jizhi::feel
