#include "people/log_reminder.hpp"

#include <fmt/format.h>

#include <utility>

#include "value/temporal.hpp"

namespace jizhi::people {
namespace {

constexpr Day looked_back_days = 7;
constexpr std::int64_t micros_per_second = 1'000'000;

struct Count {
    std::int64_t events = 0, people = 0;
};

Count count_of(ReminderQuery const& query, std::string_view activity) {
    auto const inside =
        query.actor.scope(Right::read_log).condition("e.region", "", query.today_text);
    auto const since = (query.today - looked_back_days) * seconds_per_day * micros_per_second;
    auto binds = std::vector<store::Bind>{activity, since};
    inside.bind_to(binds);
    auto count = Count{};
    query.read.query("SELECT COUNT(*), COUNT(DISTINCT e.actor) FROM event e "
                     "WHERE e.activity = ? AND e.at >= ? AND " + inside.sql,
                     binds, [&](store::Row const& row) {
                         count = {.events = row.integer(0), .people = row.integer(1)};
                     });
    return count;
}

Todo row_of(Count const& count, std::string activity, Title what) {
    auto row = Todo{};
    row.kind = "log_" + activity;
    row.subject_type = "event";
    row.subject_id = activity;
    row.title = {fmt::format("近 {} 天{} {} 次", looked_back_days, what.zh, count.events),
                 fmt::format("{} {} times in {} days", what.en, count.events, looked_back_days)};
    row.detail = {fmt::format("涉及 {} 个账号，请核对是否必要", count.people),
                  fmt::format("By {} accounts; check that each had a need", count.people)};
    row.action = {.title = {"去看", "Look"}, .view = "log", .target = "?activity=" + activity};
    return row;
}

}  // namespace

std::vector<Todo> revealed_and_exported(ReminderQuery const& query) {
    auto rows = std::vector<Todo>{};
    auto const ask = [&](char const* activity, Title what) {
        auto const count = count_of(query, activity);
        if (count.events > 0) rows.push_back(row_of(count, activity, std::move(what)));
    };
    ask("reveal", {"查看明文", "Sensitive fields were revealed"});
    ask("export", {"导出名册", "Records were exported"});
    return rows;
}

}  // namespace jizhi::people
