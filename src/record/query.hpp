#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "people/scope.hpp"
#include "record/catalog.hpp"
#include "record/keys.hpp"
#include "store/connection.hpp"

namespace jizhi::record {

/// `{"level": {"ge": 4}}`; a child's field as "education.degree": some child has it so.
struct Filter {
    std::string field;  ///< or "region", "differs", "id"
    std::string op;     ///< eq, ne, in, lt, le, gt, ge, contains, empty
    Value value;
};
/// From the JSON of the API; the error names the field or operator.
[[nodiscard]] Result<std::vector<Filter>> parse_filters(Value const& json);

struct Query {
    people::Scope scope = {};  ///< of the asker under Right::read (or what she is about to do)
    std::string today = {};    ///< "2026-11-23"
    std::string region = {};   ///< only this region and below; "" = all in scope
    std::string q = {};        ///< the search box
    std::vector<Filter> filters = {};
    std::vector<std::string> sort = {};  ///< "level", "-hired_on"; empty: that of the type
    std::int64_t limit = 50;             ///< at most limits::page_rows_max
    std::string cursor = {};
    std::string parent = {};  ///< children of this row
    bool ended = false;       ///< ended rows too
    bool total = true;        ///< count all
    bool sensitive = false;   ///< clear text of sensitive fields (the program itself, reveal)
};

/// A value of another row that a list shows: "parent.name", "education.degree".
struct Extra {
    std::string id;
    Field const* field = nullptr;
    Value value;
};

struct Row {
    std::string id, parent_id, region, ended_on, started_on;
    std::int64_t version = 0;
    Context values;                    ///< typed; sensitive ones masked text unless asked clear
    std::vector<Extra> extra;          ///< see extra.hpp
    std::vector<std::string> differs;  ///< decisions whose result differs from what is stored
};

struct Page {
    std::vector<Row> rows;
    std::int64_t total = 0;
    std::string next;  ///< cursor of the next page; "" at the end
};

[[nodiscard]] Result<Page> query(store::Connection& sql, Catalog const& catalog,
                                 store::Keys const& keys, RecordType const& type,
                                 Query const& asked);
/// One current row, or "record.not_found" (also where it is out of scope: nothing is told).
[[nodiscard]] Result<Row> find(store::Connection& sql, Catalog const& catalog,
                               store::Keys const& keys, RecordType const& type, std::string_view id,
                               people::Scope const& scope, std::string_view today,
                               bool sensitive = false);
/// The same without reading the row: only whether it is there and in scope.
[[nodiscard]] Result<void> require_inside(store::Connection& sql, RecordType const& type,
                                          std::string_view id, people::Scope const& scope,
                                          std::string_view today);
/// Ids only, in no order: for bulk changes and runs.
[[nodiscard]] Result<std::vector<std::string>> ids(store::Connection& sql, Catalog const& catalog,
                                                   store::Keys const& keys, RecordType const& type,
                                                   Query const& asked);
struct Located {
    std::string id, region;
};
/// Which of these rows lie within a scope, ended ones too, and where. At most
/// limits::page_rows_max ids.
[[nodiscard]] std::vector<Located> located(store::Connection& sql, RecordType const& type,
                                           std::vector<std::string> const& ids,
                                           people::Scope const& scope, std::string_view today);
struct Grouped {
    Value code;  ///< null: no value
    std::int64_t count = 0;
};
/// How many rows have each value of a field, most first.
[[nodiscard]] Result<std::vector<Grouped>> structure(store::Connection& sql, Catalog const& catalog,
                                                     store::Keys const& keys,
                                                     RecordType const& type, std::string_view field,
                                                     Query const& asked);

/// "220402********1234", "138****5678"; other texts keep their first character.
[[nodiscard]] std::string masked(FieldType type, std::string_view clear);

}  // namespace jizhi::record
