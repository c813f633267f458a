#include "record/validate.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "kit/text.hpp"
#include "record/cell.hpp"
#include "record/identifiers.hpp"
#include "value/temporal.hpp"
#include "value/text.hpp"

namespace jizhi::record {

Problem problem_of(Field const& field, std::string code, std::string zh, std::string en) {
    return {.field = field.id,
            .code = std::move(code),
            .zh = std::move(zh),
            .en = std::move(en),
            .value = {},
            .suggestion = {},
            .warning = false};
}

Validator::Validator(Catalog const& catalog, RecordType const& type, region::Tree const& tree,
                     store::Connection& sql, FindParameter const& find_parameter, Reading reading)
    : catalog_(catalog),
      type_(type),
      tree_(tree),
      sql_(sql),
      find_parameter_(find_parameter),
      reading_(reading) {}

feel::Environment Validator::environment(Draft const& draft) {
    feel::Environment made;
    made.today = draft.as_of;
    if (find_parameter_)
        made.parameter = [this, &regions = path(draft.region),
                          as_of = draft.as_of](std::string_view name) {
            return find_parameter_(name, regions, as_of);
        };
    return made;
}

std::vector<std::string> const& Validator::path(std::string const& region) {
    auto const [found, is_new] = paths_.try_emplace(region);
    if (is_new)
        for (auto const* above : tree_.path(region))
            found->second.insert(found->second.begin(), above->code);
    return found->second;
}

void Validator::read(Context const& said, bool opening, Draft& draft,
                     std::vector<Problem>& problems) {
    for (auto const& [key, raw] : said.entries()) {
        auto const* field = type_.field(key);
        if (field == nullptr) {
            problems.push_back({key,
                                "record.unknown_field",
                                "没有字段“" + key + "”",
                                "there is no field \"" + key + "\"",
                                {},
                                {},
                                false});
            continue;
        }
        if (field->computed || field->counted || (!field->decided_by.empty() && !opening)) {
            problems.push_back(problem_of(*field, "record.derived", "由系统计算，不能填写",
                                          "is worked out by the program and cannot be entered"));
            continue;
        }
        auto const* dictionary = field->dictionary.empty()
                                     ? nullptr
                                     : catalog_.dictionary(field->dictionary, path(draft.region));
        auto value = read_value(*field, raw, reading_, dictionary);
        draft.given[field->slot] = true;
        if (value) {
            draft.values[field->slot] = std::move(*value);
            continue;
        }
        auto problem = problem_of(*field, value.error().code, value.error().zh, value.error().en);
        if (!field->sensitive) problem.value = to_text(raw);
        problem.suggestion = value.error().where;
        problems.push_back(std::move(problem));
    }
}

void Validator::fill_defaults(Draft& draft) const {
    for (auto const& field : type_.fields)
        if (draft.values[field.slot].is_null() && !draft.given[field.slot])
            draft.values[field.slot] = field.default_value;
}

void Validator::compute(Draft& draft) {
    auto const computed = [](Field const& field) { return field.computed.has_value(); };
    if (std::ranges::none_of(type_.fields, computed)) return;
    auto seen = slots(draft);
    for (auto const& field : type_.fields) {
        if (!computed(field)) continue;
        auto surroundings = environment(draft);
        auto const result = field.computed->evaluate(seen, surroundings);
        draft.values[field.slot] = read_value(field, result, Reading::exact).value_or(Value());
        seen[field.slot] = draft.values[field.slot];  // fields below may be worked out from it
    }
}

std::vector<Value> Validator::slots(Draft const& draft) const {
    auto all = draft.values;
    all.reserve(all.size() + 8);
    for (auto const& field : type_.fields) {
        if (field.type != FieldType::resident_id) continue;
        auto const& value = draft.values[field.slot];
        auto const facts = value.is(Value::Type::string) ? facts_of(value.string()) : std::nullopt;
        all.push_back(facts ? Value(facts->birth_date) : Value());
        all.push_back(facts ? Value(facts->male ? "1" : "2") : Value());
        all.push_back(facts ? Value(facts->region) : Value());
    }
    all.emplace_back(draft.id);
    all.emplace_back(draft.region);
    all.emplace_back(draft.as_of);
    all.push_back(draft.parent);
    return all;
}

void Validator::check(Draft const& draft, std::vector<Problem>& problems) {
    auto const seen = slots(draft);
    for (auto const& field : type_.fields) {
        auto const already = std::any_of(problems.begin(), problems.end(),
                                         [&](Problem const& p) { return p.field == field.id; });
        if (!already) check_field(field, draft, seen, problems);
    }
    check_conditions(draft, seen, problems);
}

void Validator::check_field(Field const& field, Draft const& draft,
                            std::vector<Value> const& seen, std::vector<Problem>& problems) {
    auto const& value = draft.values[field.slot];
    if (value.is_null()) {
        auto required = field.required;
        if (!required && field.required_if) {
            auto surroundings = environment(draft);
            required = field.required_if->evaluate(seen, surroundings).boolean_or(false);
        }
        if (required) problems.push_back(problem_of(field, "record.required", "必填", "is needed"));
        return;
    }
    if (!draft.given[field.slot]) return;
    check_bounds(field, value, draft.today, problems);
    check_exists(field, value, draft, problems);
}

void Validator::check_bounds(Field const& field, Value const& value, Date today,
                             std::vector<Problem>& problems) const {
    auto const add = [&](char const* code, std::string zh, std::string en) {
        problems.push_back(problem_of(field, code, std::move(zh), std::move(en)));
    };
    if (field.is_number()) {
        if (field.min && value.number() < *field.min)
            add("record.too_small", "不应小于 " + field.min->to_string(),
                "must not be less than " + field.min->to_string());
        if (field.max && value.number() > *field.max)
            add("record.too_large", "不应大于 " + field.max->to_string(),
                "must not be more than " + field.max->to_string());
    }
    if (field.type == FieldType::date) {
        if (field.from && value.date() < field.from->on(today))
            add("record.too_early", "不应早于 " + to_text(field.from->on(today)),
                "must not be before " + to_text(field.from->on(today)));
        if (field.to && value.date() > field.to->on(today))
            add("record.too_late", "不应晚于 " + to_text(field.to->on(today)),
                "must not be after " + to_text(field.to->on(today)));
    }
    if (field.type == FieldType::text || field.type == FieldType::long_text) {
        if (text::length(value.string()) > field.length_max)
            add("record.too_long", fmt::format("最多 {} 个字", field.length_max),
                fmt::format("has at most {} characters", field.length_max));
    }
}

void Validator::check_exists(Field const& field, Value const& value, Draft const& draft,
                             std::vector<Problem>& problems) {
    if (!field.dictionary.empty()) check_codes(field, value, draft, problems);
    if (field.type == FieldType::region) check_region(field, value.string(), problems);
    if (field.reference.empty()) return;
    auto const key = field.reference + " " + value.string();
    auto const [known, is_new] = references_.try_emplace(key, false);
    if (is_new)
        sql_.query(fmt::format("SELECT 1 FROM r_{} WHERE id = ?", field.reference),
                   {value.string()},
                   [&, found = known](store::Row const&) { found->second = true; });
    if (!known->second)
        problems.push_back(problem_of(field, "record.unknown_reference", "所指的记录不存在",
                                      "the record it points to does not exist"));
}

void Validator::check_codes(Field const& field, Value const& value, Draft const& draft,
                            std::vector<Problem>& problems) {
    auto const* dictionary = catalog_.dictionary(field.dictionary, path(draft.region));
    if (dictionary == nullptr) return;
    auto const one = [&](std::string const& said) {
        auto const* code = dictionary->find(said);
        if (code != nullptr && !code->retired) return;
        problems.push_back(problem_of(
            field, "record.unknown_code", "“" + said + "”不在“" + dictionary->title.zh + "”中",
            "\"" + said + "\" is not in \"" + dictionary->title.en + "\""));
    };
    if (field.type == FieldType::code)
        one(value.string());
    else
        for (auto const& each : value.list()) one(each.string());
}

void Validator::check_region(Field const& field, std::string const& code,
                             std::vector<Problem>& problems) const {
    auto const* region = tree_.find(code);
    if (region == nullptr) {
        problems.push_back(problem_of(field, "region.unknown", "没有区划代码 " + code,
                                      "there is no region with code " + code));
        return;
    }
    auto levels = field.levels;
    if (field.id == type_.region_field && levels.empty()) levels = type_.region_levels;
    auto const level = std::string(region::name_of(region->level));
    if (levels.empty() || std::find(levels.begin(), levels.end(), level) != levels.end()) return;
    problems.push_back(problem_of(
        field, "record.region_level", region->name + "的层级不对，应为:" + text::join(levels, "、"),
        region->name + " is a " + level + "; it must be a " + text::join(levels, " or ")));
}

void Validator::check_conditions(Draft const& draft, std::vector<Value> const& seen,
                                 std::vector<Problem>& problems) {
    auto surroundings = environment(draft);
    auto const one = [&](Check const& check, bool warning) {
        auto const holds = check.that.evaluate(seen, surroundings);
        if (!holds.is(Value::Type::boolean) || holds.boolean()) return;
        Problem problem{.field = check.field,
                        .code = "record.check",
                        .zh = check.zh,
                        .en = check.en,
                        .value = {},
                        .suggestion = {},
                        .warning = warning};
        if (problem.zh.empty()) problem.zh = "不符合条件:" + check.that.text();
        if (problem.en.empty()) problem.en = "does not fulfil: " + check.that.text();
        problems.push_back(std::move(problem));
    };
    for (auto const& check : type_.checks) {
        auto const* field = type_.field(check.field);
        if (field == nullptr || !draft.values[field->slot].is_null()) one(check, false);
    }
    for (auto const& field : type_.fields) {
        if (draft.values[field.slot].is_null()) continue;
        for (auto const& check : field.checks) one(check, false);
        for (auto const& check : field.warnings) one(check, true);
    }
}

}  // namespace jizhi::record
