#include "report/snapshots.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "kit/limits.hpp"
#include "report/past_rows.hpp"
#include "value/temporal.hpp"

namespace jizhi::report {
namespace {

constexpr Day marks_hold_for_days = 5;  // after that they say too little of the month's end

std::string month_before(Date today) {
    auto const civil = civil_of(today.day);
    auto const year = civil.month == 1 ? civil.year - 1 : civil.year;
    return fmt::format("{:04}-{:02}", year, civil.month == 1 ? 12 : civil.month - 1);
}

/// The last day of "2026-10".
Result<Date> end_of(std::string_view month, Date today) {
    auto const first = parse_date(std::string(month) + "-01");
    auto const next = first ? add_months(first->day, 1) : std::nullopt;
    if (!next || *next > today.day)
        return fail("snapshot.month.bad_request", std::string(month),
                    "月份应写成 2026-10，而且已经结束", "a month such as 2026-10 that has ended");
    return Date{*next - 1};
}

std::set<std::string> marked_now(store::Connection& sql) {
    std::set<std::string> ids;
    sql.query("SELECT DISTINCT record_id FROM record_mark", {},
              [&](store::Row const& row) { ids.emplace(row.text(0)); });
    return ids;
}

void put_together(std::string const& indicator, std::string const& month, ByRegion const& above,
                  ByRegion const& below, std::vector<Frozen>& all) {
    std::map<std::string, Frozen> by_region;
    auto const place = [&](std::string const& region) -> Frozen& {
        return by_region.try_emplace(region, Frozen{indicator, region, month, {}, {}})
            .first->second;
    };
    for (auto const& [region, sum] : above) place(region).numerator = sum;
    for (auto const& [region, sum] : below) place(region).denominator = sum;
    for (auto& [region, one] : by_region) all.push_back(std::move(one));
}

}  // namespace

store::Migration snapshot_tables() {
    return {"report", 2, R"sql(
    CREATE TABLE indicator_month (
        month TEXT PRIMARY KEY, as_of TEXT NOT NULL, taken_at BIGINT NOT NULL);
    CREATE TABLE indicator_snapshot (
        month TEXT NOT NULL, region_code TEXT NOT NULL, indicator TEXT NOT NULL,
        numerator TEXT NOT NULL, denominator TEXT NOT NULL,
        PRIMARY KEY (region_code, month, indicator));
)sql"};
}

bool Snapshots::taken(std::string const& month) const {
    return parts_.store.read()->integer("SELECT COUNT(*) FROM indicator_month WHERE month = ?",
                                        {std::string_view(month)}) > 0;
}

Result<std::int64_t> Snapshots::take_if_due(Date today) {
    auto const month = month_before(today);
    if (taken(month)) return 0;
    return take(month, today);
}

Result<std::int64_t> Snapshots::take(std::string_view month_text, Date today) {
    std::string const month(month_text);
    TRY(end, end_of(month, today));
    if (taken(month))
        return fail("snapshot.conflict", month, "这个月的指标已经冻结",
                    "the indicators of this month are frozen already");
    TRY(all, count(month, end, today));
    auto const done = parts_.writer.run(
        {.id = parts_.ids.next(),
         .name = "snapshot.take",
         .actor = "system",
         .payload = Value(month)},
        [&](store::Tx& tx) -> Result<Value> {
            auto& sql = tx.sql();
            sql.execute(
                "INSERT INTO indicator_month (month, as_of, taken_at) VALUES (?, ?, ?) "
                "ON CONFLICT DO NOTHING",
                {std::string_view(month), to_text(end), tx.now()});
            for (auto const& one : all)
                sql.execute_later(
                    "INSERT INTO indicator_snapshot (month, region_code, indicator, numerator, "
                    "denominator) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                    {std::string_view(one.month), std::string_view(one.region),
                     std::string_view(one.indicator), one.numerator.to_string(),
                     one.denominator.to_string()});
            tx.append({.subject_type = "snapshot",
                       .subject_id = month,
                       .activity = "take",
                       .delta = Context{{"values", static_cast<std::int64_t>(all.size())}}});
            return Value();
        });
    if (!done) return std::unexpected(done.error());
    return static_cast<std::int64_t>(all.size());
}

Result<std::vector<Frozen>> Snapshots::count(std::string const& month, Date end, Date today) const {
    auto const catalog = parts_.catalogs.now();
    auto const tree = parts_.regions.tree();
    auto read = parts_.store.read();
    auto const marked = marked_now(*read);
    people::Scope everywhere;
    everywhere.everything = true;
    PastRows rows(*read, {*catalog,
                          parts_.keys,
                          *tree,
                          {.as_of = end},
                          everywhere,
                          to_text(today),
                          today.day - end.day <= marks_hold_for_days ? &marked : nullptr});
    std::vector<Frozen> all;
    for (auto const& [id, declared] : catalog->indicators()) {
        auto const above = past_side(rows, declared["numerator"]);
        auto const below = past_side(rows, declared["denominator"]);
        // One that cannot be told of that day is left out: no figure is better than a wrong one.
        if (above && below) put_together(id, month, *above, *below, all);
    }
    return all;
}

std::vector<Frozen> frozen(store::Connection& sql, std::string_view region, std::int64_t months) {
    std::vector<Frozen> all;
    sql.query(R"sql(
        SELECT indicator, region_code, month, numerator, denominator FROM indicator_snapshot
        WHERE region_code = ? AND month IN (
            SELECT month FROM indicator_month ORDER BY month DESC LIMIT ?)
        ORDER BY indicator, month)sql",
              {region, months}, [&](store::Row const& row) {
                  all.push_back({std::string(row.text(0)), std::string(row.text(1)),
                                 std::string(row.text(2)),
                                 Decimal::parse(row.text(3)).value_or(Decimal(0)),
                                 Decimal::parse(row.text(4)).value_or(Decimal(0))});
              });
    return all;
}

}  // namespace jizhi::report
