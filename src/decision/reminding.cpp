#include "decision/reminding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "kit/text.hpp"
#include "record/display.hpp"
#include "record/query.hpp"
#include "value/json.hpp"
#include "value/temporal.hpp"

namespace jizhi::decision {
namespace {

constexpr std::size_t named_max = 3;  // places or results that a row names; the rest is counted

/// What a page of the web takes after its address to show the same rows.
std::string filter_target(Value const& filter) {
    auto target = std::string("?filter=");
    for (auto const c : to_json(filter)) {
        auto const plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                           (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
        if (plain)
            target += c;
        else
            target += fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    }
    return target;
}

/// "甲 2，乙 1": the most frequent first.
people::Title counted(std::vector<std::pair<people::Title, int>> parts) {
    std::stable_sort(parts.begin(), parts.end(),
                     [](auto const& a, auto const& b) { return a.second > b.second; });
    auto said = people::Title{};
    for (std::size_t i = 0; i < parts.size() && i < named_max; ++i) {
        auto const& [title, count] = parts[i];
        said.zh += fmt::format("{}{} {}", i == 0 ? "" : "，", title.zh, count);
        said.en += fmt::format("{}{} {}", i == 0 ? "" : ", ", title.en, count);
    }
    if (parts.size() > named_max) {
        said.zh += "等";
        said.en += " and more";
    }
    return said;
}

/// The days of a reminder: its own, or those of the parameter where the asker works.
std::optional<std::int64_t> days_of(Desk const& desk, record::Reminder const& reminder,
                                    people::ReminderQuery const& query) {
    if (reminder.days_parameter.empty()) return reminder.days;
    auto const scope = query.actor.scope(people::Right::edit);
    auto const path = desk.path(scope.regions.empty() ? "" : scope.regions.front());
    auto const found = desk.books().now()->parameters().find(reminder.days_parameter, path,
                                                             Date{query.today});
    if (!found) return std::nullopt;
    return found->value->value.integer_or(0);
}

struct Due {
    std::string earliest;
    std::map<std::string, int> by_region;
    int count = 0;
};

/// The records that fall due until `last` and meet the condition.
Due count_due(Desk const& desk, record::RecordType const& type, record::Reminder const& reminder,
              record::Query const& asked, people::ReminderQuery const& query) {
    auto due = Due{};
    auto const catalog = desk.catalogs().now();
    auto const ids = record::ids(query.read, *catalog, desk.keys(), type, asked);
    if (!ids || ids->empty()) return due;
    auto options = record::LoadOptions{};
    options.sensitive = false;
    auto const rows = record::load_many(query.read, *catalog, desk.keys(), type, *ids,
                                        {.as_of = Date{query.today}}, options);
    if (!rows) return due;
    for (auto const& row : *rows) {
        auto environment = feel::Environment{};
        environment.today = Date{query.today};
        if (reminder.condition && row.value.is(Value::Type::context) &&
            !reminder.condition->evaluate(row.value.context(), environment).boolean_or(false))
            continue;
        ++due.count;
        ++due.by_region[row.region];
        auto const& date = row.value[reminder.date];
        auto const text = date.is(Value::Type::date) ? to_text(date.date()) : std::string{};
        if (due.earliest.empty() || text < due.earliest) due.earliest = text;
    }
    return due;
}

std::string filled(std::string const& pattern, int count, std::int64_t days) {
    auto const with_count = text::replace_all(pattern, "{count}", std::to_string(count));
    return text::replace_all(with_count, "{days}", std::to_string(days));
}

people::Title places(Due const& due, region::Tree const& tree) {
    auto parts = std::vector<std::pair<people::Title, int>>{};
    for (auto const& [code, count] : due.by_region) {
        auto const name = std::string(tree.name(code));
        parts.push_back({{name, name}, count});
    }
    auto said = counted(std::move(parts));
    auto const day = parse_date(due.earliest);
    said.zh += "；最早 " + (day ? chinese_text(*day) : due.earliest);
    said.en += fmt::format("; the first on {}", due.earliest);
    return said;
}

std::optional<people::Todo> remind(Desk const& desk, record::RecordType const& type,
                                   record::Reminder const& reminder,
                                   people::ReminderQuery const& query) {
    auto const days = days_of(desk, reminder, query);
    if (!days) return std::nullopt;
    auto const filter = Value(
        Context{{reminder.date, Context{{"ge", query.today_text},
                                        {"le", to_text(Date{query.today + *days})}}}});
    auto filters = record::parse_filters(filter);
    if (!filters) return std::nullopt;
    auto asked = record::Query{};
    asked.scope = query.actor.scope(people::Right::edit);
    asked.today = query.today_text;
    asked.filters = std::move(*filters);
    auto const due = count_due(desk, type, reminder, asked, query);
    if (due.count == 0) return std::nullopt;
    auto row = people::Todo{};
    row.kind = reminder.id;
    row.subject_type = type.id;
    row.subject_id = type.id;
    row.title = {filled(reminder.title.zh, due.count, *days),
                 filled(reminder.title.en, due.count, *days)};
    row.detail = places(due, query.tree);
    row.due = due.earliest;
    row.action = {.title = {"去办理", "Open"}, .view = reminder.view,
                  .target = filter_target(filter)};
    return row;
}

/// The list in which records of a type are looked at.
std::string list_of(record::Catalog const& catalog, record::RecordType const& type) {
    for (auto const* view : catalog.views())
        if (view->kind == "list" && view->record == type.id) return view->id;
    return {};
}

bool decided(record::RecordType const& type) {
    return std::any_of(type.fields.begin(), type.fields.end(),
                       [](record::Field const& field) { return !field.decided_by.empty(); });
}

std::optional<people::Todo> differing(Desk const& desk, record::RecordType const& type,
                                      people::ReminderQuery const& query) {
    auto const catalog = desk.catalogs().now();
    auto const filter = Value(Context{{"differs", Context{{"empty", false}}}});
    auto filters = record::parse_filters(filter);
    if (!filters) return std::nullopt;
    auto asked = record::Query{};
    asked.scope = query.actor.scope(people::Right::apply);
    asked.today = query.today_text;
    asked.filters = std::move(*filters);
    auto const all = record::ids(query.read, *catalog, desk.keys(), type, asked);
    if (!all || all->empty()) return std::nullopt;
    auto parts = std::vector<std::pair<people::Title, int>>{};
    for (auto const& field : type.fields) {
        if (field.decided_by.empty()) continue;
        asked.filters = {{.field = "differs", .op = "eq", .value = Value(field.decided_by)}};
        auto const some = record::ids(query.read, *catalog, desk.keys(), type, asked);
        if (some && !some->empty())
            parts.push_back({{field.title.zh, field.title.en}, static_cast<int>(some->size())});
    }
    auto row = people::Todo{};
    row.kind = "differing";
    row.subject_type = type.id;
    row.subject_id = type.id;
    row.title = {fmt::format("{}：{} 条记录与重新计算的结果不一致", type.title.zh, all->size()),
                 fmt::format("{} of “{}” differ from what the rules give", all->size(),
                             type.title.en)};
    row.detail = counted(std::move(parts));
    row.action = {.title = {"看原因", "See why"}, .view = list_of(*catalog, type),
                  .target = filter_target(filter)};
    return row;
}

}  // namespace

std::vector<people::Todo> due_soon(Desk const& desk, people::ReminderQuery const& query) {
    auto rows = std::vector<people::Todo>{};
    auto const catalog = desk.catalogs().now();
    for (auto const* type : catalog->types())
        for (auto const& reminder : type->reminders)
            if (auto row = remind(desk, *type, reminder, query)) rows.push_back(std::move(*row));
    return rows;
}

std::vector<people::Todo> differing_results(Desk const& desk, people::ReminderQuery const& query) {
    auto rows = std::vector<people::Todo>{};
    auto const catalog = desk.catalogs().now();
    for (auto const* type : catalog->types())
        if (decided(*type))
            if (auto row = differing(desk, *type, query)) rows.push_back(std::move(*row));
    return rows;
}

}  // namespace jizhi::decision
