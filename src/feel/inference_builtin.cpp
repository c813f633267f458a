#include "feel/inference_builtin.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_map>

namespace jizhi::feel {
namespace {

using Kind = Type::Kind;
using Scalar = Value::Type;

/// The types that parameters take, by the letters of builtin.cpp.
TypePtr type_of_letter(char letter) {
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    auto const kind = [](Kind which) {
        auto made = std::make_shared<Type>();
        made->kind = which;
        return made;
    };
    switch (letter) {
        case 's':
            return scalar(Scalar::string);
        case 'n':
            return scalar(Scalar::number);
        case 'b':
            return scalar(Scalar::boolean);
        case 'd':
            return scalar(Scalar::date);
        case 't':
            return scalar(Scalar::time);
        case 'w':
            return scalar(Scalar::date_time);
        case 'y':
            return scalar(Scalar::days_duration);
        case 'm':
            return scalar(Scalar::months_duration);
        case 'c':
            return kind(Kind::context);
        case 'r':
            return kind(Kind::range);
        case 'f':
            return kind(Kind::function);
        default:
            return nullptr;  // any; and a list takes anything as its only item
    }
}

/// The first argument that the signature cannot take.
std::optional<std::size_t> first_wrong(Signature const& signature,
                                       std::vector<TypePtr> const& arguments) {
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        auto const& parameter = signature.parameters[std::min(i, signature.parameters.size() - 1)];
        auto const wanted = type_of_letter(parameter.type);
        // A date is not taken as a date and time here.
        auto const date = arguments[i] && arguments[i]->kind == Kind::scalar &&
                          arguments[i]->scalar == Scalar::date;
        if (!may_be(arguments[i], wanted) || (date && parameter.type == 'w')) return i;
    }
    return std::nullopt;
}

bool takes(Signature const& signature, std::size_t count) {
    auto const required = static_cast<std::size_t>(
        std::ranges::count(signature.parameters, false, &Parameter::optional));
    return count >= required && (signature.variadic || count <= signature.parameters.size());
}

/// What a built-in gives: a letter as above, or 'e' an item of its arguments, 'L' a list like its
/// first argument, 'l' a list, 'N' a list of numbers, 'S' a list of strings, '1' its first
/// argument.
char gives(std::string_view name) {
    static std::unordered_map<std::string_view, char> const all = [] {
        std::unordered_map<std::string_view, char> made;
        auto const add = [&](char letter, std::initializer_list<std::string_view> names) {
            for (auto const each : names) made.emplace(each, letter);
        };
        add('s', {"substring", "upper case", "lower case", "substring before", "substring after",
                  "replace", "string join", "normalize space", "trim", "string", "day of week",
                  "month of year", "rmb in words"});
        add('n',
            {"string length", "count", "decimal", "floor", "ceiling", "round up", "round down",
             "round half up", "round half down", "round half even", "modulo", "sqrt", "log", "exp",
             "number", "day of year", "week of year", "stddev", "working days between"});
        add('b', {"contains",   "starts with", "ends with",  "matches",         "list contains",
                  "is",         "not",         "is defined", "is empty",        "odd",
                  "even",       "all",         "any",        "before",          "after",
                  "meets",      "met by",      "overlaps",   "overlaps before", "overlaps after",
                  "finishes",   "finished by", "includes",   "during",          "starts",
                  "started by", "coincides"});
        add('d', {"date", "today", "last day of month", "add working days"});
        add('w', {"date and time", "now"});
        add('t', {"time"});
        add('m', {"years and months duration"});
        add('c', {"context", "context put", "context merge"});
        add('r', {"range"});
        add('l', {"append", "concatenate", "insert before", "list replace", "union", "flatten",
                  "partition", "get entries"});
        add('L', {"sublist", "reverse", "sort", "remove", "distinct values"});
        add('N', {"index of", "mode"});
        add('S', {"split"});
        add('e', {"min", "max", "sum", "mean", "median", "product"});
        add('1', {"abs", "assert"});
        return made;
    }();
    auto const found = all.find(name);
    return found == all.end() ? 'a' : found->second;
}

TypePtr item_of(std::vector<TypePtr> const& arguments) {
    if (arguments.empty()) return nullptr;
    auto const& first = arguments.front();
    if (arguments.size() == 1 && first && first->kind == Kind::list) return first->element;
    auto made = first;
    for (auto const& each : arguments) made = joined(made, each);
    return made;
}

}  // namespace

std::optional<Misfit> misfit(Node const& call, std::vector<TypePtr> const& arguments) {
    auto const& builtin = *call.builtin;
    if (call.slot < 0)
        return Misfit{arguments.size(),
                      "函数“" + builtin.name + "”没有这样的参数，请核对个数和名称",
                      "'" + builtin.name + "' takes no such arguments; check number and names"};
    auto const start = static_cast<std::size_t>(call.slot);
    auto const wrong = first_wrong(builtin.signatures[start], arguments);
    if (!wrong) return std::nullopt;
    for (auto i = start + 1; call.flag != 1 && i < builtin.signatures.size(); ++i)
        if (takes(builtin.signatures[i], arguments.size()) &&
            !first_wrong(builtin.signatures[i], arguments))
            return std::nullopt;
    auto const& parameters = builtin.signatures[start].parameters;
    auto const& parameter = parameters[std::min(*wrong, parameters.size() - 1)];
    auto const want = words(type_of_letter(parameter.type)), got = words(arguments[*wrong]);
    return Misfit{*wrong,
                  "函数“" + builtin.name + "”的参数 " + parameter.name + " 应是" + want.zh +
                      "，这里是" + got.zh,
                  "argument " + parameter.name + " of '" + builtin.name + "' must be a " + want.en +
                      ", but is a " + got.en};
}

TypePtr result_of(Builtin const& builtin, std::vector<TypePtr> const& arguments) {
    auto const& first = arguments.empty() ? TypePtr() : arguments.front();
    if (builtin.name == "get or else" && arguments.size() == 2) return joined(first, arguments[1]);
    switch (auto const letter = gives(builtin.name)) {
        case 'e':
            return item_of(arguments);
        case 'l':
            return list_of(nullptr);
        case 'L':
            return first && first->kind == Kind::list ? first : list_of(first);
        case 'N':
            return list_of(scalar(Scalar::number));
        case 'S':
            return list_of(scalar(Scalar::string));
        case '1':
            return first;
        default:
            return type_of_letter(letter);
    }
}

TypeWords words(TypePtr const& type) {
    static std::array<TypeWords, 9> const scalars{TypeWords{"空值", "null"},
                                                  {"是否值", "boolean"},
                                                  {"数字", "number"},
                                                  {"文字", "string"},
                                                  {"日期", "date"},
                                                  {"时间", "time"},
                                                  {"日期时间", "date and time"},
                                                  {"日时长", "days and time duration"},
                                                  {"年月时长", "years and months duration"}};
    if (!type) return {"任何值", "any value"};
    switch (type->kind) {
        case Kind::null:
            return scalars.front();
        case Kind::scalar:
            return scalars[static_cast<std::size_t>(type->scalar)];
        case Kind::list:
            if (!type->element) return {"列表", "list"};
            return {words(type->element).zh + "列表", "list of " + words(type->element).en};
        case Kind::context:
            return {"上下文", "context"};
        case Kind::range:
            return {"范围", "range"};
        case Kind::function:
            return {"函数", "function"};
        default:
            return {"任何值", "any value"};
    }
}

}  // namespace jizhi::feel
