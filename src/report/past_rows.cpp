#include "report/past_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "feel/compare.hpp"
#include "kit/text.hpp"
#include "record/cell.hpp"
#include "record/table.hpp"
#include "value/temporal.hpp"

namespace jizhi::report {
namespace {

using record::Loaded;
using record::RecordType;

std::vector<Value> values_of(RecordType const& type, Loaded const& row) {
    std::vector<Value> values;
    for (auto const& field : type.fields) values.push_back(row.value[field.id]);
    return values;
}

/// The words of the search box; sealed fields are not looked at.
std::vector<std::string> words_of(std::string const& q) {
    std::vector<std::string> words;
    auto const plain = text::lower(text::half_width(q));
    for (auto const word : text::split(plain, ' '))
        if (!text::trim(word).empty()) words.emplace_back(text::trim(word));
    return words;
}

/// One key of an order, with the value of each row made comparable.
struct Order {
    record::Field const* field;  ///< null: the region
    bool descending, pinyin;

    [[nodiscard]] Value key(Loaded const& row) const {
        if (field == nullptr) return row.region;
        auto const& value = row.value[field->id];
        if (pinyin && value.is(Value::Type::string)) return text::sort_key(value.string());
        return value;
    }
};

Result<std::vector<Order>> orders_of(RecordType const& type,
                                     std::vector<std::string> const& asked) {
    std::vector<Order> orders;
    for (auto const& said : asked.empty() ? type.sort : asked) {
        auto const descending = said.starts_with('-');
        auto const id = descending ? said.substr(1) : said;
        auto const* field = type.field(id);
        if (id != "region" && (field == nullptr || field->sensitive))
            return fail("query.sort", id, "不能按“" + id + "”排序",
                        "cannot sort by \"" + id + "\"");
        orders.push_back(
            {field, descending, field != nullptr && record::has_sort_key(type, *field)});
    }
    return orders;
}

/// Below zero: a stands first. What has no value comes last, whichever way.
int compared(Value const& a, Value const& b, bool descending) {
    if (a.is_null() || b.is_null())
        return static_cast<int>(a.is_null()) - static_cast<int>(b.is_null());
    auto found = 0;
    if (a.is(Value::Type::string) && b.is(Value::Type::string)) {
        found = a.string().compare(b.string());
    } else if (auto const order = feel::order(a, b)) {
        found = *order < 0 ? -1 : *order > 0 ? 1 : 0;
    }
    return descending ? -found : found;
}

void sort(std::vector<Loaded const*>& rows, std::vector<Order> const& orders) {
    std::vector<std::pair<std::vector<Value>, Loaded const*>> keyed;
    for (auto const* row : rows) {
        std::vector<Value> keys;
        for (auto const& order : orders) keys.push_back(order.key(*row));
        keyed.emplace_back(std::move(keys), row);
    }
    std::ranges::sort(keyed, [&](auto const& a, auto const& b) {
        for (std::size_t i = 0; i < orders.size(); ++i)
            if (auto const found = compared(a.first[i], b.first[i], orders[i].descending))
                return found < 0;
        return a.second->id < b.second->id;
    });
    std::ranges::transform(keyed, rows.begin(), [](auto const& each) { return each.second; });
}

Result<std::size_t> offset_of(std::string const& cursor) {
    if (cursor.empty()) return std::size_t{0};
    auto const number = Decimal::parse(cursor);
    auto const offset = number ? number->to_integer() : std::nullopt;
    if (!offset || *offset < 0)
        return fail("query.cursor", "cursor", "翻页标记已失效，请从第一页看起",
                    "the cursor does not fit this list; begin with the first page");
    return static_cast<std::size_t>(*offset);
}

/// A column that belongs to another row: "parent.name", "education.degree".
struct Foreign {
    std::string column, head;
    RecordType const* of;
    record::Field const* field;
};

Result<std::vector<Foreign>> foreign_columns(record::Catalog const& catalog, RecordType const& type,
                                             std::vector<std::string> const& columns) {
    std::vector<Foreign> found;
    for (auto const& column : columns) {
        auto const dot = column.find('.');
        if (dot == std::string::npos) continue;
        auto const head = column.substr(0, dot);
        auto const* of = catalog.type(head == "parent" ? type.parent : head);
        auto const* field = of == nullptr ? nullptr : of->field(column.substr(dot + 1));
        if (field == nullptr || (head != "parent" && of->parent != type.id))
            return fail("query.column", column, "没有这一列", "there is no such column");
        found.push_back({column, head, of, field});
    }
    return found;
}

/// The newest child that had not ended; children are oldest first.
Value const* newest(Value const& children, RecordType const& type, Date as_of) {
    Value const* found = nullptr;
    if (!children.is(Value::Type::list)) return found;
    for (auto const& child : children.list()) {
        auto const& ended = type.ends_with.empty() ? Value() : child[type.ends_with];
        if (!ended.is(Value::Type::date) || ended.date() >= as_of) found = &child;
    }
    return found;
}

Value shown(record::Field const& field, Value value) {
    if (!field.sensitive || value.is_null()) return value;
    return Value(record::masked(field.type, value.string_or("")));
}

/// Loads the rows of one page again, with what is sealed and what other rows say.
class PageMaker {
public:
    PageMaker(PastRows& rows, RecordType const& type, std::vector<Foreign> const& foreign)
        : rows_(rows), type_(type), foreign_(foreign) {}

    Result<std::vector<record::Row>> make(std::vector<std::string> const& ids) {
        record::LoadOptions options;
        for (auto const& each : foreign_)
            if (each.head != "parent") options.only_children.push_back(each.head);
        options.children = !options.only_children.empty();
        TRY(loaded, load(type_, ids, options));
        CHECK_OK(load_parents(loaded));
        std::vector<record::Row> made;
        for (auto const& row : loaded) made.push_back(row_of(row));
        return made;
    }

private:
    Result<std::vector<Loaded>> load(RecordType const& type, std::vector<std::string> const& ids,
                                     record::LoadOptions const& options) {
        auto const& world = rows_.world();
        return record::load_many(rows_.sql(), world.catalog, world.keys, type, ids, world.when,
                                 options);
    }
    Result<void> load_parents(std::vector<Loaded> const& rows) {
        auto const wanted = std::ranges::find(foreign_, "parent", &Foreign::head);
        if (wanted == foreign_.end()) return {};
        std::set<std::string> ids;
        for (auto const& row : rows) ids.insert(row.parent_id);
        TRY(loaded, load(*wanted->of, {ids.begin(), ids.end()}, {.children = false}));
        for (auto& parent : loaded) parents_.emplace(parent.id, std::move(parent.value));
        return {};
    }
    record::Row row_of(Loaded const& loaded) {
        record::Row row;
        row.id = loaded.id;
        row.parent_id = loaded.parent_id;
        row.region = loaded.region;
        row.ended_on = loaded.ended_on;
        row.started_on = loaded.started_on;
        row.version = loaded.version;
        for (auto const& field : type_.fields)
            row.values.put(field.id, shown(field, loaded.value[field.id]));
        for (auto const& each : foreign_) {
            auto const* from = each.head == "parent" ? parent_of(loaded.parent_id)
                                                     : newest(loaded.value[each.head], *each.of,
                                                              rows_.world().when.as_of);
            auto value = from == nullptr ? Value() : (*from)[each.field->id];
            row.extra.push_back({each.column, each.field, shown(*each.field, std::move(value))});
        }
        return row;
    }
    Value const* parent_of(std::string const& id) const {
        auto const found = parents_.find(id);
        return found == parents_.end() ? nullptr : &found->second;
    }

    PastRows& rows_;
    RecordType const& type_;
    std::vector<Foreign> const& foreign_;
    std::unordered_map<std::string, Value> parents_;
};

}  // namespace

Result<std::vector<Loaded> const*> PastRows::of(RecordType const& type) {
    auto const known = loaded_.find(&type);
    if (known != loaded_.end()) return &known->second;
    record::Query all;
    all.scope = world_.scope;
    all.today = world_.today;
    all.ended = true;
    TRY(ids, record::ids(sql_, world_.catalog, world_.keys, type, all));
    if (world_.rows_max > 0 && ids.size() > world_.rows_max)
        return fail("query.as_of.too_many", type.id, "按过去某天查看的记录太多，请到下级区域查看",
                    "too many records for a day in the past; look at a smaller region");
    record::LoadOptions options;
    options.sensitive = false;
    TRY(rows,
        record::load_many(sql_, world_.catalog, world_.keys, type, ids, world_.when, options));
    return &loaded_.emplace(&type, std::move(rows)).first->second;
}

Result<std::vector<Loaded const*>> PastRows::meant(RecordType const& type,
                                                   record::Query const& asked) {
    TRY(all, of(type));
    record::RowFilter::World const world{world_.catalog, world_.tree, world_.when.as_of,
                                         world_.marked};
    TRY(filter, record::RowFilter::of(world, type, asked.filters));
    auto const day = to_text(world_.when.as_of);
    auto const words = words_of(asked.q);
    std::vector<Loaded const*> found;
    for (auto const& row : *all) {
        if (!asked.region.empty() && !world_.tree.below(row.region, asked.region)) continue;
        if (!asked.parent.empty() && row.parent_id != asked.parent) continue;
        if (!asked.ended && !row.ended_on.empty() && row.ended_on < day) continue;
        if (!filter.holds(row.value)) continue;
        auto const text = words.empty()
                              ? std::string()
                              : record::search_text(type, values_of(type, row), world_.tree);
        if (std::ranges::all_of(
                words, [&](auto const& word) { return text.find(word) != std::string::npos; }))
            found.push_back(&row);
    }
    return found;
}

Result<record::Page> past_page(PastRows& rows, RecordType const& type, record::Query const& asked,
                               std::vector<std::string> const& columns) {
    TRY(orders, orders_of(type, asked.sort));
    TRY(foreign, foreign_columns(rows.world().catalog, type, columns));
    TRY(found, rows.meant(type, asked));
    TRY(from, offset_of(asked.cursor));
    sort(found, orders);
    record::Page page;
    page.total = std::ssize(found);
    auto const begin = std::min(from, found.size());
    auto const end = std::min(
        begin + static_cast<std::size_t>(std::max<std::int64_t>(asked.limit, 1)), found.size());
    std::vector<std::string> ids;
    for (auto i = begin; i < end; ++i) ids.push_back(found[i]->id);
    TRY(made, PageMaker(rows, type, foreign).make(ids));
    page.rows = std::move(made);
    if (end < found.size()) page.next = std::to_string(end);
    return page;
}

Result<std::vector<record::Grouped>> past_structure(PastRows& rows, RecordType const& type,
                                                    std::string_view field_id,
                                                    record::Query const& asked) {
    auto const* field = type.field(field_id);
    if (field == nullptr || field->sensitive)
        return fail("query.field", std::string(field_id), "不能按这个字段统计",
                    "cannot count by this field");
    TRY(found, rows.meant(type, asked));
    std::map<std::string, record::Grouped> by_code;
    for (auto const* row : found) {
        auto const& value = row->value[field->id];
        auto const key = value.is_null() ? std::string() : record::canonical(*field, value);
        ++by_code.try_emplace(key, record::Grouped{value, 0}).first->second.count;
    }
    std::vector<record::Grouped> groups;
    for (auto& [key, group] : by_code) groups.push_back(std::move(group));
    std::ranges::stable_sort(groups, std::greater<>(), &record::Grouped::count);
    return groups;
}

Result<ByRegion> past_side(PastRows& rows, Value const& declared) {
    auto const& world = rows.world();
    TRY(type, world.catalog.require(declared["record"].string_or("")));
    record::Query asked;
    TRY(filters, record::parse_filters(declared["where"]));
    asked.filters = std::move(filters);
    TRY(meant, rows.meant(*type, asked));
    auto const field = declared["sum"].string_or("");
    ByRegion sums;
    for (auto const* row : meant) {
        auto const& value = field.empty() ? Value(1) : row->value[field];
        if (!value.is(Value::Type::number)) continue;
        for (auto const* above : world.tree.path(row->region)) {
            auto& sum = sums[above->code];
            sum = sum.plus(value.number()).value_or(sum);
        }
    }
    return sums;
}

}  // namespace jizhi::report
