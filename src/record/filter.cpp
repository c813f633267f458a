#include "record/filter.hpp"

#include <fmt/format.h>

#include <array>

#include "kit/text.hpp"
#include "record/table.hpp"
#include "region/closure.hpp"

namespace jizhi::record {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> comparisons{
    {{"eq", "="}, {"ne", "<>"}, {"lt", "<"}, {"le", "<="}, {"gt", ">"}, {"ge", ">="}}};

std::unexpected<Error> bad(Filter const& filter, std::string zh, std::string en) {
    return fail("query.filter", filter.field, std::move(zh), std::move(en));
}

std::string like_pattern(std::string_view said) {
    std::string pattern = "%";
    for (char c : text::lower(text::half_width(said))) {
        if (c == '%' || c == '_' || c == '\\') pattern += '\\';
        pattern += c;
    }
    return pattern + "%";
}

/// The column that a comparison of this field looks at, and the value it is compared with.
struct Side {
    std::string column;
    Cell cell;
};

Result<Side> side_of(store::Keys const& keys, RecordType const& type, Field const& field,
                     Value const& raw, std::string_view alias) {
    auto value = read_value(field, raw, Reading::exact);
    if (!value) return std::unexpected(value.error());
    auto const column =
        fmt::format("{}.{}", alias, sql_name(field.id, field.sensitive ? "_mac" : ""));
    if (value->is_null()) return Side{column, {}};
    if (!field.sensitive) return Side{column, to_cell(field, *value)};
    return Side{column, Cell::of(mac_of(keys, place_of(type, field), value->string()))};
}

Result<void> add_comparison(Condition& condition, store::Keys const& keys, RecordType const& type,
                            Field const& field, Filter const& filter, std::string_view alias) {
    for (auto const& [op, sign] : comparisons) {
        if (op != filter.op) continue;
        if (field.sensitive && op != "eq" && op != "ne")
            return bad(filter, "加密字段只能按全值查找", "a sealed field can only be found whole");
        TRY(side, side_of(keys, type, field, filter.value, alias));
        if (side.cell.kind == Cell::Kind::null) {
            condition.also(fmt::format("{} IS {}NULL", side.column, op == "ne" ? "NOT " : ""));
            return {};
        }
        // what has no value is also "not this"
        if (op == "ne")
            condition.also(fmt::format("({0} <> ? OR {0} IS NULL)", side.column));
        else
            condition.also(fmt::format("{} {} ?", side.column, sign));
        condition.bind(std::move(side.cell));
        return {};
    }
    return bad(filter, "没有这种筛选:" + filter.op,
               "there is no operator \"" + filter.op +
                   "\"; there are eq, ne, in, lt, le, gt, ge, contains, empty");
}

Result<void> add_in(Condition& condition, store::Keys const& keys, RecordType const& type,
                    Field const& field, Filter const& filter, std::string_view alias) {
    constexpr std::size_t choices_max = 200;
    if (!filter.value.is(Value::Type::list) || filter.value.list().size() > choices_max)
        return bad(filter, "in 要给一个列表(最多 200 项)", "in takes a list of at most 200 values");
    std::string marks, column;
    std::vector<Cell> cells;
    for (auto const& each : filter.value.list()) {
        TRY(side, side_of(keys, type, field, each, alias));
        column = side.column;
        marks += marks.empty() ? "?" : ",?";
        cells.push_back(std::move(side.cell));
    }
    if (cells.empty()) {
        condition.also("1 = 0");
        return {};
    }
    condition.also(fmt::format("{} IN ({})", column, marks));
    for (auto& cell : cells) condition.bind(std::move(cell));
    return {};
}

/// A region filter means that region and everything below it.
Result<void> add_region(Condition& condition, std::string const& column, Filter const& filter,
                        std::string const& today) {
    std::vector<std::string> codes;
    if (filter.value.is(Value::Type::list))
        for (auto const& each : filter.value.list()) codes.push_back(each.string_or(""));
    else
        codes.push_back(filter.value.string_or(""));
    if (filter.op != "eq" && filter.op != "in")
        return bad(filter, "区域只能用 eq 或 in", "a region takes eq or in");
    auto const below = region::below(column, codes, today);
    condition.also(below.sql);
    for (auto const& text : below.texts) condition.bind(text);
    return {};
}

Result<void> add_contains(Condition& condition, Field const& field, Filter const& filter,
                          std::string_view alias) {
    auto const column = fmt::format("{}.{}", alias, sql_name(field.id));
    if (field.sensitive || !filter.value.is(Value::Type::string))
        return bad(filter, "contains 只用于未加密的文字",
                   "contains is for text that is not sealed");
    switch (field.type) {
        case FieldType::text:
        case FieldType::long_text:
        case FieldType::uscc:
            condition.also(fmt::format("LOWER({}) LIKE ? ESCAPE '\\'", column));
            condition.bind(like_pattern(filter.value.string()));
            return {};
        case FieldType::codes:  // a JSON list of texts
            condition.also(fmt::format("{} LIKE ? ESCAPE '\\'", column));
            condition.bind(like_pattern("\"" + filter.value.string() + "\""));
            return {};
        default:
            return bad(filter, "这个字段不能用 contains", "this field does not take contains");
    }
}

Result<void> add_own(Condition& condition, store::Keys const& keys, RecordType const& type,
                     Field const& field, Filter const& filter, std::string_view alias,
                     std::string const& today) {
    auto const column = fmt::format("{}.{}", alias, sql_name(field.id));
    if (filter.op == "empty") {
        condition.also(
            fmt::format("{} IS {}NULL", column, filter.value.boolean_or(true) ? "" : "NOT "));
        return {};
    }
    if (filter.op == "contains") return add_contains(condition, field, filter, alias);
    if (field.type == FieldType::region) return add_region(condition, column, filter, today);
    if (filter.op == "in") return add_in(condition, keys, type, field, filter, alias);
    return add_comparison(condition, keys, type, field, filter, alias);
}

Result<void> add_system(Condition& condition, Filter const& filter, std::string const& today,
                        bool& taken) {
    taken = true;
    if (filter.field == "region") return add_region(condition, "a.region_code", filter, today);
    if (filter.field == "differs") {
        auto const any = filter.op == "empty";
        auto const none = any && filter.value.boolean_or(true);
        condition.also(
            fmt::format("{}EXISTS (SELECT 1 FROM record_mark m WHERE m.record_id = a.id{})",
                        none ? "NOT " : "", any ? "" : " AND m.mark = ?"));
        if (!any) condition.bind(filter.value.string_or(""));
        return {};
    }
    if (filter.field == "id" && filter.op == "eq") {
        condition.also("a.id = ?");
        condition.bind(filter.value.string_or(""));
        return {};
    }
    taken = false;
    return {};
}

}  // namespace

Result<std::vector<Filter>> parse_filters(Value const& json) {
    std::vector<Filter> filters;
    if (json.is_null()) return filters;
    if (!json.is(Value::Type::context))
        return fail("query.filter", "filter", "筛选条件应为 {字段: {运算: 值}}",
                    "a filter is {field: {operator: value}}");
    for (auto const& [field, ops] : json.context().entries()) {
        if (!ops.is(Value::Type::context)) {
            filters.push_back({field, ops.is(Value::Type::list) ? "in" : "eq", ops});
            continue;
        }
        for (auto const& [op, value] : ops.context().entries())
            filters.push_back({field, op, value});
    }
    return filters;
}

Result<void> add_filter(Condition& condition, Catalog const& catalog, store::Keys const& keys,
                        RecordType const& type, Filter const& filter, std::string const& today) {
    bool taken = false;
    CHECK_OK(add_system(condition, filter, today, taken));
    if (taken) return {};
    if (auto const* field = type.field(filter.field))
        return add_own(condition, keys, type, *field, filter, "a", today);
    auto const dot = filter.field.find('.');
    auto const head = filter.field.substr(0, dot == std::string::npos ? 0 : dot);
    auto const up = head == "parent";
    auto const* other = catalog.type(up ? type.parent : head);
    auto const related = other != nullptr && (up || other->parent == type.id);
    auto const* field = related ? other->field(filter.field.substr(dot + 1)) : nullptr;
    if (field == nullptr)
        return bad(filter, "没有字段“" + filter.field + "”",
                   "there is no field \"" + filter.field + "\"");
    Condition inner;
    inner.also(up ? "c.id = a.parent_id" : "c.parent_id = a.id");
    if (!up) {  // a child that has ended says nothing of today
        inner.also("(c.ended_on IS NULL OR c.ended_on >= ?)");
        inner.bind(today);
    }
    CHECK_OK(add_own(inner, keys, *other, *field, filter, "c", today));
    condition.also(
        fmt::format("EXISTS (SELECT 1 FROM {} c WHERE {})", other->table(), inner.sql()));
    condition.take_binds(inner);
    return {};
}

}  // namespace jizhi::record
