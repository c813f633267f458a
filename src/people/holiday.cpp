#include "people/holiday.hpp"

#include <fmt/format.h>

#include <map>
#include <set>
#include <utility>

#include "value/temporal.hpp"

namespace jizhi::people {
namespace {

constexpr int year_first = 1949;
constexpr int year_last = 2200;
constexpr std::size_t days_max = 200;
constexpr std::size_t text_bytes_max = 300;

Result<void> check_year(HolidayYear const& year) {
    if (year.year < year_first || year.year > year_last)
        return fail("holiday.year_bad", "year", "年份不对", "this year cannot be meant");
    if (year.days.empty() || year.days.size() > days_max || year.source.size() > text_bytes_max)
        return fail("holiday.days_missing", "days", "请逐日列出放假和调休上班的日子",
                    "list the days off and the make-up workdays");
    auto seen = std::set<std::string>{};
    for (auto const& day : year.days) {
        auto const date = parse_date(day.date);
        // The New Year holiday of a year may begin in the December before.
        if (!date || day.name.size() > text_bytes_max ||
            std::abs(civil_of(date->day).year - year.year) > 1)
            return fail("holiday.date_bad", day.date, fmt::format("日期“{}”不对", day.date),
                        fmt::format("the date '{}' is wrong", day.date));
        if (!seen.insert(day.date).second)
            return fail("holiday.date_twice", day.date, fmt::format("{} 列了两次", day.date),
                        fmt::format("{} stands twice", day.date));
    }
    return {};
}

}  // namespace

calendar::Holidays load_holidays(store::Connection& sql) {
    auto off = std::set<Day>{};
    auto worked = std::set<Day>{};
    auto years = std::set<int>{};
    sql.query("SELECT date, off FROM holiday", {}, [&](store::Row const& row) {
        if (auto const date = parse_date(row.text(0)))
            (row.integer(1) != 0 ? off : worked).insert(date->day);
    });
    sql.query("SELECT year FROM holiday_year", {}, [&](store::Row const& row) {
        years.insert(static_cast<int>(row.integer(0)));
    });
    return {std::move(off), std::move(worked), std::move(years)};
}

std::vector<HolidayYear> list_holidays(store::Connection& sql) {
    auto years = std::vector<HolidayYear>{};
    sql.query("SELECT year, source, imported_at FROM holiday_year ORDER BY year DESC", {},
              [&](store::Row const& row) {
                  years.push_back({.year = static_cast<int>(row.integer(0)),
                                   .source = std::string(row.text(1)),
                                   .imported_at = row.integer(2),
                                   .days = {}});
              });
    for (auto& year : years)
        sql.query("SELECT date, off, name FROM holiday WHERE year = ? ORDER BY date",
                  {std::int64_t{year.year}}, [&](store::Row const& row) {
                      year.days.push_back({.date = std::string(row.text(0)),
                                           .off = row.integer(1) != 0,
                                           .name = std::string(row.text(2))});
                  });
    return years;
}

std::vector<HolidayYear> missing_years(store::Connection& sql, Value const& json) {
    auto const known = load_holidays(sql);
    auto years = std::map<int, HolidayYear>{};
    auto const add = [&](std::string_view list, bool off) {
        if (!json[list].is(Value::Type::context)) return;
        for (auto const& [date, name] : json[list].context().entries()) {
            auto const day = parse_date(date);
            if (!day) continue;
            auto const number = static_cast<int>(civil_of(day->day).year);
            if (known.announced(number)) continue;
            auto& year = years[number];
            year.year = number;
            year.source = json["source"].string_or("");
            year.days.push_back({.date = date, .off = off, .name = name.string_or("")});
        }
    };
    add("holidays", true);
    add("workdays", false);
    auto found = std::vector<HolidayYear>{};
    for (auto& [number, year] : years) found.push_back(std::move(year));
    return found;
}

Result<Value> import_holidays(store::Tx& tx, HolidayYear const& year,
                              calendar::CurrentHolidays* current) {
    CHECK_OK(check_year(year));
    auto& sql = tx.sql();
    sql.execute("DELETE FROM holiday WHERE year = ?", {std::int64_t{year.year}});
    sql.execute(R"sql(
        INSERT INTO holiday_year (year, source, imported_at) VALUES (?, ?, ?)
        ON CONFLICT (year) DO UPDATE SET source = excluded.source,
            imported_at = excluded.imported_at
    )sql",
                {std::int64_t{year.year}, std::string_view(year.source), tx.now()});
    for (auto const& day : year.days)
        sql.execute(R"sql(
            INSERT INTO holiday (date, year, off, name) VALUES (?, ?, ?, ?)
            ON CONFLICT (date) DO UPDATE SET year = excluded.year, off = excluded.off,
                name = excluded.name
        )sql",
                    {std::string_view(day.date), std::int64_t{year.year},
                     std::int64_t{day.off}, std::string_view(day.name)});
    tx.append({.subject_type = "holiday_year",
               .subject_id = std::to_string(year.year),
               .region = {},
               .activity = "import",
               .lifecycle = "complete",
               .delta = Value(Context{{"days", static_cast<std::int64_t>(year.days.size())},
                                      {"source", year.source}})});
    // As the tables are now, those of commands before this one included: the last one swaps last.
    if (current != nullptr)
        tx.after_commit(
            [current, all = load_holidays(sql)]() mutable { current->swap(std::move(all)); });
    return Value(Context{{"year", year.year}});
}

std::vector<Todo> missing_holidays(ReminderQuery const& query) {
    constexpr auto asked_from_month = 11;  // the State Council announces the next year in November
    auto const today = civil_of(query.today);
    auto const year = static_cast<int>(today.year);
    auto missing = query.holidays.announced(year) ? year + 1 : year;
    if (missing > year && (today.month < asked_from_month || query.holidays.announced(missing)))
        return {};
    auto row = Todo{};
    row.kind = "holidays_missing";
    row.subject_type = "holiday_year";
    row.subject_id = std::to_string(missing);
    row.title = {fmt::format("{}年放假安排还没有录入", missing),
                 fmt::format("The holidays of {} are missing", missing)};
    row.detail = {"国务院办公厅通常在 11 月发布；缺它时工作日期限只按周末推算，已标“暂定”",
                  "They are usually announced in November; until then deadlines count plain "
                  "weekends and are marked provisional"};
    row.due = to_text(Date{day_of({.year = missing - 1, .month = 12, .day = 31})});
    row.action = {.title = {"录入", "Enter"}, .view = "holidays", .target = row.subject_id};
    return {std::move(row)};
}

}  // namespace jizhi::people
