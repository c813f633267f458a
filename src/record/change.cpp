#include "record/change.hpp"

#include <fmt/format.h>

#include "record/count.hpp"
#include "record/row_writer.hpp"
#include "value/json.hpp"
#include "value/temporal.hpp"

namespace jizhi::record {

Date date_of(Micros at) {
    constexpr Micros offset = 8LL * 3600 * 1'000'000, per_day = 86'400LL * 1'000'000;
    auto const local = at + offset;
    return Date{(local >= 0 ? local : local - per_day + 1) / per_day};
}

Error to_error(std::vector<Problem> const& problems) {
    Error error{"record.invalid", {}, {}, {}};
    for (auto const& problem : problems) {
        if (problem.warning) continue;
        if (error.where.empty()) error.where = problem.field;
        error.zh += (error.zh.empty() ? "" : ";") + problem.field + ":" + problem.zh;
        error.en += (error.en.empty() ? "" : "; ") + problem.field + ": " + problem.en;
    }
    return error;
}

Value Written::to_value() const {
    return Context{{"id", id}, {"version", version}, {"changed", changed}};
}

Result<Written> Records::create(store::Tx& tx, Create const& asked) const {
    TRY(written, create_many(tx, std::span(&asked, 1)));
    return std::move(written.front());
}

Result<Written> Records::change(store::Tx& tx, Change const& asked) const {
    TRY(written, change_many(tx, std::span(&asked, 1)));
    return std::move(written.front());
}

namespace {

/// One row of many failed: the place says which.
std::unexpected<Error> failed_at(std::size_t index, std::size_t count, Error error) {
    if (count > 1) error.where = fmt::format("{}: {}", index, error.where);
    return std::unexpected(std::move(error));
}

}  // namespace

Result<std::vector<Written>> Records::create_many(store::Tx& tx,
                                                  std::span<Create const> asked) const {
    std::vector<Written> written;
    if (asked.empty()) return written;
    auto const catalog = catalogs_.now();
    auto const tree = regions_.tree();
    TRY(type, catalog->require(asked.front().type));
    RowWriter rows(tx, *catalog, keys_, *tree, *type, *this);
    for (auto const& each : asked) {
        auto one = rows.create(each);
        if (!one) return failed_at(written.size(), asked.size(), std::move(one).error());
        written.push_back(std::move(*one));
    }
    CHECK_OK(rows.finish());
    return written;
}

Result<std::vector<Written>> Records::change_many(store::Tx& tx,
                                                  std::span<Change const> asked) const {
    std::vector<Written> written;
    if (asked.empty()) return written;
    auto const catalog = catalogs_.now();
    auto const tree = regions_.tree();
    TRY(type, catalog->require(asked.front().type));
    RowWriter rows(tx, *catalog, keys_, *tree, *type, *this);
    for (auto const& each : asked) {
        auto one = rows.change(each);
        if (!one) return failed_at(written.size(), asked.size(), std::move(one).error());
        written.push_back(std::move(*one));
    }
    CHECK_OK(rows.finish());
    return written;
}

namespace {

/// A form is told that a change will wait; an import, which cannot wait, that it is not taken.
void say_what_waits(RecordType const& type, std::vector<Value> const& before,
                    std::vector<Value> const& after, bool is_new, bool import,
                    std::vector<Problem>& problems) {
    for (auto const& field : type.fields) {
        auto const waits = is_new ? type.approval && &field == &type.fields.front()
                                  : (type.approval || field.approval) &&
                                        !(before[field.slot] == after[field.slot]);
        if (!waits) continue;
        auto problem = problem_of(field, std::string(needs_approval), "变更要第二个人复核后生效",
                                  "the change holds once a second person has agreed");
        problem.warning = !import;
        problems.push_back(std::move(problem));
    }
}

}  // namespace

std::vector<Problem> Records::check(store::Connection& sql, RecordType const& type,
                                    Context const& values, std::string_view id,
                                    std::string_view parent_id, Date today, bool opening) const {
    auto const catalog = catalogs_.now();
    auto const tree = regions_.tree();
    Validator validator(*catalog, type, *tree, sql, find_parameter_);
    Draft draft;
    draft.values.resize(type.fields.size());
    draft.given.resize(type.fields.size());
    draft.id = id;
    draft.parent_id = parent_id;
    draft.as_of = draft.today = today;
    if (!id.empty())
        sql.query(fmt::format("SELECT {} FROM {} a WHERE a.id = ?", stored_columns(type, "a"),
                              type.table()),
                  {id}, [&](store::Row const& row) {
                      auto stored = read_stored(type, keys_, row, true);
                      draft.values = std::move(stored.values);
                      draft.region = stored.region;
                  });
    auto const before = draft.values;
    std::vector<Problem> problems;
    if (auto const* region = values.find(type.region_field)) draft.region = region->string_or("");
    validator.read(values, opening, draft, problems);
    if (id.empty()) validator.fill_defaults(draft);
    validator.compute(draft);
    // A new row is true from its start, as `create` has it.
    auto const* starts = id.empty() ? type.field(type.starts_with) : nullptr;
    if (starts != nullptr && draft.values[starts->slot].is(Value::Type::date))
        draft.as_of = draft.values[starts->slot].date();
    validator.check(draft, problems);
    say_what_waits(type, before, draft.values, id.empty(), opening, problems);
    return problems;
}

void Records::mark(store::Tx& tx, RecordType const& type, std::string_view id,
                   std::string_view mark, bool set, Value const& detail) const {
    if (!set) {
        tx.sql().execute("DELETE FROM record_mark WHERE record_id = ? AND mark = ?", {id, mark});
        return;
    }
    auto const json = to_json(detail);
    tx.sql().execute(
        "INSERT INTO record_mark (record_type, record_id, mark, detail, marked_at) VALUES "
        "(?,?,?,?,?) "
        "ON CONFLICT (record_id, mark) DO UPDATE SET detail = excluded.detail",
        {type.id, id, mark, json, tx.now()});
}

Result<std::int64_t> Records::roll_forward(store::Tx& tx) const {
    auto const catalog = catalogs_.now();
    auto const tree = regions_.tree();
    auto const today = to_text(date_of(tx.now()));
    std::int64_t count = 0;
    for (auto const* type : catalog->types()) {
        std::vector<std::string> due;
        tx.sql().query(fmt::format("SELECT id FROM {} WHERE due_on <= ?", type->table()), {today},
                       [&](store::Row const& row) { due.emplace_back(row.text(0)); });
        RowWriter rows(tx, *catalog, keys_, *tree, *type, *this);
        for (auto const& id : due) CHECK_OK(rows.refold(id));
        count += static_cast<std::int64_t>(due.size());
    }
    CHECK_OK(recount(tx, *catalog));
    return count;
}

Result<void> Records::recount(store::Tx& tx, Catalog const& catalog) const {
    return Recount::all(tx, catalog, keys_, *this);
}

void Records::add_observer(Observer observer) { observers_.push_back(std::move(observer)); }

}  // namespace jizhi::record
