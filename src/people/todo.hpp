#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "calendar/holidays.hpp"
#include "people/actor.hpp"
#include "people/title.hpp"
#include "store/writer.hpp"

namespace jizhi::people {

/// Where the one button of a row leads.
struct Action {
    Title title;
    std::string view;    ///< "proposals", "roster"…: a page of the web
    std::string target;  ///< what it opens there: an id or a query; may be ""
};

/// One row of 今天要办.
struct Todo {
    std::string id;
    std::string kind;                 ///< "proposal", "holidays_missing"…
    Right right = Right::read;        ///< shown to those who have it where it belongs
    std::string region;               ///< "" = nowhere in particular: the right is enough
    std::string account;              ///< if set, shown to this account only
    std::string not_account;          ///< if set, shown to everyone but this account (its maker)
    Title title, detail;
    std::string due;                  ///< a day; "" = none
    Action action;
    std::string subject_type, subject_id;
    // Computed when listed:
    std::optional<std::int64_t> working_days_left;  ///< 0 = today; negative = overdue
    bool provisional = false;         ///< counts through a year whose holidays are not announced
};

/// Inside a command: writes a row; `row.id` is filled in.
void add_todo(store::Tx& tx, Todo row);
/// Inside a command: the rows of a subject are done.
void finish_todo(store::Tx& tx, std::string_view kind, std::string_view subject_id);
/// Inside a command: who a personal row tells something has read it. False if it is not hers.
[[nodiscard]] bool dismiss_todo(store::Tx& tx, std::string_view id, std::string_view account_id);

/// What a reminder source may use.
struct ReminderQuery {
    store::Connection& read;
    Actor const& actor;
    region::Tree const& tree;
    calendar::Holidays const& holidays;
    Day today;
    std::string const& today_text;
};

/// Rows that nobody wrote: they follow from the records ("3 contracts end in 30 days"). A source
/// is asked only for actors who have its right; it counts within her scope itself. Registered at
/// start-up; afterwards any thread may read it.
class Reminders {
public:
    using Source = std::function<std::vector<Todo>(ReminderQuery const&)>;
    void add(Right right, Source source) { sources_.push_back({right, std::move(source)}); }
    [[nodiscard]] std::vector<Todo> ask(ReminderQuery const& query) const;

private:
    struct Entry {
        Right right;
        Source source;
    };
    std::vector<Entry> sources_;
};

/// The rows of one person: written ones and reminders, what is due first on top.
[[nodiscard]] std::vector<Todo> list_todo(ReminderQuery const& query, Reminders const& reminders);

}  // namespace jizhi::people
