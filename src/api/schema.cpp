#include "api/schema.hpp"

#include <fmt/format.h>

#include <cassert>
#include <utility>

#include "api/endpoint.hpp"
#include "kit/ids.hpp"
#include "kit/text.hpp"
#include "value/json.hpp"
#include "value/temporal.hpp"

namespace jizhi::api {
namespace {

constexpr std::size_t misfits_max = 100;  // more do not help whoever mends the body
constexpr std::string_view ref_prefix = "#/components/schemas/";

std::vector<NamedSchema>& registry() {
    static std::vector<NamedSchema> all;
    return all;
}

std::string joined(std::string const& path, std::string_view name) {
    return path.empty() ? std::string(name) : path + '.' + std::string(name);
}

bool has_type(Value const& value, std::string_view type) {
    using enum Value::Type;
    if (type == "object") return value.is(context);
    if (type == "array") return value.is(list);
    if (type == "string") return value.is(string);
    if (type == "boolean") return value.is(boolean);
    if (type == "number") return value.is(number);
    if (type == "integer") return value.is(number) && value.number().is_integer();
    return type == "null" && value.is_null();
}

std::string_view type_in_chinese(std::string_view type) {
    if (type == "object") return "对象";
    if (type == "array") return "数组";
    if (type == "string") return "字符串";
    if (type == "boolean") return "true 或 false";
    if (type == "number") return "数字";
    if (type == "integer") return "整数";
    return "null";
}

class Checker {
public:
    std::vector<FieldError> take() { return std::move(found_); }

    void check(Value const& value, Value const& schema, std::string const& path) {
        if (auto const ref = schema["$ref"].string_or(""); !ref.empty()) {
            auto const* target = find_schema(std::string_view(ref).substr(ref_prefix.size()));
            assert(target != nullptr && "a schema names one that does not exist");
            return check(value, *target, path);
        }
        if (auto const& any = schema["anyOf"]; any.is(Value::Type::list))
            return check_any(value, any.list(), path);
        if (!check_type(value, schema["type"], path)) return;
        check_enum(value, schema["enum"], path);
        if (value.is(Value::Type::context)) check_object(value.context(), schema, path);
        if (value.is(Value::Type::list)) check_array(value.list(), schema, path);
        if (value.is(Value::Type::string)) check_string(value.string(), schema, path);
        if (value.is(Value::Type::number)) check_number(value.number(), schema, path);
    }

private:
    void wrong(std::string const& path, std::string code, std::string zh, std::string en) {
        if (found_.size() < misfits_max)
            found_.push_back({path, Error{std::move(code), {}, std::move(zh), std::move(en)}});
    }

    /// One of them must fit; where none does, the first says what is wrong.
    void check_any(Value const& value, List const& any, std::string const& path) {
        std::vector<FieldError> first;
        for (auto const& one : any) {
            Checker checker;
            checker.check(value, one, path);
            if (checker.found_.empty()) return;
            if (first.empty()) first = checker.take();
        }
        for (auto& each : first)
            if (found_.size() < misfits_max) found_.push_back(std::move(each));
    }

    bool check_type(Value const& value, Value const& types, std::string const& path) {
        if (types.is_null()) return true;
        List const one{types};
        auto const& list = types.is(Value::Type::list) ? types.list() : one;
        std::string zh, en;
        for (auto const& type : list) {
            if (has_type(value, type.string())) return true;
            zh += (zh.empty() ? "" : "或") + std::string(type_in_chinese(type.string()));
            en += (en.empty() ? "" : " or ") + type.string();
        }
        wrong(path, "field.type", "这里应为" + zh, "this must be of type " + en);
        return false;
    }

    void check_enum(Value const& value, Value const& allowed, std::string const& path) {
        if (!allowed.is(Value::Type::list)) return;
        for (auto const& one : allowed.list())
            if (one == value) return;
        auto const options = to_json(allowed);
        wrong(path, "field.option", "只能是其中之一：" + options, "must be one of " + options);
    }

    void check_object(Object const& object, Value const& schema, std::string const& path) {
        for (auto const& name : list_of(schema["required"]))
            if (object.find(name.string()) == nullptr)
                wrong(joined(path, name.string()), "field.missing", "必填", "required");
        auto const& properties = schema["properties"];
        auto const& others = schema["additionalProperties"];
        for (auto const& [name, item] : object.entries()) {
            auto const* known =
                properties.is_null() ? nullptr : properties.context().find(name);
            if (known != nullptr) check(item, *known, joined(path, name));
            else if (others.is(Value::Type::context)) check(item, others, joined(path, name));
            else if (!properties.is_null() && !others.boolean_or(false))
                wrong(joined(path, name), "field.unknown", "没有名为“" + name + "”的字段，请去掉或改正",
                      "there is no field \"" + name + "\": remove or correct it");
        }
    }

    static List const& list_of(Value const& value) {
        static List const none;
        return value.is(Value::Type::list) ? value.list() : none;
    }

    void check_array(List const& items, Value const& schema, std::string const& path) {
        auto const most = schema["maxItems"].integer_or(-1);
        if (most >= 0 && std::cmp_greater(items.size(), most))
            wrong(path, "field.too_many_items", fmt::format("最多 {} 项", most),
                  fmt::format("at most {} items", most));
        if (std::cmp_less(items.size(), schema["minItems"].integer_or(0)))
            wrong(path, "field.too_few_items", "项数不足", "too few items");
        if (schema["items"].is_null()) return;
        std::size_t index = 0;
        for (auto const& item : items)
            check(item, schema["items"], path + '[' + std::to_string(index++) + ']');
    }

    void check_string(std::string const& text, Value const& schema, std::string const& path) {
        auto const longest = schema["maxLength"].integer_or(-1);
        auto const length = text::length(text);
        if (longest >= 0 && std::cmp_greater(length, longest))
            wrong(path, "field.too_long", fmt::format("最多 {} 个字", longest),
                  fmt::format("at most {} characters", longest));
        if (std::cmp_less(length, schema["minLength"].integer_or(0)))
            wrong(path, "field.too_short", "不能为空或太短", "empty or too short");
        auto const format = schema["format"].string_or("");
        if (format == "date" && !parse_date(text))
            wrong(path, "field.date", "应为日期，如 2026-01-31", "must be a date such as 2026-01-31");
        if (format == "uuid" && !looks_like_uuid(text))
            wrong(path, "field.uuid", "应为 UUID", "must be a UUID");
    }

    void check_number(Decimal const& number, Value const& schema, std::string const& path) {
        auto const& least = schema["minimum"];
        auto const& most = schema["maximum"];
        if (least.is(Value::Type::number) && number < least.number())
            wrong(path, "field.too_small", "不能小于 " + least.number().to_string(),
                  "must be at least " + least.number().to_string());
        if (most.is(Value::Type::number) && number > most.number())
            wrong(path, "field.too_big", "不能大于 " + most.number().to_string(),
                  "must be at most " + most.number().to_string());
    }

    std::vector<FieldError> found_;
};

Value reference(std::string_view name) {
    return Object{{"$ref", std::string(ref_prefix) + std::string(name)}};
}

/// "@Name" stands for a reference to the schema of that name, "@Name?" for it or null.
Value expanded(Value const& schema) {
    if (schema.is(Value::Type::list)) {
        List all;
        for (auto const& each : schema.list()) all.push_back(expanded(each));
        return all;
    }
    if (schema.is(Value::Type::context)) {
        Object all;
        for (auto const& [key, each] : schema.context().entries()) all.put(key, expanded(each));
        return all;
    }
    if (!schema.is(Value::Type::string) || !schema.string().starts_with('@')) return schema;
    std::string_view name = schema.string();
    name.remove_prefix(1);
    if (!name.ends_with('?')) return reference(name);
    name.remove_suffix(1);
    return Object{{"anyOf", List{reference(name), Object{{"type", "null"}}}}};
}

}  // namespace

Schema::Schema(std::string_view name, std::string_view json) {
    auto parsed = parse_json(json);
    assert(parsed && "the text of a schema is not JSON");
    assert(find_schema(name) == nullptr && "two schemas of one name");
    registry().push_back({std::string(name), expanded(*parsed)});
}

std::vector<NamedSchema> const& schemas() { return registry(); }

Value const* find_schema(std::string_view name) {
    for (auto const& [known, schema] : registry())
        if (known == name) return &schema;
    return nullptr;
}

std::vector<FieldError> misfits(Value const& value, Value const& schema) {
    Checker checker;
    checker.check(value, schema, "");
    return checker.take();
}

}  // namespace jizhi::api
