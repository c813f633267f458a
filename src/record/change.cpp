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

namespace {

/// One row of many failed: the place says which.
std::unexpected<Error> failed_at(std::size_t index, std::size_t count, Error error) {
    if (count > 1) error.where = fmt::format("{}: {}", index, error.where);
    return std::unexpected(std::move(error));
}

template <class Asked>
Result<std::vector<Written>> write_all(Records const& records, store::Tx& tx,
                                       std::span<Asked const> asked,
                                       Result<Written> (RowWriter::*write)(Asked const&)) {
    std::vector<Written> written;
    if (asked.empty()) return written;
    auto const catalog = records.catalogs().now();
    auto const tree = records.regions().tree();
    TRY(type, catalog->require(asked.front().type));
    RowWriter rows(tx, *catalog, records.keys(), *tree, *type, records);
    if constexpr (std::is_same_v<Asked, Create>) rows.read_parents(asked);
    store::Ahead const ahead(tx.sql(), asked.size());
    for (auto const& each : asked) {
        auto one = (rows.*write)(each);
        if (!one) return failed_at(written.size(), asked.size(), std::move(one).error());
        written.push_back(std::move(*one));
    }
    CHECK_OK(rows.finish());
    return written;
}

}  // namespace

Result<Written> Records::create(store::Tx& tx, Create const& asked) const {
    TRY(written, create_many(tx, std::span(&asked, 1)));
    return std::move(written.front());
}

Result<Written> Records::change(store::Tx& tx, Change const& asked) const {
    TRY(written, change_many(tx, std::span(&asked, 1)));
    return std::move(written.front());
}

Result<std::vector<Written>> Records::create_many(store::Tx& tx,
                                                  std::span<Create const> asked) const {
    return write_all(*this, tx, asked, &RowWriter::create);
}

Result<std::vector<Written>> Records::change_many(store::Tx& tx,
                                                  std::span<Change const> asked) const {
    return write_all(*this, tx, asked, &RowWriter::change);
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
