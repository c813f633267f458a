#include "people/todo.hpp"

#include <algorithm>
#include <utility>

#include "people/reach.hpp"
#include "people/todo_rights.hpp"
#include "value/temporal.hpp"

namespace jizhi::people {
namespace {

constexpr std::size_t rows_max = 200;       // more than anybody does in a day

Todo todo_of(store::Row const& row) {
    auto todo = Todo{};
    todo.id = row.text(0);
    todo.kind = row.text(1);
    todo.right = right_named(row.text(2)).value_or(Right::read);
    todo.region = row.text(3);
    todo.account = row.text(4);
    todo.title = {std::string(row.text(5)), std::string(row.text(6))};
    todo.detail = {std::string(row.text(7)), std::string(row.text(8))};
    todo.due = row.text(9);
    todo.action.title = {std::string(row.text(10)), std::string(row.text(11))};
    todo.action.view = row.text(12);
    todo.action.target = row.text(13);
    todo.subject_type = row.text(14);
    todo.subject_id = row.text(15);
    return todo;
}

std::vector<Todo> written_rows(ReminderQuery const& query) {
    auto const visible =
        rights_condition(query.actor, "t.right_needed", "t.region", query.today_text);
    auto const statement = R"sql(
        SELECT t.id, t.kind, t.right_needed, t.region, t.account, t.title_zh, t.title_en,
               t.detail_zh, t.detail_en, t.due, t.action_zh, t.action_en, t.action_view,
               t.action_target, t.subject_type, t.subject_id
        FROM todo t
        WHERE t.not_account <> ? AND (t.account = ? OR (t.account = '' AND )sql" +
                           visible.sql + ")) ORDER BY t.made_at, t.id LIMIT ?";
    auto const me = std::string_view(query.actor.account_id);
    auto binds = std::vector<store::Bind>{me, me};
    visible.bind_to(binds);
    binds.emplace_back(static_cast<std::int64_t>(rows_max));
    auto rows = std::vector<Todo>{};
    query.read.query(statement, binds,
                     [&](store::Row const& row) { rows.push_back(todo_of(row)); });
    // A proposal about everything is for those who are responsible for all of it.
    std::erase_if(rows, [&](Todo const& row) {
        return row.subject_type == "proposal" && row.region.empty() && row.account.empty() &&
               !reaches_all(query.actor.scope(row.right), query.tree);
    });
    return rows;
}

void count_days(Todo& row, ReminderQuery const& query) {
    auto const due = parse_date(row.due);
    if (!due) return;
    auto const left = query.holidays.between(query.today, due->day);
    if (!left) return;  // decades away: the number would say nothing
    // What was due on Friday is overdue on Saturday, though no working day has passed.
    row.working_days_left = due->day < query.today ? std::min<std::int64_t>(*left, -1) : *left;
    row.provisional = query.holidays.provisional(query.today, due->day);
}

}  // namespace

void add_todo(store::Tx& tx, Todo row) {
    row.id = tx.new_id();
    tx.sql().execute(R"sql(
        INSERT INTO todo (id, kind, right_needed, region, account, not_account, title_zh, title_en,
                          detail_zh, detail_en, due, action_zh, action_en, action_view,
                          action_target, subject_type, subject_id, made_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    )sql",
                     {std::string_view(row.id), std::string_view(row.kind), name_of(row.right),
                      std::string_view(row.region), std::string_view(row.account),
                      std::string_view(row.not_account), std::string_view(row.title.zh),
                      std::string_view(row.title.en), std::string_view(row.detail.zh),
                      std::string_view(row.detail.en), std::string_view(row.due),
                      std::string_view(row.action.title.zh), std::string_view(row.action.title.en),
                      std::string_view(row.action.view), std::string_view(row.action.target),
                      std::string_view(row.subject_type), std::string_view(row.subject_id),
                      tx.now()});
}

void finish_todo(store::Tx& tx, std::string_view kind, std::string_view subject_id) {
    tx.sql().execute("DELETE FROM todo WHERE kind = ? AND subject_id = ?", {kind, subject_id});
}

bool dismiss_todo(store::Tx& tx, std::string_view id, std::string_view account_id) {
    return tx.sql().execute("DELETE FROM todo WHERE id = ? AND account = ?", {id, account_id}) == 1;
}

std::vector<Todo> Reminders::ask(ReminderQuery const& query) const {
    auto rows = std::vector<Todo>{};
    for (auto const& [right, source] : sources_) {
        if (!query.actor.has(right)) continue;
        for (auto& row : source(query)) {
            row.right = right;
            rows.push_back(std::move(row));
        }
    }
    return rows;
}

std::vector<Todo> list_todo(ReminderQuery const& query, Reminders const& reminders) {
    auto rows = written_rows(query);
    for (auto& row : reminders.ask(query)) {
        if (row.id.empty()) row.id = row.kind + ":" + row.subject_id;
        rows.push_back(std::move(row));
    }
    for (auto& row : rows) count_days(row, query);
    std::stable_sort(rows.begin(), rows.end(), [](Todo const& a, Todo const& b) {
        if (a.due.empty() != b.due.empty()) return b.due.empty();
        return a.due < b.due;
    });
    return rows;
}

}  // namespace jizhi::people
