#include "record/state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "record/fold.hpp"
#include "record/identifiers.hpp"
#include "record/past_count.hpp"
#include "record/query.hpp"
#include "record/table.hpp"
#include "region/closure.hpp"
#include "value/temporal.hpp"

namespace jizhi::record {
namespace {

constexpr std::size_t ids_per_statement = 500;

/// Reads rows of one type as they were at one time: the current row where nothing came after, the
/// history folded where something did. Few statements, whatever the number of rows.
class Loader {
public:
    Loader(store::Connection& sql, store::Keys const& keys, When when, bool sensitive)
        : sql_(sql), keys_(keys), when_(when), as_of_(to_text(when.as_of)), sensitive_(sensitive) {}

    /// Rows that had begun, in the order of the statement. `where` is SQL over the alias `a`.
    std::vector<Stored> rows(RecordType const& type, std::string const& where,
                             std::vector<store::Bind> const& binds, std::string_view order) {
        std::vector<Stored> found;
        std::vector<std::string> late;
        sql_.query(fmt::format("SELECT {} FROM {} a WHERE {} ORDER BY {}", type.columns,
                               type.table(), where, order),
                   std::span<store::Bind const>(binds), [&](store::Row const& row) {
                       auto stored = read_stored(type, keys_, row, sensitive_);
                       if (changed_after(stored)) late.push_back(stored.id);
                       found.push_back(std::move(stored));
                   });
        if (!late.empty()) fold_late(type, late, found);
        std::erase_if(
            found, [&](Stored const& s) { return s.started_on > as_of_ || s.started_on.empty(); });
        return found;
    }

private:
    bool changed_after(Stored const& row) const {
        return row.latest_on > as_of_ || row.updated_at > when_.known_on ||
               (!row.due_on.empty() && row.due_on <= as_of_);
    }

    void fold_late(RecordType const& type, std::vector<std::string> const& late,
                   std::vector<Stored>& found) {
        std::unordered_map<std::string, Stored*> by_id;
        for (auto& row : found) by_id.emplace(row.id, &row);
        deltas_of_many(sql_, late, [&](std::string const& id, std::vector<Delta> const& deltas) {
            auto& row = *by_id.at(id);
            auto folded = fold(type, keys_, deltas, when_, sensitive_);
            row.started_on = folded.exists ? folded.started_on : std::string();
            row.ended_on = folded.ended_on;
            for (auto const& field : type.fields)  // a count has no history: see past_count
                if (field.counted) folded.values[field.slot] = row.values[field.slot];
            row.values = std::move(folded.values);
            if (auto const* field = type.field(type.region_field))
                row.region = row.values[field->slot].string_or(row.region);
        });
    }

    store::Connection& sql_;
    store::Keys const& keys_;
    When when_;
    std::string as_of_;
    bool sensitive_;
};

Context context_of(RecordType const& type, Stored const& row) {
    Context context;
    context.put("id", row.id);
    for (auto const& field : type.fields) context.put(field.id, row.values[field.slot]);
    for (auto const& field : type.fields) {
        if (field.type != FieldType::resident_id) continue;
        auto const facts = facts_of(row.values[field.slot].string_or(""));
        context.put(field.id + "_birth_date", facts ? Value(facts->birth_date) : Value());
        context.put(field.id + "_sex", facts ? Value(facts->male ? "1" : "2") : Value());
        context.put(field.id + "_region", facts ? Value(facts->region) : Value());
    }
    return context;
}

using ByParent = std::unordered_map<std::string, List>;

bool wanted(LoadOptions const& options, std::string const& child) {
    if (!options.children) return false;
    auto const& only = options.only_children;
    return only.empty() || std::find(only.begin(), only.end(), child) != only.end();
}

ByParent grouped(RecordType const& type, std::vector<Stored> const& rows) {
    ByParent by_parent;
    for (auto const& row : rows) by_parent[row.parent_id].emplace_back(context_of(type, row));
    return by_parent;
}

/// Puts rows and their children together. `children_of` reads all rows of a child type.
template <class ChildrenOf>
std::vector<Loaded> assemble(Catalog const& catalog, RecordType const& type,
                             std::vector<Stored> const& rows, LoadOptions const& options,
                             ChildrenOf const& children_of) {
    std::vector<std::pair<std::string, ByParent>> children;
    for (auto const& id : type.children)
        if (auto const* child = catalog.type(id); child != nullptr && wanted(options, id))
            children.emplace_back(id, grouped(*child, children_of(*child)));
    std::vector<Loaded> loaded;
    loaded.reserve(rows.size());
    for (auto const& row : rows) {
        auto context = context_of(type, row);
        context.put("region", row.region);
        for (auto& [id, by_parent] : children) {
            auto const found = by_parent.find(row.id);
            context.put(id,
                        found == by_parent.end() ? Value(List{}) : Value(std::move(found->second)));
        }
        loaded.push_back({row.id, row.parent_id, row.region, row.started_on, row.ended_on,
                          row.version, Value(std::move(context))});
    }
    return loaded;
}

/// `column IN (…)` in pieces of one size, so that one prepared statement serves all of them.
template <class Each>
void in_pieces(std::vector<std::string> const& ids, std::string_view column, Each const& each) {
    for (std::size_t from = 0; from < ids.size(); from += ids_per_statement) {
        auto const left = ids.size() - from;
        auto const size = left == 1 ? 1 : ids_per_statement;
        std::vector<store::Bind> binds;
        std::string marks;
        for (std::size_t i = 0; i < size; ++i) {
            binds.emplace_back(std::string_view(ids[from + std::min(i, left - 1)]));
            marks += i == 0 ? "?" : ",?";
        }
        each(fmt::format("{} IN ({})", column, marks), binds);
    }
}

std::vector<Stored> rows_in(Loader& loader, RecordType const& type,
                            std::vector<std::string> const& ids, std::string_view column,
                            std::string_view order) {
    std::vector<Stored> all;
    in_pieces(ids, column, [&](std::string const& where, std::vector<store::Bind> const& binds) {
        auto piece = loader.rows(type, where, binds, order);
        std::move(piece.begin(), piece.end(), std::back_inserter(all));
    });
    return all;
}

constexpr std::string_view child_order = "a.parent_id, a.started_on, a.id";

}  // namespace

Result<std::vector<Loaded>> load_many(store::Connection& sql, Catalog const& catalog,
                                      store::Keys const& keys, RecordType const& type,
                                      std::vector<std::string> const& ids, When when,
                                      LoadOptions const& options) {
    Loader loader(sql, keys, when, options.sensitive);
    auto rows = rows_in(loader, type, ids, "a.id", "a.id");
    if (options.counts) CHECK_OK(count_as_of(sql, catalog, keys, type, when, rows));
    auto loaded = assemble(catalog, type, rows, options, [&](RecordType const& child) {
        return rows_in(loader, child, ids, "a.parent_id", child_order);
    });
    std::unordered_map<std::string_view, std::size_t> place;
    for (std::size_t i = 0; i < ids.size(); ++i) place.emplace(ids[i], i);
    std::sort(loaded.begin(), loaded.end(),
              [&](Loaded const& a, Loaded const& b) { return place.at(a.id) < place.at(b.id); });
    return loaded;
}

Result<std::optional<Value>> load(store::Connection& sql, Catalog const& catalog,
                                  store::Keys const& keys, RecordType const& type,
                                  std::string_view id, When when, LoadOptions const& options) {
    TRY(loaded, load_many(sql, catalog, keys, type, {std::string(id)}, when, options));
    if (loaded.empty()) return std::optional<Value>();
    return std::optional(loaded.front().value);
}

Result<std::vector<Loaded>> load_region(store::Connection& sql, Catalog const& catalog,
                                        store::Keys const& keys, RecordType const& type,
                                        std::string_view region, When when,
                                        LoadOptions const& options) {
    Loader loader(sql, keys, when, options.sensitive);
    std::vector<std::string> const ancestors{std::string(region)};
    auto const day = to_text(when.as_of);
    auto const inside = region::below("a.region_code", ancestors, day);
    std::vector<store::Bind> binds;
    inside.bind_to(binds);
    auto rows = loader.rows(type, inside.sql, binds, "a.id");
    if (options.counts) CHECK_OK(count_as_of(sql, catalog, keys, type, when, rows));
    return assemble(catalog, type, rows, options, [&](RecordType const& child) {
        return loader.rows(child, inside.sql, binds, child_order);
    });
}

Result<std::vector<Version>> history(store::Connection& sql, Catalog const&,
                                     store::Keys const& keys, RecordType const& type,
                                     std::string_view id) {
    auto deltas = deltas_of(sql, id);
    std::sort(deltas.begin(), deltas.end(),
              [](Delta const& a, Delta const& b) { return a.version < b.version; });
    std::vector<Version> versions;
    for (auto const& delta : deltas) {
        Version version{fmt::format("{}:{}", id, delta.version),
                        delta.kind,
                        delta.effective_from,
                        delta.reason,
                        delta.document,
                        delta.actor,
                        delta.recorded_at,
                        {}};
        auto const folded = fold(type, keys, {delta}, {*parse_date("9999-12-31")});
        for (auto const& [key, json] : delta.values.context().entries()) {
            auto const* field = type.field(key);
            auto const seen = field != nullptr && field->sensitive && !json.is_null();
            version.values.put(
                key,
                seen ? Value(masked(field->type, folded.values[field->slot].string_or(""))) : json);
        }
        versions.push_back(std::move(version));
    }
    return versions;
}

}  // namespace jizhi::record
