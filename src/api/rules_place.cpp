#include "api/rules_place.hpp"

#include "api/record_request.hpp"
#include "decision/desk.hpp"

namespace jizhi::api {
namespace {

Result<void> take_draft(Context& context, std::string_view id, RulesPlace& place) {
    using enum people::Right;
    if (!context.actor().has(manage_rules) && !context.actor().has(approve))
        return fail("draft.forbidden", std::string(id), "没有查看草稿的权限",
                    "you may not look at drafts");
    TRY(draft, pack::Drafts::find(context.read(), id));
    auto compiled = pack::Drafts::compiled(context.read(), draft);
    if (!compiled.book)
        return fail("draft.has_errors", compiled.errors.front().where,
                    "草稿还有错误，改好再看：" + compiled.errors.front().zh,
                    "the draft has errors: " + compiled.errors.front().en);
    place.book = std::move(compiled.book);
    place.catalog = std::move(compiled.catalog);
    place.draft = std::move(draft);
    return {};
}

}  // namespace

Result<RulesPlace> RulesPlace::of(Context& context, Request const& request) {
    auto const& desk = *context.app().desk;
    std::string region(request.query_value("region"));
    if (region.empty()) region = context.home();
    TRY(as_of, day_of(request.query_value("as_of"), "as_of", Date{context.today()}));
    RulesPlace place{
        desk.books().now(), desk.catalogs().now(), region, desk.path(region), as_of, {}};
    if (auto const id = request.query_value("draft"); !id.empty())
        CHECK_OK(take_draft(context, id, place));
    return place;
}

}  // namespace jizhi::api
