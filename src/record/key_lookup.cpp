#include "record/key_lookup.hpp"

#include <fmt/format.h>

#include <cassert>
#include <map>

#include "record/cell.hpp"
#include "record/table.hpp"

namespace jizhi::record {
namespace {

constexpr std::size_t texts_per_statement = 256;

/// Runs `sql`, whose `{}` is the list of placeholders, over all texts, a block at a time. Blocks
/// are filled up with "" so that one prepared statement serves all.
void in_blocks(store::Connection& sql, std::string const& pattern,
               std::vector<std::string_view> const& before, std::vector<std::string> const& texts,
               store::Connection::OnRow const& on_row) {
    std::string marks = "?";
    for (std::size_t i = 1; i < texts_per_statement; ++i) marks += ",?";
    auto const statement = fmt::format(fmt::runtime(pattern), marks);
    for (std::size_t start = 0; start < texts.size(); start += texts_per_statement) {
        std::vector<store::Bind> binds(before.begin(), before.end());
        for (std::size_t i = 0; i < texts_per_statement; ++i)
            binds.emplace_back(start + i < texts.size() ? std::string_view(texts[start + i])
                                                        : std::string_view());
        sql.query(statement, std::span<store::Bind const>(binds), on_row);
    }
}

/// The name under which the key of this type stands in `unique_key`.
std::string key_name(RecordType const& type) {
    auto const covered = type.key.size() == 1 && type.field(type.key[0])->unique;
    return covered ? type.key[0] : "key:";
}

Found found_of(store::Row const& row) {
    return {std::string(row.text(1)), std::string(row.text(2)), row.integer(3)};
}

/// Of each parent, the only current child; parents with several have none.
std::map<std::string, Found, std::less<>> only_children(store::Connection& sql,
                                                        RecordType const& type,
                                                        std::vector<std::string> const& parents) {
    std::map<std::string, Found, std::less<>> only;
    std::map<std::string, int, std::less<>> count;
    in_blocks(sql,
              "SELECT parent_id, id, region_code, row_version FROM " + type.table() +
                  " WHERE ended_on IS NULL AND parent_id IN ({})",
              {}, parents, [&](store::Row const& row) {
                  ++count[std::string(row.text(0))];
                  only.insert_or_assign(std::string(row.text(0)), found_of(row));
              });
    std::erase_if(only, [&](auto const& entry) { return count[entry.first] > 1; });
    return only;
}

}  // namespace

std::string key_text(RecordType const& type, FieldKeys const& keys,
                     std::span<std::string const> fields, std::string_view parent_id,
                     ValueOf const& value_of) {
    std::string key(parent_id);
    for (auto const& id : fields) {
        auto const* field = type.field(id);
        auto const value = value_of(*field);
        if (value.is_null()) return {};
        auto const text = canonical(*field, value);
        if (!key.empty()) key += '|';
        key += field->sensitive ? mac_of(keys, place_of(type, *field), text) : text;
    }
    return key;
}

Result<std::vector<std::optional<Found>>> find_by_key(store::Connection& sql, FieldKeys const& keys,
                                                      RecordType const& type,
                                                      std::span<Context const> rows,
                                                      std::span<std::string const> parent_ids) {
    assert(parent_ids.empty() || parent_ids.size() == rows.size());
    std::vector<std::optional<Found>> all(rows.size());
    std::multimap<std::string, std::size_t, std::less<>> by_key, by_parent;
    std::vector<std::string> texts, parents;
    auto const name = key_name(type);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto const parent = parent_ids.empty() ? std::string() : parent_ids[i];
        auto const value_of = [&](Field const& field) {
            auto const* found = rows[i].find(field.id);
            return found == nullptr ? Value() : *found;
        };
        auto key =
            type.key.empty() ? std::string() : key_text(type, keys, type.key, parent, value_of);
        if (!key.empty()) {
            texts.push_back(key);
            by_key.emplace(std::move(key), i);
        } else if (!parent.empty()) {
            parents.push_back(parent);
            by_parent.emplace(parent, i);
        }
    }
    in_blocks(sql,
              "SELECT k.key_value, a.id, a.region_code, a.row_version FROM unique_key k JOIN " +
                  type.table() +
                  " a ON a.id = k.record_id WHERE k.record_type = ? AND k.field = ? "
                  "AND k.key_value IN ({})",
              {type.id, name}, texts, [&](store::Row const& row) {
                  auto const [first, last] = by_key.equal_range(row.text(0));
                  for (auto at = first; at != last; ++at) all[at->second] = found_of(row);
              });
    if (parents.empty()) return all;
    for (auto const& [parent, found] : only_children(sql, type, parents)) {
        auto const [first, last] = by_parent.equal_range(parent);
        for (auto at = first; at != last; ++at) all[at->second] = found;
    }
    return all;
}

}  // namespace jizhi::record
