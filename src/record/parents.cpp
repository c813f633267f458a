#include "record/parents.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "record/table.hpp"

namespace jizhi::record {
namespace {

constexpr std::size_t parents_per_statement = 256;

/// Whether something said of a row may look at its parent: reading that costs as much as the row.
bool reads_parent(RecordType const& type) {
    auto const looks = [](feel::Expression const& code) {
        return code.text().find("parent") != std::string::npos;
    };
    auto const any = [&](std::vector<Check> const& checks) {
        return std::ranges::any_of(checks, [&](Check const& each) { return looks(each.that); });
    };
    if (type.parent.empty()) return false;
    return any(type.checks) || std::ranges::any_of(type.fields, [&](Field const& field) {
               return any(field.checks) || any(field.warnings) ||
                      (field.computed && looks(*field.computed)) ||
                      (field.required_if && looks(*field.required_if));
           });
}

}  // namespace

Parents::Parents(store::Connection& sql, Catalog const& catalog, store::Keys const& keys,
                 RecordType const& child)
    : sql_(sql), catalog_(catalog), keys_(keys), type_(child), whole_(reads_parent(child)) {}

Parents::Parent const* Parents::known(std::string const& id) const {
    auto const found = parents_.find(id);
    return found == parents_.end() ? nullptr : &found->second;
}

Result<Parents::Parent const*> Parents::of(std::string const& id) {
    if (auto const known = parents_.find(id); known != parents_.end()) return &known->second;
    TRY(type, catalog_.require(type_.parent));
    auto found = read(*type, id);
    if (!found)
        return fail("record.no_parent", id, "所属的" + type->title.zh + "不存在",
                    "the " + type->title.en + " that this belongs to does not exist");
    return &parents_.emplace(id, std::move(*found)).first->second;
}

std::optional<Parents::Parent> Parents::read(RecordType const& type, std::string const& id) {
    std::optional<Parent> found;
    if (!whole_) {
        sql_.query("SELECT region_code, started_on FROM " + type.table() + " WHERE id = ?", {id},
                   [&](store::Row const& row) {
                       found = Parent{std::string(row.text(0)), std::string(row.text(1)), {}};
                   });
        return found;
    }
    auto const text = type.select_by_id();
    sql_.query(text, {id}, [&](store::Row const& row) {
        auto stored = read_stored(type, keys_, row, true);
        Context value;
        for (auto const& field : type.fields)
            value.put(field.id, std::move(stored.values[field.slot]));
        found = Parent{stored.region, stored.started_on, Value(std::move(value))};
    });
    return found;
}

void Parents::read_all(std::span<Create const> asked) {
    auto const* type = catalog_.type(type_.parent);
    if (type == nullptr || whole_ || asked.size() < 2) return;
    std::string marks = "?";
    for (std::size_t i = 1; i < parents_per_statement; ++i) marks += ",?";
    auto const statement =
        fmt::format("SELECT region_code, started_on, id FROM {} WHERE id IN ({})", type->table(),
                    marks);
    for (std::size_t from = 0; from < asked.size(); from += parents_per_statement) {
        std::vector<store::Bind> binds;  // filled up with "": one prepared statement serves all
        for (std::size_t i = from; i < from + parents_per_statement; ++i)
            binds.emplace_back(i < asked.size() ? std::string_view(asked[i].parent_id)
                                                : std::string_view());
        sql_.query(statement, std::span<store::Bind const>(binds), [&](store::Row const& row) {
            parents_.try_emplace(std::string(row.text(2)),
                                 Parent{std::string(row.text(0)), std::string(row.text(1)), {}});
        });
    }
}

}  // namespace jizhi::record
