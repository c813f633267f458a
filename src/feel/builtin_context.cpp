#include "feel/builtin.hpp"
#include "kit/limits_feel.hpp"

namespace jizhi::feel {
namespace {

using Kind = Value::Type;

Value limited(Context context, Call const& call) {
    Value result(std::move(context));
    if (result.depth() > value_depth_max || result.weight() > limit::weight_max)
        return call.fail("feel.too_large", "结果过大或嵌套过深",
                         "the value is too large or too deep");
    return result;
}

Value get_value(Call const& call, Arguments a) {
    auto const* found = a[0].context().find(a[1].string());
    if (found == nullptr)
        return call.fail("feel.member", "没有 " + a[1].string(), "there is no " + a[1].string());
    return *found;
}

/// `get value(context, ["a", "b"])` is context.a.b.
Value get_value_along(Call const& call, Arguments a) {
    Value value = a[0];
    for (auto const& key : a[1].list()) {
        if (!key.is(Kind::string)) return call.bad_argument("keys");
        value = Value(value[key.string()]);
    }
    return value;
}

Value get_entries(Call const&, Arguments a) {
    List entries;
    for (auto const& [key, value] : a[0].context().entries())
        entries.emplace_back(Context{{"key", key}, {"value", value}});
    return Value(std::move(entries));
}

Value context_of(Call const& call, Arguments a) {
    std::vector<Context::Entry> entries;
    for (auto const& entry : a[0].list()) {
        auto const& key = entry["key"];
        if (!key.is(Kind::string) || entry.context().find("value") == nullptr)
            return call.bad_argument("entries");
        for (auto const& [known, value] : entries)
            if (entries.size() < 100 && known == key.string())
                return call.fail("feel.key_twice", "名称重复: " + known,
                                 "the key stands twice: " + known);
        entries.emplace_back(key.string(), entry["value"]);
    }
    auto const count = entries.size();
    auto made = Context::of(std::move(entries));
    if (made.size() != count) return call.fail("feel.key_twice", "名称重复", "a key stands twice");
    return limited(std::move(made), call);
}

Value put_along(Call const& call, Value const& target, std::span<Value const> keys,
                Value const& value, std::size_t depth) {
    if (keys.empty()) return value;
    if (!keys[0].is(Kind::string) || depth > value_depth_max) return call.bad_argument("keys");
    if (!target.is(Kind::context)) return call.bad_argument("context");
    auto made = target.context();
    auto const& key = keys[0].string();
    if (keys.size() == 1) {
        made.put(key, value);
        return limited(std::move(made), call);
    }
    auto inner = put_along(call, target[key], keys.subspan(1), value, depth + 1);
    if (inner.is_null()) return {};
    made.put(key, std::move(inner));
    return limited(std::move(made), call);
}

Value context_put(Call const& call, Arguments a) {
    return put_along(call, a[0], a.subspan(1, 1), a[2], 0);
}

Value context_put_along(Call const& call, Arguments a) {
    if (a[1].list().empty()) return call.bad_argument("keys");
    return put_along(call, a[0], a[1].list(), a[2], 0);
}

Value context_merge(Call const& call, Arguments a) {
    std::vector<Context::Entry> entries;
    for (auto const& context : a[0].list()) {
        if (!context.is(Kind::context)) return call.bad_argument("contexts");
        auto const& more = context.context().entries();
        entries.insert(entries.end(), more.begin(), more.end());
    }
    return limited(Context::of(std::move(entries)), call);
}

constexpr Declaration declarations[] = {
    {"get value", "m:c, key:s", get_value},
    {"get value", "context:c, key:s", get_value},
    {"get value", "context:c, keys:l", get_value_along},
    {"get entries", "m:c", get_entries},
    {"get entries", "context:c", get_entries},
    {"context", "entries:l", context_of},
    {"context put", "context:c, key:s, value:a", context_put},
    {"context put", "context:c, keys:l, value:a", context_put_along},
    {"context merge", "contexts:l", context_merge},
};

}  // namespace

std::span<Declaration const> context_builtins() { return declarations; }

}  // namespace jizhi::feel
