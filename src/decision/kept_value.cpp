#include "decision/kept_value.hpp"

#include "value/json.hpp"
#include "value/temporal.hpp"

namespace jizhi::decision {
namespace {

Value marked(char const* mark, std::string text) { return Context{{mark, std::move(text)}}; }

Value pack(Value const& value) {
    switch (value.type()) {
        case Value::Type::date: return marked("@date", to_text(value.date()));
        case Value::Type::time: return marked("@time", to_text(value.time()));
        case Value::Type::date_time: return marked("@at", to_text(value.date_time()));
        case Value::Type::days_duration: return marked("@for", to_text(value.days_duration()));
        case Value::Type::months_duration: return marked("@for", to_text(value.months_duration()));
        case Value::Type::list: {
            List made;
            for (auto const& each : value.list()) made.push_back(pack(each));
            return made;
        }
        case Value::Type::context: {
            Context made;
            for (auto const& [key, each] : value.context().entries()) made.put(key, pack(each));
            return made;
        }
        default: return value;
    }
}

template <class T>
Value or_null(std::optional<T> parsed) {
    return parsed ? Value(std::move(*parsed)) : Value();
}

Value unpack(Value const& value) {
    if (value.is(Value::Type::list)) {
        List made;
        for (auto const& each : value.list()) made.push_back(unpack(each));
        return made;
    }
    if (!value.is(Value::Type::context)) return value;
    auto const& entries = value.context().entries();
    if (entries.size() == 1 && entries.front().first.starts_with('@')) {
        auto const& [mark, content] = entries.front();
        auto const text = content.string_or("");
        if (mark == "@date") return or_null(parse_date(text));
        if (mark == "@time") return or_null(parse_time(text));
        if (mark == "@at") return or_null(parse_date_time(text));
        if (mark == "@for") return parse_duration(text).value_or(Value());
    }
    Context made;
    for (auto const& [key, each] : entries) made.put(key, unpack(each));
    return made;
}

}  // namespace

std::string keep(Value const& value) { return to_json(pack(value)); }

Result<Value> kept(std::string_view text) {
    TRY(value, parse_json(text));
    return unpack(value);
}

}  // namespace jizhi::decision
