#include "api/menu.hpp"

#include <utility>

#include "api/words.hpp"
#include "kit/text.hpp"

namespace jizhi::api {
namespace {

/// `rights` are names parted by spaces, one of which is enough; what names none shows records.
bool shown(std::string_view rights, people::Actor const& actor) {
    if (text::trim(rights).empty()) return actor.has(people::Right::read);
    for (auto const name : text::split(rights, ' '))
        if (auto const right = people::right_named(name); right && actor.has(*right)) return true;
    return false;
}

List items_of(record::Catalog const& catalog, record::MenuGroup const& group,
              people::Actor const& actor) {
    auto items = List{};
    for (auto const& item : group.items) {
        if (!shown(item.right, actor)) continue;
        auto const* view = catalog.view(item.view);
        auto const& title = item.title.zh.empty() && view != nullptr ? view->title : item.title;
        items.emplace_back(Object{{"id", group.id + "." + item.view},
                                  {"title", words(title.zh, title.en)},
                                  {"view", item.view},
                                  {"icon", text_or_null(item.icon)}});
    }
    return items;
}

}  // namespace

Value menu_of(record::Catalog const& catalog, people::Actor const& actor) {
    auto groups = List{};
    for (auto const& group : catalog.menu()) {
        auto items = items_of(catalog, group, actor);
        if (items.empty()) continue;
        groups.emplace_back(Object{{"group", words(group.title.zh, group.title.en)},
                                   {"items", std::move(items)}});
    }
    return groups;
}

}  // namespace jizhi::api
