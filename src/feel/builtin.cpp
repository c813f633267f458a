#include "feel/builtin.hpp"

#include <algorithm>
#include <cassert>
#include <unordered_map>

#include "feel/function.hpp"
#include "feel/holding.hpp"
#include "feel/type.hpp"
#include "kit/limits_feel.hpp"
#include "value/text.hpp"

namespace jizhi::feel {
namespace {

/// "start position:n" and the rest of a signature. The types: s string, n number, b boolean,
/// d date, t time, w date and time, y days or m months duration, l list, c context, r range,
/// f function, a any, u any but a list (these two may be null). A capital letter may be null too.
Signature signature(Declaration const& declaration) {
    Signature made;
    made.function = declaration.function;
    std::string_view rest = declaration.parameters;
    while (!rest.empty()) {
        auto const comma = std::min(rest.find(", "), rest.size());
        auto part = rest.substr(0, comma);
        rest.remove_prefix(std::min(comma + 2, rest.size()));
        auto const colon = part.find(':');
        assert(colon != std::string_view::npos);
        Parameter parameter;
        parameter.type = part[colon + 1];
        auto name = part.substr(0, colon);
        if (name.ends_with("...")) {
            made.variadic = true;
            name.remove_suffix(3);
        }
        if (name.ends_with('?')) {
            parameter.optional = true;
            name.remove_suffix(1);
        }
        parameter.name = name;
        made.parameters.push_back(std::move(parameter));
    }
    return made;
}

std::vector<Builtin> collect() {
    std::vector<Builtin> all;
    for (auto const family :
         {string_builtins(), regex_builtins(), number_builtins(), list_builtins(),
          statistics_builtins(), context_builtins(), temporal_builtins(), calendar_builtins(),
          range_builtins(), conversion_builtins(), rule_builtins()})
        for (auto const& declaration : family) {
            auto found = std::ranges::find(all, declaration.name, &Builtin::name);
            if (found == all.end()) found = all.insert(all.end(), Builtin{declaration.name, {}});
            found->signatures.push_back(signature(declaration));
        }
    return all;
}

Value::Type wanted(char type) {
    switch (type) {
        case 's':
            return Value::Type::string;
        case 'n':
            return Value::Type::number;
        case 'b':
            return Value::Type::boolean;
        case 'd':
            return Value::Type::date;
        case 't':
            return Value::Type::time;
        case 'w':
            return Value::Type::date_time;
        case 'y':
            return Value::Type::days_duration;
        case 'm':
            return Value::Type::months_duration;
        case 'l':
            return Value::Type::list;
        case 'c':
            return Value::Type::context;
        case 'r':
            return Value::Type::range;
        case 'f':
            return Value::Type::function;
        default:
            return Value::Type::null;
    }
}

/// Fits one argument to what the parameter takes, as `coerce` does for types.
bool fit(Value& argument, char letter) {
    bool const nullable = letter >= 'A' && letter <= 'Z';
    char const type = nullable ? static_cast<char>(letter - 'A' + 'a') : letter;
    if (type == 'a') return true;
    if (type == 'u') {
        if (argument.is(Value::Type::list) && argument.list().size() == 1)
            argument = Value(argument.list().front());
        return true;
    }
    if (argument.is_null()) return nullable;
    auto const want = wanted(type);
    if (argument.is(want)) return true;
    if (type == 'l') {
        argument = Value(List{argument});
        return true;
    }
    if (!argument.is(Value::Type::list) || argument.list().size() != 1) return false;
    auto item = argument.list().front();
    if (!item.is(want)) return false;  // the argument stays: another signature may take it
    argument = std::move(item);
    return true;
}

bool takes(Signature const& signature, std::size_t count) {
    auto const required = static_cast<std::size_t>(
        std::ranges::count(signature.parameters, false, &Parameter::optional));
    return count >= required && (signature.variadic || count <= signature.parameters.size());
}

/// How many of the parameters must be there, and which of them has that name.
std::size_t needed(Signature const& signature) {
    auto const& parameters = signature.parameters;
    auto const optional = std::ranges::find(parameters, true, &Parameter::optional);
    return static_cast<std::size_t>(optional - parameters.begin());
}
std::size_t index_of(Signature const& signature, std::string const& name) {
    auto const& parameters = signature.parameters;
    auto const found = std::ranges::find(parameters, name, &Parameter::name);
    return static_cast<std::size_t>(found - parameters.begin());
}

/// Fits the arguments one by one; the parameter that the first unfit one was for, else nullptr.
Parameter const* first_misfit(Signature const& signature, std::span<Value> arguments) {
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        auto const& parameter = signature.parameters[std::min(i, signature.parameters.size() - 1)];
        bool const left_out = parameter.optional && arguments[i].is_null();
        if (!left_out && !fit(arguments[i], parameter.type)) return &parameter;
    }
    return nullptr;
}

/// A value as a diagnostic shows it: not more than a line of it.
std::string shown(Value const& value) {
    constexpr std::size_t bytes_max = 80, weight_max = 50;
    if (value.weight() > weight_max) return value.is(Value::Type::list) ? "[…]" : "{…}";
    if (value.is(Value::Type::string) && value.string().size() > bytes_max) {
        auto cut = bytes_max;  // where a code point begins
        while (cut > 0 && (static_cast<unsigned char>(value.string()[cut]) & 0xC0U) == 0x80) --cut;
        return to_literal(value.string().substr(0, cut) + "…");
    }
    return to_literal(value);
}

/// A built-in that is handed around as a value.
class BuiltinFunction : public Function {
public:
    explicit BuiltinFunction(Builtin const& builtin)
        : Function(names(builtin)), builtin_(builtin) {}
    [[nodiscard]] bool takes(std::size_t count) const override {
        return find_signature(builtin_, count) >= 0;
    }
    [[nodiscard]] bool put_in_order(std::span<std::string const> names,
                                    std::vector<Value>& arguments) const override {
        auto const found = find_signature(builtin_, names);
        if (found < 0) return false;
        auto const& signature = builtin_.signatures[static_cast<std::size_t>(found)];
        std::vector<Value> ordered(needed(signature));
        for (std::size_t i = 0; i < names.size(); ++i) {
            auto const at = index_of(signature, names[i]);
            if (at >= ordered.size()) ordered.resize(at + 1);
            ordered[at] = std::move(arguments[i]);
        }
        arguments = std::move(ordered);
        return true;
    }
    [[nodiscard]] Value call(std::span<Value const> arguments,
                             Environment& environment) const override {
        Call const call{.environment = environment};
        auto const found = find_signature(builtin_, arguments.size());
        if (found < 0)
            return call.fail("feel.arguments", "参数个数不对", "wrong number of arguments");
        std::vector<Value> copy(arguments.begin(), arguments.end());
        return invoke(builtin_, found, false, call, copy);
    }

    [[nodiscard]] Types types() const override {
        Types made;
        for (auto const& parameter : builtin_.signatures.front().parameters)
            if (!parameter.optional) made.parameters.push_back(type_of(parameter.type));
        return made;
    }

private:
    static std::shared_ptr<Type const> type_of(char letter) {
        auto const lower = letter >= 'A' && letter <= 'Z' ? letter - 'A' + 'a' : letter;
        auto made = std::make_shared<Type>();
        made->scalar = wanted(static_cast<char>(lower));
        made->kind = lower == 'l'   ? Type::Kind::list
                     : lower == 'c' ? Type::Kind::context
                     : lower == 'r' ? Type::Kind::range
                     : lower == 'f' ? Type::Kind::function
                     : lower == 'a' || lower == 'u' ? Type::Kind::any
                                                    : Type::Kind::scalar;
        return made;
    }
    static std::vector<std::string> names(Builtin const& builtin) {
        std::vector<std::string> result;
        for (auto const& parameter : builtin.signatures.front().parameters)
            if (!parameter.optional) result.push_back(parameter.name);
        return result;
    }
    Builtin const& builtin_;
};

/// Bytes that a function takes where it copies the lists that it is given, as many do.
std::size_t copied(std::span<Value const> arguments) {
    std::size_t bytes = 0;
    for (auto const& each : arguments)
        if (each.is(Value::Type::list)) bytes += each.list().size() * sizeof(Value);
    return bytes;
}

}  // namespace

Value Call::fail(std::string_view code, std::string_view zh, std::string_view en) const {
    constexpr std::size_t diagnostics_max = 100;  // one loop may fail a million times alike
    if (environment.stopped) return {};           // only what stopped it is of interest
    if (environment.strict) environment.stopped = true;
    auto* const list = environment.diagnostics;
    if (list == nullptr || list->size() >= diagnostics_max) return {};
    list->push_back({std::string(code), line, column, std::string(zh), std::string(en)});
    auto& given = list->back().given;
    for (auto const* value : {left, right})
        if (value != nullptr) given += (given.empty() ? "" : ", ") + shown(*value);
    for (auto const& value : arguments) given += (given.empty() ? "" : ", ") + shown(value);
    return {};
}

Value Call::bad_argument(std::string_view name) const {
    return fail("feel.argument", "参数不合适: " + std::string(name),
                "the argument does not fit: " + std::string(name));
}

bool Call::work(std::size_t steps) const {
    environment.steps += static_cast<std::int64_t>(steps);
    if (environment.steps <= limit::steps_max) return !holds_too_much(*this);
    // Told however much was told before: it is why there is no result.
    if (!environment.stopped && environment.diagnostics != nullptr)
        environment.diagnostics->push_back({"feel.too_long", line, column, "计算量超过上限",
                                            "the evaluation takes more steps than allowed"});
    environment.stopped = true;
    return false;
}

Value Call::apply(Value const& function, std::span<Value const> given) const {
    if (!function.is(Value::Type::function)) return bad_argument("function");
    auto const held = function.function();
    auto const* callee = dynamic_cast<Function const*>(held.get());
    if (callee == nullptr || !callee->takes(given.size()))
        return fail("feel.arguments", "函数的参数个数不对", "the function takes other arguments");
    return callee->call(given, environment);
}

std::vector<Builtin> const& builtins() {
    static std::vector<Builtin> const all = collect();
    return all;
}

Builtin const* find_builtin(std::string_view name) {
    static auto const index = [] {
        std::unordered_map<std::string_view, Builtin const*> map;
        for (auto const& builtin : builtins()) map.emplace(builtin.name, &builtin);
        return map;
    }();
    auto const found = index.find(name);
    return found != index.end() ? found->second : nullptr;
}

int find_signature(Builtin const& builtin, std::size_t count) {
    for (std::size_t i = 0; i < builtin.signatures.size(); ++i)
        if (takes(builtin.signatures[i], count)) return static_cast<int>(i);
    return -1;
}

int find_signature(Builtin const& builtin, std::span<std::string const> names) {
    int found = -1, partly = -1;  // with what it needs; with some of it left out, which is null
    for (auto name = names.begin(); name != names.end(); ++name)
        if (std::find(names.begin(), name, *name) != name) return -1;  // given twice
    for (std::size_t i = 0; i < builtin.signatures.size(); ++i) {
        auto const& parameters = builtin.signatures[i].parameters;
        // (point, range) and (range, point) have the same names: the order tells them apart.
        if (std::ranges::equal(names, parameters, {}, {}, &Parameter::name))
            return static_cast<int>(i);
        bool const all_known = std::ranges::all_of(names, [&](std::string const& name) {
            return std::ranges::find(parameters, name, &Parameter::name) != parameters.end();
        });
        bool const all_given = std::ranges::all_of(parameters, [&](Parameter const& parameter) {
            return parameter.optional || std::ranges::find(names, parameter.name) != names.end();
        });
        if (found < 0 && all_known && all_given) found = static_cast<int>(i);
        if (partly < 0 && all_known) partly = static_cast<int>(i);
    }
    return found >= 0 ? found : partly;
}

Value invoke(Builtin const& builtin, int first, bool named, Call const& call,
             std::span<Value> arguments) {
    if (!call.work(1) || holds_too_much(call, copied(arguments))) return {};
    auto const& chosen = builtin.signatures[static_cast<std::size_t>(first)];
    auto const* misfit = first_misfit(chosen, arguments);
    if (misfit == nullptr) return chosen.function(call.with(arguments), arguments);
    for (auto i = static_cast<std::size_t>(first) + 1; !named && i < builtin.signatures.size();
         ++i) {
        auto const& other = builtin.signatures[i];
        if (takes(other, arguments.size()) && first_misfit(other, arguments) == nullptr)
            return other.function(call.with(arguments), arguments);
    }
    return call.with(arguments).bad_argument(misfit->name);
}

Value builtin_value(Builtin const& builtin) {
    // One of each, so that a built-in equals itself.
    static auto const all = [] {
        std::unordered_map<Builtin const*, std::shared_ptr<Callable const>> made;
        for (auto const& each : builtins())
            made.emplace(&each, std::make_shared<BuiltinFunction>(each));
        return made;
    }();
    return Value(all.at(&builtin));
}

}  // namespace jizhi::feel
