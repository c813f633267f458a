#include "record/past_count.hpp"

#include <fmt/format.h>

#include <map>
#include <set>

#include "record/cell.hpp"
#include "record/row_filter.hpp"
#include "value/temporal.hpp"

namespace jizhi::record {
namespace {

/// " a.root_region IN (…)": the counties of the rows; what they count lies in the same.
std::string of_counties(std::vector<Stored> const& rows, std::set<std::string>& roots,
                        std::vector<store::Bind>& binds) {
    for (auto const& row : rows) roots.insert(row.root);
    std::string marks;
    for (auto const& root : roots) {
        marks += marks.empty() ? "?" : ",?";
        binds.emplace_back(std::string_view(root));
    }
    return fmt::format("a.root_region IN ({})", marks);
}

/// Whether any row of a type was otherwise at that time than it is now.
bool changed_since(store::Connection& sql, RecordType const& type, std::string const& inside,
                   std::vector<store::Bind> binds, When when) {
    auto const day = to_text(when.as_of);
    binds.emplace_back(std::string_view(day));
    binds.emplace_back(when.known_on);
    binds.emplace_back(std::string_view(day));
    binds.emplace_back(std::string_view(day));
    auto changed = false;
    sql.query(fmt::format("SELECT 1 FROM {} a WHERE {} AND (a.latest_on > ? OR a.updated_at > ? OR "
                          "a.due_on <= ? OR a.ended_on >= ?) LIMIT 1",
                          type.table(), inside),
              std::span<store::Bind const>(binds), [&](store::Row const&) { changed = true; });
    return changed;
}

std::vector<std::string> ids_in(store::Connection& sql, RecordType const& type,
                                std::string const& inside, std::vector<store::Bind> const& binds) {
    std::vector<std::string> ids;
    sql.query(fmt::format("SELECT a.id FROM {} a WHERE {}", type.table(), inside),
              std::span<store::Bind const>(binds),
              [&](store::Row const& row) { ids.emplace_back(row.text(0)); });
    return ids;
}

std::string key_of(Field const& field, Value const& value) {
    return value.is_null() ? std::string() : canonical(field, value);
}

}  // namespace

Result<void> count_as_of(store::Connection& sql, Catalog const& catalog, store::Keys const& keys,
                         RecordType const& type, When when, std::vector<Stored>& rows) {
    region::Tree const no_tree({});
    for (auto const& field : type.fields) {
        if (!field.counted || rows.empty()) continue;
        TRY(other, catalog.require(field.counted->record));
        std::set<std::string> roots;
        std::vector<store::Bind> binds;
        auto const inside = of_counties(rows, roots, binds);
        if (!changed_since(sql, *other, inside, binds, when)) continue;
        TRY(filters, parse_filters(field.counted->where));
        TRY(filter, RowFilter::of({catalog, no_tree, when.as_of}, *other, filters));
        LoadOptions const plain{.sensitive = false, .children = false, .counts = false};
        TRY(others,
            load_many(sql, catalog, keys, *other, ids_in(sql, *other, inside, binds), when, plain));
        auto const& theirs = *other->field(field.counted->theirs);
        auto const& ours = *type.field(field.counted->ours);
        auto const day = to_text(when.as_of);
        std::map<std::string, std::int64_t> counts;
        for (auto const& each : others)
            if ((each.ended_on.empty() || each.ended_on >= day) && filter.holds(each.value))
                ++counts[key_of(theirs, each.value[theirs.id])];
        for (auto& row : rows)
            row.values[field.slot] = Value(counts[key_of(ours, row.values[ours.slot])]);
    }
    return {};
}

}  // namespace jizhi::record
