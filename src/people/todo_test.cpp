#include "people/todo.hpp"

#include "people/holiday.hpp"
#include "people/testing.hpp"

namespace jizhi::people {
namespace {

class TodoList : public testing::Town {
protected:
    void add_row(Todo row) {
        ASSERT_TRUE(run([&](store::Tx& tx) -> Result<Value> {
            add_todo(tx, row);
            return Value{};
        }));
    }
    static Todo row(std::string kind, std::string region, Right right, std::string due = {}) {
        auto made = Todo{};
        made.kind = std::move(kind);
        made.region = std::move(region);
        made.right = right;
        made.due = std::move(due);
        made.subject_id = "one";
        return made;
    }
    std::vector<Todo> rows_of(Actor const& who, Day on) {
        auto const lease = store().read();
        auto const tree_now = tree();
        auto const day = to_text(Date{on});
        auto const holidays = load_holidays(*lease);
        return list_todo({*lease, who, *tree_now, holidays, on, day}, reminders);
    }
    std::string kinds(Actor const& who, char const* on = "2026-01-05") {
        auto found = std::string{};
        for (auto const& one : rows_of(who, parse_date(on)->day)) found += one.kind + " ";
        return found;
    }
    Result<Value> import(HolidayYear const& year) {
        return run([&](store::Tx& tx) { return import_holidays(tx, year); });
    }
    Reminders reminders;
};

TEST_P(TodoList, shows_a_row_to_who_has_the_right_where_it_belongs) {
    add_row(row("street", "990001001", Right::edit));
    add_row(row("machine", "", Right::manage_system));
    EXPECT_EQ(kinds(testing::actor("a", "street_clerk", "990001001")), "street ");
    EXPECT_EQ(kinds(testing::actor("a", "county_admin", "990001")), "street ");
    EXPECT_EQ(kinds(testing::actor("a", "street_clerk", "990001002")), "");
    EXPECT_EQ(kinds(testing::actor("a", "auditor", "990001")), "");
    EXPECT_EQ(kinds(testing::actor("a", "system_admin", "990001")), "machine ");
}

TEST_P(TodoList, shows_personal_rows_to_one_person_until_she_has_read_them) {
    auto personal = row("told", "990001001", Right::read);
    personal.account = "a";
    add_row(personal);
    EXPECT_EQ(kinds(testing::actor("a", "street_clerk", "990001001")), "told ");
    EXPECT_EQ(kinds(testing::actor("b", "street_clerk", "990001001")), "");
    auto const id = store().read()->text("SELECT id FROM todo");
    auto const dismiss = [&](char const* who) {
        auto done = false;
        EXPECT_TRUE(run([&](store::Tx& tx) -> Result<Value> {
            done = dismiss_todo(tx, id, who);
            return Value{};
        }));
        return done;
    };
    EXPECT_FALSE(dismiss("b"));
    EXPECT_TRUE(dismiss("a"));
    EXPECT_EQ(kinds(testing::actor("a", "street_clerk", "990001001")), "");
}

TEST_P(TodoList, is_finished_by_kind_and_subject) {
    add_row(row("one", "990001", Right::read));
    add_row(row("two", "990001", Right::read));
    ASSERT_TRUE(run([](store::Tx& tx) -> Result<Value> {
        finish_todo(tx, "one", "one");
        return Value{};
    }));
    EXPECT_EQ(kinds(testing::actor("a", "auditor", "990001")), "two ");
}

TEST_P(TodoList, puts_what_is_due_first_on_top_and_counts_working_days) {
    ASSERT_TRUE(import({.year = 2026,
                        .source = "示例",
                        .imported_at = 0,
                        .days = {{"2026-01-08", true, "示例假"}, {"2026-01-10", false, "调休"}}}));
    add_row(row("someday", "990001", Right::read));
    add_row(row("next_week", "990001", Right::read, "2026-01-12"));
    add_row(row("today", "990001", Right::read, "2026-01-05"));
    add_row(row("late", "990001", Right::read, "2026-01-03"));
    auto const who = testing::actor("a", "auditor", "990001");
    EXPECT_EQ(kinds(who), "late today next_week someday ");
    auto const rows = rows_of(who, today);
    EXPECT_EQ(rows[0].working_days_left, -1) << "no working day since Saturday, yet it is late";
    EXPECT_EQ(rows[1].working_days_left, 0);
    // Tue, Wed, (Thu off), Fri, Sat worked, Mon.
    EXPECT_EQ(rows[2].working_days_left, 5);
    EXPECT_FALSE(rows[2].provisional);
    EXPECT_FALSE(rows[3].working_days_left);
}

TEST_P(TodoList, marks_deadlines_in_a_year_without_holidays_as_provisional) {
    add_row(row("soon", "990001", Right::read, "2026-01-12"));
    EXPECT_TRUE(rows_of(testing::actor("a", "auditor", "990001"), today)[0].provisional);
}

TEST_P(TodoList, asks_reminders_for_who_has_their_right) {
    reminders.add(Right::edit, [](ReminderQuery const& query) {
        auto made = row("contracts", "", Right::read);
        made.title.zh = query.actor.name;
        return std::vector<Todo>{made};
    });
    auto const clerk = testing::actor("a", "street_clerk", "990001001");
    EXPECT_EQ(kinds(clerk), "contracts ");
    EXPECT_EQ(rows_of(clerk, today)[0].id, "contracts:one");
    EXPECT_EQ(kinds(testing::actor("a", "auditor", "990001")), "");
}

TEST_P(TodoList, reminds_of_holidays_from_november_on) {
    reminders.add(Right::manage_system, missing_holidays);
    auto const admin = testing::actor("a", "system_admin", "990001");
    EXPECT_EQ(kinds(admin, "2026-01-05"), "holidays_missing ") << "this year's are not there";
    ASSERT_TRUE(import({.year = 2026, .source = "", .imported_at = 0,
                        .days = {{"2026-01-01", true, "元旦"}}}));
    EXPECT_EQ(kinds(admin, "2026-10-31"), "");
    EXPECT_EQ(kinds(admin, "2026-11-01"), "holidays_missing ");
    EXPECT_EQ(rows_of(admin, parse_date("2026-11-23")->day)[0].due, "2026-12-31");
    EXPECT_EQ(kinds(testing::actor("a", "street_clerk", "990001"), "2026-11-23"), "");
    ASSERT_TRUE(import({.year = 2027, .source = "", .imported_at = 0,
                        .days = {{"2027-01-01", true, "元旦"}}}));
    EXPECT_EQ(kinds(admin, "2026-11-23"), "");
}

TEST_P(TodoList, takes_the_years_that_ship_and_leaves_what_was_entered) {
    ASSERT_TRUE(import({.year = 2026, .source = "县里录入", .imported_at = 0,
                        .days = {{"2026-01-01", true, "元旦"}}}));
    auto const json = Value(Context{
        {"source", "随程序"},
        {"holidays", Context{{"2025-01-01", "元旦"}, {"2026-02-17", "春节"}}},
        {"workdays", Context{{"2025-01-26", "春节"}}}});
    auto const missing = missing_years(*store().read(), json);
    ASSERT_EQ(missing.size(), 1U);
    EXPECT_EQ(missing[0].year, 2025);
    EXPECT_EQ(missing[0].days.size(), 2U);
    ASSERT_TRUE(import(missing[0]));
    EXPECT_TRUE(missing_years(*store().read(), json).empty());
    EXPECT_TRUE(load_holidays(*store().read()).works(parse_date("2025-01-26")->day));
    EXPECT_EQ(list_holidays(*store().read())[0].source, "县里录入");
}

TEST_P(TodoList, refuses_holidays_that_cannot_be_meant) {
    auto const code = [&](int year, std::vector<HolidayDay> days) {
        auto const done = import({.year = year, .source = "", .imported_at = 0,
                                  .days = std::move(days)});
        return done ? std::string{} : done.error().code;
    };
    EXPECT_EQ(code(2026, {}), "holiday.days_missing");
    EXPECT_EQ(code(26, {{"2026-01-01", true, ""}}), "holiday.year_bad");
    EXPECT_EQ(code(2026, {{"2026-02-30", true, ""}}), "holiday.date_bad");
    EXPECT_EQ(code(2026, {{"2028-01-01", true, ""}}), "holiday.date_bad");
    EXPECT_EQ(code(2026, {{"2026-01-01", true, ""}, {"2026-01-01", false, ""}}),
              "holiday.date_twice");
    EXPECT_EQ(code(2026, {{"2025-12-31", true, "元旦"}}), "");
    EXPECT_EQ(code(2026, {{"2026-01-01", true, "元旦"}}), "") << "typed again: replaced";
    EXPECT_EQ(count("SELECT COUNT(*) FROM holiday"), 1);
}

JIZHI_ON_BOTH_STORES(TodoList);

}  // namespace
}  // namespace jizhi::people
