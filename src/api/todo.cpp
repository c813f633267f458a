#include "people/todo.hpp"

#include <utility>

#include "api/todo.hpp"
#include "api/words.hpp"
#include "people/holiday.hpp"
#include "value/temporal.hpp"

namespace jizhi::api {
namespace {

Schema const todo_list_schema{"TodoList", R"({"type": "array", "items": "@Todo"})"};
Schema const todo_schema{"Todo", R"({
  "type": "object",
  "required": ["id", "kind", "title", "detail", "due", "working_days_left", "overdue",
               "provisional", "dismissible", "action"],
  "properties": {
    "id": {"type": "string"}, "kind": {"type": "string"}, "title": "@Words", "detail": "@Words",
    "region": "@Place?", "due": {"type": ["string", "null"], "format": "date"},
    "working_days_left": {"type": ["integer", "null"]},
    "overdue": {"type": "boolean"}, "provisional": {"type": "boolean"},
    "dismissible": {"type": "boolean"},
    "action": {"type": ["object", "null"], "required": ["title", "view", "target"], "properties": {
      "title": "@Words", "view": {"type": "string"}, "target": {"type": ["string", "null"]}}}}
})"};

Value action_json(people::Action const& action) {
    if (action.view.empty()) return {};
    return Object{{"title", words(action.title)},
                  {"view", action.view},
                  {"target", text_or_null(action.target)}};
}

Value todo_json(people::Todo const& row, region::Tree const& tree) {
    auto const left = row.working_days_left;
    return Object{{"id", row.id},
                  {"kind", row.kind},
                  {"title", words(row.title)},
                  {"detail", words(row.detail)},
                  {"region", region_words(tree, row.region)},
                  {"due", text_or_null(row.due)},
                  {"working_days_left", left ? Value(*left) : Value{}},
                  {"overdue", left.has_value() && *left < 0},
                  {"provisional", row.provisional},
                  {"dismissible", !row.account.empty()},
                  {"action", action_json(row.action)}};
}

}  // namespace

Response get_todo(Context& context, Request const&) {
    auto const tree = context.app().regions->tree();
    auto const holidays = people::load_holidays(context.read());
    auto const today = context.today();
    auto const today_text = to_text(Date{today});
    auto const query = people::ReminderQuery{.read = context.read(),
                                             .actor = context.actor(),
                                             .tree = *tree,
                                             .holidays = holidays,
                                             .today = today,
                                             .today_text = today_text};
    auto rows = List{};
    for (auto const& row : people::list_todo(query, *context.app().reminders))
        rows.push_back(todo_json(row, *tree));
    return Response::json(200, rows);
}

Response dismiss_todo(Context& context, Request const& request) {
    auto const id = request.path_value("id");
    auto const account = context.actor().account_id;
    CHECK_OR_PROBLEM(context.run("todo.dismiss", id, [&](store::Tx& tx) -> Result<Value> {
        if (people::dismiss_todo(tx, id, account)) return Value{};
        return fail("todo.not_found", {}, "没有这条提醒，或它不能直接划去",
                    "there is no such row, or it cannot be dismissed");
    }));
    return Response::no_content();
}

}  // namespace jizhi::api
