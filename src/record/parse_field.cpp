#include "record/parse_field.hpp"

#include <fmt/format.h>

#include <array>

#include "record/cell.hpp"
#include "record/declaration.hpp"
#include "record/declared.hpp"
#include "value/text.hpp"

namespace jizhi::record {
namespace {

std::optional<Decimal> number_bound(Declared& map, std::string_view key) {
    auto const text = map.text(key);
    if (text.empty()) return {};
    auto const number = Decimal::parse(text);
    if (!number)
        map.fail("pack.number", fmt::format("{} 应为数字", key),
                 fmt::format("{} must be a number", key));
    return number;
}

std::optional<DateBound> date_bound(Declared& map, std::string_view key) {
    auto const text = map.text(key);
    if (text.empty()) return {};
    auto const bound = DateBound::parse(text);
    if (!bound)
        map.fail("pack.date", fmt::format("{} 应为日期、today 或 today-16y", key),
                 fmt::format("{} must be a date, today or such as today-16y", key));
    return bound;
}

/// The options that belong to the type; any other is an unknown key.
void read_options(Field& field, Declared& map) {
    switch (field.type) {
        case FieldType::text:
        case FieldType::long_text:
            field.length_max = field.type == FieldType::text ? 200 : 20'000;
            if (auto const n = map.integer("length_max"))
                field.length_max = static_cast<std::size_t>(*n);
            field.pattern = map.text("pattern");
            break;
        case FieldType::decimal:
            field.scale = static_cast<int>(map.integer("scale").value_or(2));
            if (field.scale < 0 || field.scale > 12) {
                map.fail("pack.scale", "scale 应为 0 到 12", "scale must be 0 to 12");
                field.scale = 2;
            }
            [[fallthrough]];
        case FieldType::integer:
        case FieldType::money:
            if (field.type == FieldType::money) field.scale = 2;
            field.min = number_bound(map, "min");
            field.max = number_bound(map, "max");
            break;
        case FieldType::date:
            field.from = date_bound(map, "min");
            field.to = date_bound(map, "max");
            break;
        case FieldType::code:
        case FieldType::codes:
            field.dictionary = map.id("dictionary");
            break;
        case FieldType::reference:
            field.reference = map.id("record");
            break;
        case FieldType::region:
            field.levels = map.texts("level");
            break;
        case FieldType::resident_id:
        case FieldType::phone:
            field.sensitive = true;
            break;
        case FieldType::file:
        case FieldType::files:
            field.media = map.texts("media");
            break;
        default:
            break;
    }
}

void read_default(Field& field, Declared& map) {
    auto const* given = map.get("default");
    if (given == nullptr) return;
    auto value = read_value(field, to_value(*given), Reading::exact);
    if (value)
        field.default_value = *value;
    else
        map.fail_at(*given, "pack.default", "默认值不合字段类型:" + value.error().zh,
                    "the default does not fit the field: " + value.error().en);
}

void read_counted(Field& field, Declared& map) {
    auto const* node = map.get("counted");
    if (node == nullptr) return;
    if (field.type != FieldType::integer)
        map.fail_at(*node, "pack.counted", "counted 只用于 integer 字段",
                    "counted is for fields of type integer");
    Declared entry(*node, map.errors());
    Counted counted{.record = entry.id("record"), .theirs = {}, .ours = {}, .where = {}};
    auto const* match = entry.need("match");
    if (match != nullptr && match->is_map() && match->entries.size() == 1) {
        counted.theirs = match->entries.front().key;
        counted.ours = match->entries.front().value.scalar;
    } else if (match != nullptr) {
        entry.fail_at(*match, "pack.counted", "match 应为 {对方字段: 本表字段}",
                      "match is {field of the other: field of this one}");
    }
    if (auto const* where = entry.get("where")) counted.where = to_value(*where);
    entry.finish();
    field.counted = std::move(counted);
}

}  // namespace

Field parse_field(std::string const& id, Node const& node, std::vector<Error>& errors) {
    Declared map(node, errors);
    Field field;
    field.id = id;
    auto const type = map.text("type");
    if (auto const known = field_type(type))
        field.type = *known;
    else
        map.fail("pack.field_type", "字段 " + id + " 的类型“" + type + "”不存在",
                 "the type \"" + type + "\" of field " + id + " does not exist");
    field.title = map.title("title", true);
    field.help = map.title("help", false);
    field.unit = map.title("unit", false);
    field.required = map.flag("required", false);
    field.unique = map.flag("unique", false);
    field.list = map.flag("list", true);
    field.approval = map.flag("approval", false);
    read_options(field, map);
    field.sensitive = map.flag("sensitive", field.sensitive);
    field.decided_by = map.text("decided_by");
    field.synonyms = map.texts("synonyms");
    read_default(field, map);
    read_counted(field, map);
    for (auto const* later : {"check", "warn", "computed", "required_if"}) (void)map.get(later);
    map.finish();
    auto const sealable = field.type == FieldType::text || field.type == FieldType::long_text ||
                          field.type == FieldType::resident_id || field.type == FieldType::phone ||
                          field.type == FieldType::uscc;
    if (field.sensitive && !sealable)
        map.fail("pack.sensitive", "只有文字类字段可以加密",
                 "only fields that hold text can be sealed");
    return field;
}

std::vector<Check> parse_checks(Node const& node, std::string const& field,
                                feel::Scope const& scope, std::vector<Error>& errors) {
    std::vector<Check> checks;
    if (node.is_list()) {
        for (auto const& item : node.items)
            for (auto& check : parse_checks(item, field, scope, errors)) checks.push_back(check);
        return checks;
    }
    if (node.is_scalar()) {
        if (auto that = compile_at(node, scope, errors)) checks.push_back({*that, field, {}, {}});
        return checks;
    }
    Declared map(node, errors);
    auto const* that = map.need("that");
    auto said_of = map.id_or_nothing("field");
    Title const says{map.text("zh"), map.text("en")};
    if (says.zh.empty() != says.en.empty())
        map.fail("pack.title", "检查的说明要有 zh 和 en",
                 "the words of a check need both zh and en");
    map.finish();
    if (said_of.empty()) said_of = field;
    if (that == nullptr) return checks;
    if (auto compiled = compile_at(*that, scope, errors))
        checks.push_back({*compiled, said_of, says.zh, says.en});
    return checks;
}

void compile_field(Field& field, Node const& node, feel::Scope const& scope,
                   std::vector<Error>& errors) {
    if (!field.pattern.empty()) {
        auto matches = node;
        matches.kind = Node::Kind::scalar;
        matches.scalar =
            "matches(" + field.id + ", " + to_literal(Value("^(?:" + field.pattern + ")$")) + ")";
        if (auto that = compile_at(matches, scope, errors))
            field.checks.push_back({*that, field.id, "格式应为 " + field.pattern,
                                    "must have the form " + field.pattern});
    }
    if (auto const* check = node.find("check"))
        for (auto& each : parse_checks(*check, field.id, scope, errors))
            field.checks.push_back(std::move(each));
    if (auto const* warn = node.find("warn"))
        field.warnings = parse_checks(*warn, field.id, scope, errors);
    if (auto const* computed = node.find("computed"))
        field.computed = compile_at(*computed, scope, errors);
    if (auto const* condition = node.find("required_if"))
        field.required_if = compile_at(*condition, scope, errors);
}

}  // namespace jizhi::record
