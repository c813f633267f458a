#include "api/records.hpp"
#include "api/words.hpp"
#include "kit/text.hpp"
#include "people/actor.hpp"
#include "value/json.hpp"

namespace jizhi::api {
namespace {

constexpr std::int64_t saved_views_max = 200;

Schema const saved_schema{"SavedView", R"({
  "type": "object", "required": ["view", "title", "query"], "additionalProperties": false,
  "properties": {"id": {"type": "string"}, "view": {"type": "string"}, "title": {"type": "string"},
                 "query": {"type": "object"}}
})"};
Schema const saved_list_schema{
    "SavedViews", R"({"type": "array", "items": "@SavedView"})"};

}  // namespace

Response get_saved_views(Context& context, Request const&) {
    List all;
    context.read().query(
        "SELECT id, view, title, query FROM saved_view WHERE account_id = ? ORDER BY made_at",
        {context.actor().account_id}, [&](store::Row const& row) {
            all.emplace_back(Object{{"id", std::string(row.text(0))},
                                    {"view", std::string(row.text(1))},
                                    {"title", std::string(row.text(2))},
                                    {"query", parse_json(row.text(3)).value_or(Value())}});
        });
    return Response::json(200, Value(std::move(all)));
}

Response post_saved_view(Context& context, Request const& request) {
    TRY_OR_PROBLEM(body, request.json());
    auto const title = std::string(text::trim(body["title"].string_or("")));
    auto const view = body["view"].string_or("");
    if (title.empty() || text::length(title) > 40 || view.empty() ||
        !body["query"].is(Value::Type::context))
        return Response::problem({"saved_view.bad_request", "title", "请写一个不超过 40 字的名称",
                                  "give it a name of at most 40 characters"});
    auto const query = to_json(body["query"]);
    auto const account = context.actor().account_id;
    TRY_OR_PROBLEM(done, context.run("saved_view.add", body, [&](store::Tx& tx) -> Result<Value> {
        auto const count =
            tx.sql().integer("SELECT COUNT(*) FROM saved_view WHERE account_id = ?", {account});
        if (count >= saved_views_max)
            return fail("saved_view.too_many", "", "保存的视图太多了，请先删去不用的",
                        "too many views are saved; delete some first");
        auto const id = tx.new_id();
        tx.sql().execute(
            "INSERT INTO saved_view (id, account_id, view, title, query, made_at) "
            "VALUES (?,?,?,?,?,?)",
            {id, account, view, title, query, tx.now()});
        return Value(
            Object{{"id", id}, {"view", view}, {"title", title}, {"query", body["query"]}});
    }));
    return Response::json(201, done);
}

Response delete_saved_view(Context& context, Request const& request) {
    auto const id = request.path_value("id");
    auto const account = context.actor().account_id;
    CHECK_OR_PROBLEM(
        context.run("saved_view.delete", Object{{"id", id}}, [&](store::Tx& tx) -> Result<Value> {
            auto const gone = tx.sql().execute(
                "DELETE FROM saved_view WHERE id = ? AND account_id = ?", {id, account});
            if (gone == 0)
                return fail("saved_view.not_found", id, "没有这个视图", "there is no such view");
            return Value();
        }));
    return Response::no_content();
}

}  // namespace jizhi::api
