#include "record/timeline.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "record/table.hpp"
#include "record/validate.hpp"
#include "value/temporal.hpp"
#include "value/text.hpp"

namespace jizhi::record {
namespace {

/// Puts the words of one template together for one row.
class Wording {
public:
    Wording(Display& display, RecordType const& type, Draft const& draft, std::vector<Value> slots)
        : display_(display), type_(type), draft_(draft), slots_(std::move(slots)) {}

    bool holds(std::optional<feel::Expression> const& condition) {
        if (!condition) return true;
        auto surroundings = environment();
        return condition->evaluate(slots_, surroundings).boolean_or(false);
    }

    Title say(Template const& words) { return {say(words.zh, "zh"), say(words.en, "en")}; }

private:
    feel::Environment environment() const {
        feel::Environment made;
        made.today = draft_.as_of;
        return made;
    }

    std::string say(std::vector<Template::Part> const& parts, std::string_view language) {
        std::string said;
        for (auto const& part : parts) {
            if (!part.expression) {
                said += part.text;
            } else if (auto const* field = part.field.empty() ? nullptr : type_.field(part.field)) {
                auto const& value = draft_.values[field->slot];
                said += field->sensitive ? masked(field->type, value.string_or(""))
                                         : display_.text(*field, value, draft_.region, language);
            } else {
                auto surroundings = environment();
                said += to_text(part.expression->evaluate(slots_, surroundings));
            }
        }
        return said;
    }

    Display& display_;
    RecordType const& type_;
    Draft const& draft_;
    std::vector<Value> slots_;
};

}  // namespace

Result<std::vector<TimelineRow>> timeline(store::Connection& sql, Catalog const& catalog,
                                          store::Keys const& keys, region::Tree const& tree,
                                          RecordType const& type, Row const& row, Date today) {
    Display display(sql, catalog, keys, tree);
    std::vector<TimelineRow> all;
    FindParameter const none;
    auto const tell = [&](RecordType const& of, std::string_view key) {
        if (of.timeline.empty()) return;
        Validator view(catalog, of, tree, sql, none);
        sql.query(fmt::format("SELECT {} FROM {} a WHERE a.{} = ?", of.columns, of.table(), key),
                  {row.id}, [&](store::Row const& found) {
                      auto stored = read_stored(of, keys, found, true);
                      Draft const draft{.values = std::move(stored.values),
                                        .given = {},
                                        .id = stored.id,
                                        .parent_id = stored.parent_id,
                                        .region = stored.region,
                                        .parent = {},
                                        .as_of = today,
                                        .today = today};
                      Wording wording(display, of, draft, view.slots(draft));
                      for (auto const& entry : of.timeline) {
                          auto const& date = draft.values[of.field(entry.date)->slot];
                          if (!date.is(Value::Type::date) || !wording.holds(entry.condition))
                              continue;
                          all.push_back({to_text(date.date()), entry.group,
                                         wording.say(entry.title), of.id, draft.id});
                      }
                  });
    };
    tell(type, "id");
    for (auto const& child : type.children) tell(*catalog.type(child), "parent_id");
    std::stable_sort(all.begin(), all.end(),
                     [](auto const& a, auto const& b) { return a.date > b.date; });
    return all;
}

}  // namespace jizhi::record
