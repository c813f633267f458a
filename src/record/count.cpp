#include "record/count.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "record/cell.hpp"
#include "record/condition.hpp"
#include "value/temporal.hpp"

namespace jizhi::record {
namespace {

constexpr std::size_t values_per_statement = 400;

/// Counts one field. `values`: of what it is matched by; empty: all.
class Counter {
public:
    Counter(store::Tx& tx, Catalog const& catalog, store::Keys const& keys, Records const& records,
            RecordType const& type, Field const& field)
        : tx_(tx), catalog_(catalog), keys_(keys), records_(records), type_(type), field_(field) {}

    Result<void> count(std::vector<std::string> const& values) {
        TRY(counts, read_counts(values));
        for (auto const& row : read_rows(values)) {
            auto const found = counts.find(row.value);
            auto const count = found == counts.end() ? 0 : found->second;
            if (!row.known || row.count != count) CHECK_OK(write(row, count));
        }
        return {};
    }

private:
    struct Row {
        std::string id, parent_id, region, value;
        std::int64_t count = 0;
        bool known = false;  ///< it was counted before
    };

    Result<std::map<std::string, std::int64_t>> read_counts(
        std::vector<std::string> const& values) {
        TRY(other, catalog_.require(field_.counted->record));
        auto const& theirs = *other->field(field_.counted->theirs);
        Query asked;
        asked.scope.everything = true;
        asked.today = to_text(date_of(tx_.now()));
        TRY(filters, parse_filters(field_.counted->where));
        asked.filters = std::move(filters);
        TRY(condition, condition_of(catalog_, keys_, *other, asked));
        auto const column = "a." + sql_name(theirs.id);
        auto const in = among(column, values, condition);
        std::map<std::string, std::int64_t> counts;
        tx_.sql().query(
            fmt::format("SELECT {0}, COUNT(*) FROM {1} a WHERE {2}{3} GROUP BY {0}", column,
                        other->table(), condition.sql(), in),
            std::span<store::Bind const>(condition.binds()),
            [&](store::Row const& row) { counts[text_of(theirs, row, 0)] = row.integer(1); });
        return counts;
    }

    std::vector<Row> read_rows(std::vector<std::string> const& values) {
        auto const& ours = *type_.field(field_.counted->ours);
        auto const column = "a." + sql_name(ours.id);
        Condition condition;
        auto const in = among(column, values, condition);
        std::vector<Row> rows;
        tx_.sql().query(
            fmt::format("SELECT a.id, a.parent_id, a.region_code, {}, a.{} FROM {} a WHERE 1 = 1{}",
                        column, sql_name(field_.id), type_.table(), in),
            std::span<store::Bind const>(condition.binds()), [&](store::Row const& row) {
                rows.push_back({std::string(row.text(0)), std::string(row.text(1)),
                                std::string(row.text(2)), text_of(ours, row, 3),
                                row.null(4) ? 0 : row.integer(4), !row.null(4)});
            });
        return rows;
    }

    static std::string text_of(Field const& field, store::Row const& row, int column) {
        auto const value = from_column(field, row, column);
        return value.is_null() ? std::string() : canonical(field, value);
    }

    /// " AND column IN (…)" with its values, "" where all are meant.
    std::string among(std::string const& column, std::vector<std::string> const& values,
                      Condition& condition) const {
        if (values.empty()) return {};
        auto const& ours = *type_.field(field_.counted->ours);
        std::string marks;
        for (auto const& value : values) {
            auto const typed = read_value(ours, Value(value), Reading::exact);
            condition.bind(to_cell(ours, typed.value_or(Value())));
            marks += marks.empty() ? "?" : ", ?";
        }
        return fmt::format(" AND {} IN ({})", column, marks);
    }

    Result<void> write(Row const& row, std::int64_t count) {
        tx_.sql().execute(
            fmt::format("UPDATE {} SET {} = ? WHERE id = ?", type_.table(), sql_name(field_.id)),
            {count, std::string_view(row.id)});
        std::vector<std::string> const changed{field_.id};
        for (auto const& observer : records_.observers())
            CHECK_OK(observer(tx_, Notice{type_, row.id, row.parent_id, row.region, changed,
                                          Kind::change, false}));
        return {};
    }

    store::Tx& tx_;
    Catalog const& catalog_;
    store::Keys const& keys_;
    Records const& records_;
    RecordType const& type_;
    Field const& field_;
};

}  // namespace

Recount::Recount(Catalog const& catalog, RecordType const& type) {
    for (auto const& field : type.fields)
        if (field.counted)
            watched_.push_back({{&type, &field}, type.field(field.counted->ours)});
    for (auto const* counting : catalog.counting(type.id))
        for (auto const& field : counting->fields) {
            if (!field.counted || field.counted->record != type.id) continue;
            Watched one{{counting, &field}, type.field(field.counted->theirs)};
            one.counts_them = true;
            if (field.counted->where.is(Value::Type::context))
                for (auto const& [name, condition] : field.counted->where.context().entries()) {
                    auto const* own = type.field(name);
                    if (own != nullptr) one.rests_on.push_back(own);
                    one.any = one.any || own == nullptr;
                }
            watched_.push_back(std::move(one));
        }
}

void Recount::put(Watched& one, Stored const& row) {
    if (auto const& value = row.values[one.by->slot]; !value.is_null())
        one.noted.insert(canonical(*one.by, value));
}

void Recount::note(Stored const& row) {
    for (auto& one : watched_) put(one, row);
}

bool Recount::matters(Watched const& one, Stored const& before, Stored const& after) {
    auto const differs = [&](Field const* field) {
        return !(before.values[field->slot] == after.values[field->slot]);
    };
    if (one.any || differs(one.by)) return true;
    return one.counts_them && (before.ended_on != after.ended_on ||
                               std::ranges::any_of(one.rests_on, differs));
}

void Recount::note(Stored const& before, Stored const& after) {
    for (auto& one : watched_) {
        if (!matters(one, before, after)) continue;
        put(one, before);
        put(one, after);
    }
}

Result<void> Recount::run(store::Tx& tx, Catalog const& catalog, store::Keys const& keys,
                          Records const& records) {
    for (auto& one : watched_) {
        Counter counter(tx, catalog, keys, records, *one.place.type, *one.place.field);
        std::vector<std::string> some;
        for (auto const& value : one.noted) {
            some.push_back(value);
            if (some.size() < values_per_statement) continue;
            CHECK_OK(counter.count(some));
            some.clear();
        }
        if (!some.empty()) CHECK_OK(counter.count(some));
        one.noted.clear();
    }
    return {};
}

Result<void> Recount::all(store::Tx& tx, Catalog const& catalog, store::Keys const& keys,
                          Records const& records) {
    for (auto const* type : catalog.types())
        for (auto const& field : type->fields)
            if (field.counted)
                CHECK_OK(Counter(tx, catalog, keys, records, *type, field).count({}));
    return {};
}

}  // namespace jizhi::record
