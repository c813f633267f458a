#include "record/cursor.hpp"

#include <fmt/format.h>

#include "kit/text.hpp"
#include "record/table.hpp"
#include "value/json.hpp"

namespace jizhi::record {
namespace {

std::unexpected<Error> refused() {
    return fail("query.cursor", "cursor", "翻页标记已失效，请从第一页看起",
                "the cursor does not fit this list; begin with the first page");
}

Result<std::vector<Cell>> parse_cursor(std::string const& cursor,
                                       std::vector<SortKey> const& keys) {
    auto const text = text::unbase64(cursor);
    if (!text) return refused();
    auto const json = parse_json(*text);
    if (!json || !json->is(Value::Type::list) || json->list().size() != keys.size())
        return refused();
    std::vector<Cell> cells;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        auto const& value = json->list()[i];
        if (value.is_null())
            cells.emplace_back();
        else if (keys[i].integer && value.is(Value::Type::number))
            cells.push_back(Cell::of(value.integer_or(0)));
        else if (keys[i].blob && value.is(Value::Type::string) && text::unhex(value.string()))
            cells.push_back(Cell::of_blob(*text::unhex(value.string())));
        else if (!keys[i].blob && !keys[i].integer && value.is(Value::Type::string))
            cells.push_back(Cell::of(value.string()));
        else
            return refused();
    }
    return cells;
}

}  // namespace

Result<std::vector<SortKey>> sort_keys(RecordType const& type,
                                       std::vector<std::string> const& asked) {
    std::vector<SortKey> keys;
    for (auto const& said : asked.empty() ? type.sort : asked) {
        auto const descending = said.starts_with('-');
        auto const id = descending ? said.substr(1) : said;
        if (id == "region" || id == "updated_at") {
            auto const integer = id == "updated_at";
            keys.push_back(
                {integer ? "a.updated_at" : "a.region_code", descending, false, integer});
            continue;
        }
        auto const* field = type.field(id);
        if (field == nullptr || field->sensitive)
            return fail("query.sort", id, "不能按“" + id + "”排序",
                        "cannot sort by \"" + id + "\"");
        auto const pinyin = has_sort_key(type, *field);
        keys.push_back({"a." + sql_name(id, pinyin ? "_sort" : ""), descending, pinyin,
                        column_type(*field) == "BIGINT"});
    }
    keys.push_back({"a.id", false, false, false});
    return keys;
}

std::string order_by(std::vector<SortKey> const& keys) {
    std::string text;
    for (auto const& key : keys)
        text += fmt::format("{}{}{} NULLS LAST", text.empty() ? "" : ", ", key.column,
                            key.descending ? " DESC" : "");
    return text;
}

std::string make_cursor(std::vector<Cell> const& last) {
    List values;
    for (auto const& cell : last) {
        switch (cell.kind) {
            case Cell::Kind::null:
                values.emplace_back();
                break;
            case Cell::Kind::integer:
                values.emplace_back(cell.number);
                break;
            case Cell::Kind::text:
                values.emplace_back(cell.bytes);
                break;
            case Cell::Kind::blob:
                values.emplace_back(text::hex(cell.bytes));
                break;
        }
    }
    return text::base64(to_json(Value(std::move(values))));
}

Result<void> add_cursor(Condition& condition, std::vector<SortKey> const& keys,
                        std::string const& cursor) {
    if (cursor.empty()) return {};
    TRY(last, parse_cursor(cursor, keys));
    // after (k1, k2, …): k1 is after, or k1 is equal and k2 is after, …
    std::string any;
    std::vector<Cell> binds;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (last[i].kind == Cell::Kind::null) continue;  // nothing comes after no value
        std::string all;
        for (std::size_t k = 0; k < i; ++k) {
            auto const null = last[k].kind == Cell::Kind::null;
            all += fmt::format("{} {} AND ", keys[k].column, null ? "IS NULL" : "= ?");
            if (!null) binds.push_back(last[k]);
        }
        all += fmt::format("({0} {1} ? OR {0} IS NULL)", keys[i].column,
                           keys[i].descending ? "<" : ">");
        binds.push_back(last[i]);
        any += (any.empty() ? "(" : " OR (") + all + ")";
    }
    if (any.empty()) return refused();
    condition.also("(" + any + ")");
    for (auto& cell : binds) condition.bind(std::move(cell));
    return {};
}

}  // namespace jizhi::record
